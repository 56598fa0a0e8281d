import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CheckoutCopy } from '../../tools/testing/checkout-copy';
import { smallApp } from '../../tools/testing/small-app';

const before = { 'pod.yaml': 'kind: Pod\n' };

let project: CheckoutCopy;
let running: ChildProcess | undefined;
beforeEach(() => {
  project = smallApp();
  mkdirSync(project.path('dist'));
  writeFileSync(project.path('dist', 'pod.yaml'), before['pod.yaml']);
});
afterEach(() => {
  running?.kill('SIGKILL');
  project.remove();
});

const program = ['lib/program/run.js', 'main.ts'];
const begin = (text: string) => writeFileSync(project.path('main.ts'), text + project.read('main.ts'));

describe('dist/ stays as it is, byte for byte, and the status is 1', () => {
  test.each<[string, () => void, RegExp]>([
    [
      'a package that is listed and not installed',
      () => {
        begin("import 'missing';\n");
        project.edit('package.json', '"dependencies": {', '"dependencies": { "missing": "1",');
      },
      /^Cannot find module 'missing': run npm ci\n$/,
    ],
    [
      'a package that is not listed, with its place in the source',
      () => begin("import 'cdk8z';\n"),
      /^Error: Cannot find module 'cdk8z'\n(?:.*\n)+ +at .*\/main\.ts:1:8\)?\n/,
    ],
    [
      'a syntax error',
      () => project.edit('charts/pod.ts', 'text =', 'text = ('),
      /^✘ \[ERROR\] .*\n\n +charts\/pod\.ts:1:\d+:\n/,
    ],
    [
      'an error that is thrown, with its place in the source',
      () => writeFileSync(project.path('charts/pod.ts'), "export const text = '';\nthrow new Error('thrown');\n"),
      /Error: thrown\n +at .*\/charts\/pod\.ts:2:7\)?\n/,
    ],
    ['a program that is not there', () => rmSync(project.path('main.ts')), /Could not resolve ".*main\.ts"/],
    [
      'packages that are not installed',
      () => rmSync(project.path('node_modules')),
      /^Cannot find module 'esbuild': run npm ci\n$/,
    ],
  ])('%s', (_, change, message) => {
    change();
    const { status, stdout, stderr } = project.run(process.execPath, program);
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(project.files('dist')).toEqual(before);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s while the charts are made', async (signal) => {
    project.edit('main.ts', 'app.synth();', "console.log('made'); for (;;);");
    const child = spawn(process.execPath, program, { cwd: project.root, stdio: ['ignore', 'pipe', 'inherit'] });
    running = child;
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
    expect(project.files('dist')).toEqual(before);
  });
});
