import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Scratch } from '../tools/scratch';
import { read } from './markdown';

// What CONTRIBUTING.md shows for a new section: the chart, the two lines for chapter.ts, and what a mistake gives.
const blocks = read(readFileSync('CONTRIBUTING.md', 'utf8')).blocks;
const [chart = '', importLine = '', chartLine = ''] = blocks
  .filter(({ language }) => language === 'ts')
  .map(({ text }) => text);
const finding = blocks.find(({ language }) => language === 'text')?.text;

let project: Scratch;
beforeEach(() => {
  project = new Scratch();
  writeFileSync(project.path('charts', 'service_headless.ts'), `${chart}\n`);
  const chapter = project.read('chapter.ts').replace(/}\n$/, `  ${chartLine}\n}\n`);
  writeFileSync(project.path('chapter.ts'), `${importLine}\n${chapter}`);
});
afterEach(() => project.remove());

const run = (...args: string[]) => project.run(process.execPath, args);

test('the example of CONTRIBUTING.md compiles, and becomes one more manifest', () => {
  expect(run('node_modules/typescript/bin/tsc')).toMatchObject({ status: 0, stdout: '' });
  const before = Object.keys(project.files('dist'));
  expect(run('program/run.js', 'main.ts')).toMatchObject({ status: 0, stderr: '' });
  const { 'service_headless.yaml': manifest, ...others } = project.files('dist');
  expect(Object.keys(others)).toEqual(before);
  expect(manifest).toMatch(/^# 4\.4\.4 Headless Service\n(.*\n)* {2}clusterIP: None\n/);
});

test('the mistake that CONTRIBUTING.md makes in it gives the line that it shows', () => {
  project.edit('charts/service_headless.ts', "run: 'helloworld'", "run: 'hello'");
  expect(run('program/run.js', 'main.ts')).toMatchObject({ status: 1, stderr: `${finding}\n` });
});
