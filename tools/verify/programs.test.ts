// faults.ts and refusals.ts, with a scripted kubectl: what they say, and with which status they end.

import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { cluster, pods, readyStatus, ScriptedKubectl, type ScriptLine, waiting } from './cluster/fake-kubectl';

let kubectl: ScriptedKubectl | undefined;
afterEach(() => {
  kubectl?.remove();
  kubectl = undefined;
});

function run(program: string, script: readonly ScriptLine[], ...args: readonly string[]) {
  kubectl = new ScriptedKubectl(script);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['lib/program/run.js', `tools/verify/${program}.ts`, ...args],
    { encoding: 'utf8', env: kubectl.environment },
  );
  return { status, stdout: stdout.replace(/\[\d+ s\]/g, '[1 s]'), stderr };
}

const nowhere = { words: '--context nowhere', status: 1, stderr: 'error: context "nowhere" does not exist\n' };

describe('refusals', () => {
  test('name each example of which the cluster says something else', () => {
    const { status, stdout } = run('refusals', cluster);
    expect(stdout).toMatch(/^bindings\.yaml: accepted, but reported: bindings\.yaml: /m);
    expect(stdout).toMatch(/^\d+ examples differ$/m);
    expect(status).toBe(1);
  });

  test('end with one line without a cluster', () => {
    const { status, stdout, stderr } = run('refusals', [nowhere, ...cluster], '--context', 'nowhere');
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: nowhere.stderr });
  });
});

describe('faults', () => {
  test('show the claims that fall as they should', () => {
    const { status, stdout } = run('faults', [...cluster, pods(waiting)], 'a', 'user');
    expect(stdout).toBe(
      '\na user without a numeric id [1 s]\n  ✔ Pod: kubectl apply -f pod.yaml: both Pods become ready\n\n1 of 1 faults broke exactly what they should\n',
    );
    expect(status).toBe(0);
  });

  test('show the claims that should have fallen', () => {
    const { status, stdout } = run('faults', [...cluster, pods(readyStatus)], 'a user without');
    expect(stdout).toContain(
      '  ✘ Pod: kubectl apply -f pod.yaml: both Pods become ready: should have failed; result: passed\n',
    );
    expect(status).toBe(1);
  });

  test('end with one line, and no results, if a run cannot begin', () => {
    const stderr = 'Error from server: no more namespaces\n';
    const script = [{ words: 'create -f -', status: 1, stderr }, ...cluster];
    expect(run('faults', script, 'image does not exist')).toEqual({ status: 2, stdout: '', stderr });
  });

  test('are listed if none has the name', () => {
    const { status, stderr } = run('faults', cluster, 'no such fault');
    expect(stderr).toMatch(/^no fault matches "no such fault"; the faults are: a user without a numeric id; /);
    expect(status).toBe(2);
  });
});
