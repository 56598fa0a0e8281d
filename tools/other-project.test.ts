// A cdk8s project of somebody else that has taken lib/ along: with the schema, this tsconfig.json and the
// dependencies; what these depend on, they find where they are.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { dependencies } from '../package.json';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'other-project-'));
  cpSync('lib', join(root, 'lib'), { recursive: true, filter: (name) => !name.endsWith('.test.ts') });
  cpSync('imports/schema.json', join(root, 'imports/schema.json'));
  cpSync('tsconfig.json', join(root, 'tsconfig.json'));
  write('package.json', JSON.stringify({ dependencies }));
  for (const name of [...Object.keys(dependencies), '@types/node']) link(name);
});
afterAll(() => rmSync(root, { recursive: true, maxRetries: 5 }));

function link(name: string): void {
  const path = join(root, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(resolve('node_modules', name), path, 'junction');
}

const write = (name: string, text: string) => writeFileSync(join(root, name), text);

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const synth = () => run('lib/program/run.js', 'main.ts');
const check = (...args: string[]) => run('lib/program/run.js', 'lib/check/main.ts', ...args);

/** An app of two charts, one of which is a Deployment without anything that this project demands. */
const app = (run: string) => `import { Chart } from 'cdk8s';
import { Deployment, k8s } from 'cdk8s-plus-27';
import { start } from './lib/program/start';
import { because } from './lib/synth/because';
import { ManifestApp } from './lib/synth/manifest-app';

function synth(labels: Record<string, string>): void {
  const app = new ManifestApp();
  new Deployment(new Chart(app, 'web'), 'web', {
    metadata: { name: 'web' },
    podMetadata: { labels: { app: 'web' } },
    replicas: 50,
    containers: [{ image: 'example.com/web', portNumber: 80, resources: {}, securityContext: { ensureNonRoot: false } }],
  });
  new k8s.KubeService(new Chart(app, 'service'), 'web', {
    metadata: { name: 'web' },
    spec: { selector: labels, ports: [{ port: 80 }], ...because({ selector: 'the Pods of the Deployment' }) },
  });
  app.synth();
}

${run}
`;
const direct = (label: string) => app(`void start;\nsynth({ app: '${label}' });`);
const started = (label: string) => app(`start(() => synth({ app: '${label}' }));`);

test('its types are right', () => {
  write('main.ts', started('web'));
  expect(run(resolve('node_modules/typescript/bin/tsc'))).toEqual({ status: 0, stdout: '', stderr: '' });
});

test.each([
  ['with start', started],
  ['without start', direct],
])('its charts become files, %s, and none has to meet the requirements of this project', (_, main) => {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  write('main.ts', main('web'));
  expect(synth()).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(root, 'dist'))).toEqual(['service.yaml', 'web.yaml']);
  const service = readFileSync(join(root, 'dist/service.yaml'), 'utf8');
  expect(service).toMatch(/^# Generated from chart service by /);
  expect(service).toContain('\n  selector: # the Pods of the Deployment\n');
  // What Node keeps for the next start, from Node 22 on.
  expect(readdirSync(join(root, 'lib')).sort()).toEqual(['check', 'program', 'synth']);
  expect(existsSync(join(root, 'node_modules/.cache/node'))).toBe('enableCompileCache' in Module);
});

/** Runs the app as somebody may who does not use run.js. */
function synthOtherwise() {
  buildSync({
    entryPoints: [join(root, 'main.ts')],
    outfile: join(root, 'node_modules/main.js'),
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
  return run('node_modules/main.js');
}

test.each([
  ['with start', started, synth],
  ['without start', direct, synth],
  ['with start, whatever runs it', started, synthOtherwise],
])('what would not work on a cluster is refused in one line, %s', (_, main, synth) => {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  write('main.ts', main('wbe'));
  expect(synth()).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'service: Service web: no Pod has the labels in its selector, app=wbe. On a cluster, it has no endpoints, and connections to it are refused.\n',
  });
  expect(existsSync(join(root, 'dist'))).toBe(false);
});

test('its manifests are checked by the CLI, and for the requirements of this project only if it asks for that', () => {
  write('main.ts', started('web'));
  synth();
  expect(check()).toEqual({ status: 0, stdout: 'no problems found in 2 objects\n', stderr: '' });
  expect(check('--strict')).toMatchObject({ status: 1, stdout: expect.stringContaining('has no version') });
});

test('a package that the checks miss is an error, not a finding less', () => {
  const listener = '{port: 80, protocol: HTTP, name: ';
  write(
    'gateway.yaml',
    `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web}
spec: {gatewayClassName: any, listeners: [${listener} a}, ${listener} b}]}
`,
  );
  expect(check('gateway.yaml')).toMatchObject({ status: 1, stdout: expect.stringContaining('must be unique') });
  const library = '@marcbachmann/cel-js';
  rmSync(join(root, 'node_modules', library));
  expect(check('gateway.yaml')).toEqual({
    status: 1,
    stdout: '',
    stderr: `Cannot find module '${library}': run npm ci\n`,
  });
  link(library);
});
