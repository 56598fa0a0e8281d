import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

test('Biome finds nothing (else: npx biome check --write .)', () => {
  // Wherever it runs, Biome leaves a folder in the home folder, so it gets one in here.
  const home = resolve('node_modules/.cache');
  mkdirSync(home, { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/@biomejs/biome/bin/biome', 'check'], {
    encoding: 'utf8',
    env: { ...process.env, HOME: home, XDG_CACHE_HOME: home },
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  expect(stdout).toMatch(/^Checked \d+ files/);
});
