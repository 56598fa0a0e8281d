// The programs on a cluster as processes, with a scripted kubectl.

import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Ended } from '../testing/in-process';
import { cluster, pods, ScriptedKubectl, type ScriptLine } from './cluster/fake-kubectl';

let kubectl: ScriptedKubectl;
let running: ChildProcess;
afterEach(() => {
  running.kill('SIGKILL');
  kubectl.remove();
});

/** Starts a program; with the variables besides those of the tests. */
function start(program: string, script: readonly ScriptLine[], args: readonly string[], environment = {}) {
  kubectl = new ScriptedKubectl(script);
  const child = spawn(process.execPath, ['lib/program/run.js', `tools/verify/${program}.ts`, ...args], {
    env: { ...kubectl.environment, ...environment },
  });
  running = child;
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
  return { child, ended };
}

const run = (program: string, script: readonly ScriptLine[], ...args: readonly string[]) =>
  start(program, script, args).ended;

const nowhere = { words: '--context nowhere', status: 1, stderr: 'error: context "nowhere" does not exist\n' };

describe('verify', () => {
  test('ends with one line without kubectl', async () => {
    const { ended } = start('main', [], [], { PATH: '/nonexistent' });
    const stderr = 'kubectl was not found: install it or add its folder to PATH\n';
    expect(await ended).toEqual({ status: 2, stdout: '', stderr });
  });

  test('is ended by Ctrl-C before the cluster has answered', async () => {
    const { child, ended } = start('main', [{ words: 'get nodes', delay: 60 }, ...cluster], []);
    await kubectl.wasAsked(/get nodes/);
    child.kill('SIGINT');
    const { status, stderr } = await ended;
    expect(status).toBe(130);
    expect(stderr).toBe('\ncleaning up; press Ctrl-C again to exit immediately\n');
  });

  test('cleans up after Ctrl-C, and says so', async () => {
    const { child, ended } = start('main', [...cluster, pods({})], ['--section', '4.3']);
    await kubectl.wasAsked(/get pods/);
    child.kill('SIGINT');
    const { status, stdout, stderr } = await ended;
    expect(status).toBe(130);
    expect(stderr).toBe('\ncleaning up; press Ctrl-C again to exit immediately\n');
    expect(stdout).toMatch(/removed namespace hello-world-verify-/);
  });

  test('leaves at once at a second Ctrl-C, and names what stays', async () => {
    const { child, ended } = start(
      'main',
      [...cluster, pods({}), { words: 'delete namespace hello-', delay: 60 }],
      ['--section', '4.3'],
    );
    await kubectl.wasAsked(/get pods/);
    child.kill('SIGINT');
    await kubectl.wasAsked(/delete namespace hello-/);
    child.kill('SIGINT');
    const { status, stderr } = await ended;
    expect(status).toBe(130);
    expect(stderr).toMatch(/^namespace (\S+) still exists; to remove it: kubectl delete namespace \1$/m);
  });
});

describe('refusals', () => {
  test('name each example of which the cluster says something else', async () => {
    const { status, stdout } = await run('refusals', cluster);
    expect(stdout).toMatch(/^bindings\.yaml: accepted, but reported: bindings\.yaml: /m);
    expect(stdout).toMatch(/^\d+ examples differ$/m);
    expect(status).toBe(1);
  });

  test('end with one line without a cluster', async () => {
    const ended = run('refusals', [nowhere, ...cluster], '--context', 'nowhere');
    expect(await ended).toEqual({ status: 2, stdout: '', stderr: nowhere.stderr });
  });
});

describe('faults', () => {
  test('are listed if none has the name', async () => {
    const { status, stderr } = await run('faults', cluster, 'no such fault');
    expect(stderr).toMatch(/^no fault matches "no such fault"; the faults are: a user without a numeric id; /);
    expect(status).toBe(2);
  });
});
