import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { dependencies } from '../package.json';
import { read } from './documents/markdown';
import { filesWith } from './testing/files';
import { importsOf } from './testing/imports';

const isTest = (name: string) => name.endsWith('.test.ts');
const topOf = (folder: string) => folder.split('/')[0] ?? '';

const all = [...filesWith('.ts'), ...filesWith('.js')];
const sources = all.filter((name) => !isTest(name));

/** What the files of a folder import, of other folders. */
const imported = new Map<string, Set<string>>();
for (const name of sources) {
  const folders = importsOf(name).files.map((file) => dirname(file));
  const known = imported.get(dirname(name)) ?? [];
  imported.set(dirname(name), new Set([...known, ...folders.filter((folder) => folder !== dirname(name))]));
}

test('the picture in CONTRIBUTING.md shows every folder of code', () => {
  const [picture] = read(readFileSync('CONTRIBUTING.md', 'utf8')).blocks;
  const above: string[] = [];
  const shown = [...(picture?.text ?? '').matchAll(/^( *)([\w/.]+)\/ /gm)].map(([, indent = '', name = '']) => {
    above.splice(indent.length / 2);
    above.push(name);
    return above.join('/');
  });
  expect(shown).toEqual(expect.arrayContaining([...imported.keys()].filter((folder) => folder !== '.')));
  expect(shown.filter((folder) => !existsSync(folder))).toEqual([]);
});

test('at the top is no more code than the app and its test, and in docs/ none', () => {
  const code = all.filter((name) => ['.', 'docs'].includes(topOf(dirname(name))));
  expect(code.sort()).toEqual(['chapter.test.ts', 'jest.config.js', 'main.ts']);
});

test('imports go one way: from tools/ to charts/ to lib/ to imports/', () => {
  const order = ['tools', '.', 'charts', 'lib', 'imports'];
  expect(order).toEqual(expect.arrayContaining([...imported.keys()].map(topOf)));
  for (const [folder, others] of imported) {
    const above = order.slice(0, order.indexOf(topOf(folder)));
    const up = [...others].filter((other) => above.includes(topOf(other)));
    expect({ folder, up }).toEqual({ folder, up: [] });
  }
});

test('no folder imports itself by way of others', () => {
  const reached = (folder: string, seen = new Set<string>()): Set<string> => {
    for (const other of imported.get(folder) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      reached(other, seen);
    }
    return seen;
  };
  expect([...imported.keys()].filter((folder) => reached(folder).has(folder))).toEqual([]);
});

test('lib/ imports nothing else of the project than the schema; its tests, what tests share', () => {
  for (const name of all.filter((name) => name.startsWith('lib/'))) {
    const allowed = isTest(name) ? /^(lib|tools\/testing)\// : /^(lib\/|imports\/schema\.json$)/;
    const outside = importsOf(name).files.filter((file) => !allowed.test(file));
    expect({ name, outside }).toEqual({ name, outside: [] });
  }
});

test('the dependencies are what the app and the checks import', () => {
  const needed = sources.filter((name) => /^(charts|lib)\/|^main\.ts$/.test(name));
  const packages = new Set(needed.flatMap((name) => importsOf(name).packages));
  expect([...packages].sort()).toEqual(Object.keys(dependencies));
});
