// `npm run watch`: after each save, synthesises the app anew into dist/ and says which manifests changed.

import { exec } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { watch } from 'chokidar';
import { parse } from 'yaml';

const target = 'dist';

/** How long saves may follow each other to count as one, in milliseconds. */
const pause = 20;

/** Runs the app, without the CLI, into a folder of its own: a synth that fails leaves `dist/` as it is. */
async function synthesise(): Promise<string> {
  const output = mkdtempSync(join(tmpdir(), 'watch-'));
  try {
    const { app } = parse(readFileSync('cdk8s.yaml', 'utf8'));
    await promisify(exec)(app, { env: { ...process.env, CDK8S_OUTDIR: output } });
    const changes = replace(target, output);
    return changes.length > 0 ? `${target}/: ${changes.join(', ')}` : `${target}/: no change`;
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? `${error.stderr}`.trimEnd() : `${error}`;
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** Makes the manifests of a folder those of another; returns what that took. */
function replace(folder: string, by: string): string[] {
  mkdirSync(folder, { recursive: true });
  const before = manifestsIn(folder);
  const after = manifestsIn(by);
  const changed = [...after].filter(([name, text]) => before.get(name) !== text);
  const gone = [...before.keys()].filter((name) => !after.has(name));
  for (const [name, text] of changed) writeFileSync(join(folder, name), text);
  for (const name of gone) rmSync(join(folder, name));
  return [
    ...changed.map(([name]) => `${name} ${before.has(name) ? 'changed' : 'added'}`),
    ...gone.map((name) => `${name} removed`),
  ];
}

function manifestsIn(folder: string): Map<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

let running = false;
let again = false;

/** Synthesises, and once more if something was saved in the meantime. */
async function update(): Promise<void> {
  again = running;
  if (running) return;
  running = true;
  console.log(await synthesise());
  running = false;
  if (again) await update();
}

let timer: NodeJS.Timeout | undefined;
watch('.', {
  ignored: (path, stats) =>
    /(^|[\\/])(node_modules|\.git)$/.test(path) || (stats?.isFile() === true && !/\.ts$|^cdk8s\.yaml$/.test(path)),
  ignoreInitial: true,
})
  .on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(update, pause);
  })
  .on('ready', update);
