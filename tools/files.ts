import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The paths of the project's own files whose names end with a text. */
export function filesWith(ending: string, folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['node_modules', '.git', 'helm'].includes(entry.name) ? [] : filesWith(ending, path);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}
