import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Shell } from './shell';

const folder = mkdtempSync(join(tmpdir(), 'shell-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Keeps the event loop from going on. */
const block = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

test('what the shell printed last is there, though its end is told first', async () => {
  const { signal } = new AbortController();
  const shell = new Shell({ folder, environment: process.env, file: join(folder, 'block'), signal });
  const answer = shell.run('sleep 0.3\necho last\nexit 3', 10_000);

  // The shell ends while what came before the end of another process is handled: Node then tells both ends at once.
  const other = spawn('echo', ['']);
  other.stdout.on('data', () => block(500));
  block(100);
  expect(await answer).toEqual({ output: 'last\n', status: 1, over: 'the shell has ended' });
  shell.end();
});
