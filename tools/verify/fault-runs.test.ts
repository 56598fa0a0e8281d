import { expect, jest, test } from '@jest/globals';
import { cluster, pods, readyStatus, waiting } from './cluster/fake-kubectl';
import { answered } from './cluster/inline-kubectl';

const { cli } = jest.requireActual<typeof import('./fault-runs')>('./fault-runs'); // after the kubectl that it is given

test('shows the claims that fall as they should', async () => {
  const { status, stdout } = await answered(cli, [...cluster, pods(waiting)], ['a', 'user']);
  expect(stdout.replace(/\[\d+ s\]/, '[1 s]')).toBe(
    '\na user without a numeric id [1 s]\n  ✔ Pod: kubectl apply -f pod.yaml: both Pods become ready\n\n1 of 1 faults broke exactly what they should\n',
  );
  expect(status).toBe(0);
});

test('shows the claims that should have fallen', async () => {
  const { status, stdout } = await answered(cli, [...cluster, pods(readyStatus)], ['a user without']);
  expect(stdout).toContain(
    '  ✘ Pod: kubectl apply -f pod.yaml: both Pods become ready: should have failed; result: passed\n',
  );
  expect(status).toBe(1);
});

test('ends with one line, and no results, if a run cannot begin', async () => {
  const stderr = 'Error from server: no more namespaces\n';
  const script = [{ words: 'create -f -', status: 1, stderr: `Warning: an old version\n${stderr}` }, ...cluster];
  expect(await answered(cli, script, ['image does not exist'])).toMatchObject({ status: 2, stdout: '', stderr });
});
