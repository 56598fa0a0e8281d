import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CheckoutCopy } from '../testing/checkout-copy';
import { languages } from './language';
import { read } from './markdown';
import { pathOf } from './pages';

// What CONTRIBUTING.md shows for a new section, in its order, and what a mistake gives.
const blocks = read(readFileSync('CONTRIBUTING.md', 'utf8')).blocks;
const [
  chart = '',
  chapterImport = '',
  chapterLine = '',
  picture = '',
  checks = '',
  listImport = '',
  listLine = '',
  fault = '',
] = blocks.filter(({ language }) => language === 'ts').map(({ text }) => text);
const finding = blocks.find(({ language }) => language === 'text')?.text;
const markers = blocks.find(({ language }) => language === 'md')?.text;

let project: CheckoutCopy;
beforeAll(() => {
  project = new CheckoutCopy();
  const add = (name: string, text: string) => writeFileSync(project.path(name), text);
  add('charts/service_headless.ts', `${chart}\n`);
  add(
    'charts/chapter.ts',
    `${chapterImport}\n${project.edited('charts/chapter.ts', '  return app;', `  ${chapterLine}\n  return app;`)}`,
  );
  add('tools/verify/sections/service_headless.ts', `${checks}\n`);
  const list = project.read('tools/verify/sections/index.ts');
  add(
    'tools/verify/sections/index.ts',
    `${listImport}\n${list.replace('  cleanup,\n', `  ${listLine}\n  cleanup,\n`)}`,
  );
  project.edit('tools/verify/fault-list.ts', 'faults: readonly Fault[] = [', `faults: readonly Fault[] = [\n${fault}`);
  project.edit('tools/documents/pictures.ts', '    all:', `    ${picture}\n    all:`);
  for (const name of languages.map((language) => pathOf('4.4-service', language)))
    add(name, `${project.read(name)}\n${markers}\n`);
});
afterAll(() => project.remove());

const run = (...args: string[]) => project.run(process.execPath, args);

test('the example of CONTRIBUTING.md compiles, and becomes one more manifest', () => {
  const cache = 'node_modules/.cache/contributing.tsbuildinfo'; // node_modules is that of the checkout, whose cache stays
  const types = run('node_modules/typescript/bin/tsc', '--tsBuildInfoFile', cache);
  expect(types).toMatchObject({ status: 0, stdout: '' });
  const before = Object.keys(project.files('dist'));
  expect(run('lib/program/run.js', 'main.ts')).toMatchObject({ status: 0, stderr: '' });
  const { 'service_headless.yaml': manifest, ...others } = project.files('dist');
  expect(Object.keys(others)).toEqual(before);
  expect(manifest).toMatch(/^# 4\.4\.4 Headless Service\n/);
  expect(manifest).toMatch(/\n {2}enableServiceLinks: false # Services are found by name, not in the environment\n/);
  expect(manifest).toMatch(/\n {2}clusterIP: None\n/);
});

test('the mistake that CONTRIBUTING.md makes in it gives the line that it shows', () => {
  project.edit('charts/service_headless.ts', "run: 'helloworld-direct',", "run: 'hello',");
  expect(run('lib/program/run.js', 'main.ts')).toMatchObject({ status: 1, stderr: `${finding}\n` });
  project.edit('charts/service_headless.ts', "run: 'hello',", "run: 'helloworld-direct',");
});

test('its picture is drawn, and its objects are in the picture of all', () => {
  expect(run('lib/program/run.js', 'tools/documents/write.ts')).toMatchObject({ status: 0, stderr: '' });
  expect(project.read(pathOf('4.4-service', 'en'))).toMatch(
    /<!-- picture:service_headless -->\n\n```mermaid\n(.*\n)*.*<b>helloworld-headless<\/b><br\/>Service, headless/,
  );
  expect(project.read(pathOf('all-at-once', 'en'))).toMatch(
    /<!-- picture:all -->\n\n```mermaid\n(?:.+\n)*.*<b>helloworld-headless<\/b>/,
  );
});

test('its checks are a section of npm run verify', () => {
  const { stderr } = run('lib/program/run.js', 'tools/verify/main.ts', '--section', '5');
  expect(stderr).toContain(', 4.4.4, ');
});

test('the tests of the chapter, of the rules and of the list of faults know of it without a change', () => {
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--runInBand',
    '--updateSnapshot',
    'chapter.test',
    'rules',
    'fault-list',
  ];
  expect(run(...jest)).toMatchObject({ status: 0, stderr: expect.stringMatching(/\nTests: +\d+ passed, \d+ total\n/) });
});
