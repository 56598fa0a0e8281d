import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { scripts } from '../package.json';
import { CheckoutCopy } from './testing/checkout-copy';
import { filesWith } from './testing/files';

let project: CheckoutCopy;
let small: CheckoutCopy | undefined;
beforeAll(() => {
  project = new CheckoutCopy();
});
afterEach(() => project.restore());
afterAll(() => {
  project.remove();
  small?.remove();
});

const npm = (...args: string[]) => project.run('npm', args);

test('every program that a script runs exists', () => {
  const programs = Object.values(scripts).flatMap(
    (script) => script.match(/(?<=node lib\/program\/run\.js )\S+/g) ?? [],
  );
  expect(programs.length).toBeGreaterThan(3);
  expect(programs.filter((program) => !existsSync(program))).toEqual([]);
});

test('npm test runs every test', () => {
  expect(scripts.test).toBe('tsc && biome check && jest');
  const { stdout } = project.run(process.execPath, ['node_modules/jest/bin/jest.js', '--listTests']);
  // Those of the rules, rules.test.ts runs.
  const own = filesWith('.test.ts').filter((name) => !/^lib\/check\/rules\/(?!rules\.test)/.test(name));
  expect(stdout.trim().split('\n').sort()).toEqual(own.map((name) => project.path(name)).sort());
});

test('npm test begins with the types', () => {
  small = new CheckoutCopy((path) => ['package.json', 'tsconfig.json'].includes(path));
  small.edit('tsconfig.json', 'node_modules/.cache', '.git'); // these packages are also those of the checkout
  writeFileSync(small.path('wrong.ts'), "export const replicas: number = '3';\n");
  const { stdout, status } = small.run('npm', ['test', '--', '--listTests']);
  expect(status).not.toBe(0);
  expect(stdout).toContain('wrong.ts');
  expect(stdout).not.toContain('Checked'); // which Biome says
});

test('npm run docs writes the pictures, the manifests and the charts in the documents anew', () => {
  const documents = ['README.md', 'docs/walkthrough/4.6-replicaset.ja.md'].map((name) => ({
    name,
    text: project.read(name),
  }));
  for (const { name, text } of documents)
    writeFileSync(project.path(name), text.replaceAll(/^(flowchart|kind:|export class) .*$/gm, 'old'));
  expect(npm('run', 'docs')).toMatchObject({ status: 0, stderr: '' });
  for (const { name, text } of documents) expect(project.read(name)).toBe(text);
});
