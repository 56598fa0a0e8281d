import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

const folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the real CLI on the real app. */
function synth(args: string[], settings: Record<string, string> = {}) {
  return spawnSync(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'synth', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...settings },
  });
}

const filesIn = (directory: string) =>
  Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));

const objectsIn = (yaml: string) => parseAllDocuments(yaml).map((document) => document.toJS());

const byText = (left: unknown, right: unknown) => JSON.stringify(left).localeCompare(JSON.stringify(right));

test('dist/ is what the charts synthesise now', () => {
  const output = join(folder, 'dist');
  expect(synth(['--output', output])).toMatchObject({ status: 0, stderr: '' });
  expect(filesIn(output)).toEqual(filesIn('dist'));
});

test('--stdout is a stream of the same objects', () => {
  const { status, stdout } = synth(['--stdout']);
  expect(status).toBe(0);
  const committed = Object.values(filesIn('dist')).flatMap(objectsIn);
  expect(objectsIn(stdout).sort(byText)).toEqual(committed.sort(byText));
});

test('--format helm makes a chart of the same manifests', () => {
  const output = join(folder, 'helm');
  expect(synth(['--format', 'helm', '--chart-version', '0.1.0', '--output', output]).status).toBe(0);
  expect(existsSync(join(output, 'Chart.yaml'))).toBe(true);
  expect(filesIn(join(output, 'templates'))).toEqual(filesIn('dist'));
});

test('a setting that is refused ends it with one line, status 1 and no manifest', () => {
  const output = join(folder, 'refused');
  const { status, stderr } = synth(['--output', output], { HELLOWORLD_REPLICAS: '21' });
  expect(status).toBe(1);
  const [line, ...rest] = stderr.split('\n');
  expect(line).toBe('HELLOWORLD_REPLICAS must be a whole number from 0 to 20, but is "21"');
  // What follows is the CLI's own.
  expect(rest[0]).toMatch(/^Error: command "node run\.js main\.ts .* returned a non-zero exit code 1$/);
  expect(existsSync(output)).toBe(false);
});

test('a finding ends it with its line, status 1 and no manifest', () => {
  const output = join(folder, 'broken');
  const { status, stderr } = synth(['--output', output, '--app', 'node run.js rules/broken.fixture.ts']);
  expect(status).toBe(1);
  expect(stderr.split('\nError: command')[0]).toBe(
    'broken: Service hello: no Pod has the labels that it selects, run=hello. On a cluster, it has no endpoints, and connections to it are refused.',
  );
  expect(existsSync(output)).toBe(false);
});
