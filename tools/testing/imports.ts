import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a file imports, types too: other files by their path from the project's folder, and packages by their name. */
export function importsOf(file: string): { readonly files: string[]; readonly packages: string[] } {
  const code = readFileSync(file, 'utf8');
  const named = [...code.matchAll(/(?:\bfrom |\bimport |\b(?:import|require)\()'([^']+)'/g)].map(
    ([, name = '']) => name,
  );
  return {
    files: named.filter((name) => name.startsWith('.')).map((name) => fileAt(join(dirname(file), name))),
    packages: named
      .filter((name) => !/^\.|^node:/.test(name))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
  };
}

/** The file that an import without its extension means; of a folder, its index. */
function fileAt(path: string): string {
  return [`${path}.ts`, `${path}.js`, join(path, 'index.ts')].find((file) => existsSync(file)) ?? path;
}
