import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether something in the project's folder is the project's own: not installed, not git's, not the Helm chart of docs/synth.md. */
export function isOwn(name: string): boolean {
  return !['node_modules', '.git', 'helm'].includes(name);
}

/** The paths of the project's own files whose names end with a text. */
export function filesWith(ending: string, folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => isOwn(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesWith(ending, path);
      return entry.name.endsWith(ending) ? [path] : [];
    });
}
