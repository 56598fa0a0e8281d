// `npm run watch`: after each save, synthesises the app anew and says which manifests changed.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { watch } from 'chokidar';
import { context } from 'esbuild';
import { bundled } from '../program/bundle';
import { strangers, type Written } from './manifest-folder';
import { asMessage } from './report';

const filename = resolve('main.ts');

/** How long saves may follow each other to count as one, in milliseconds. */
const pause = 5;

/** Tells one installation of the packages from the next: npm makes their folders first, and writes the list of them last. */
function installed(): string {
  const parts = ['node_modules', 'node_modules/.package-lock.json'].map((path) => {
    const { ino, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return `${ino} ${mtimeMs}`;
  });
  return parts.join();
}

let loaded = '';

/** Starts a process that loads the packages, and will run the app when it is sent a bundle. */
function prepare(): ChildProcess {
  loaded = installed();
  return fork(resolve('lib/program/run.js'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [asMessage]: 'true' },
  });
}

function isWritten(message: unknown): message is Written {
  return typeof message === 'object' && message !== null && 'foreign' in message;
}

function describe({ folder, added, changed, removed }: Written): string {
  const changes = [
    ...changed.map((name) => `${name} changed`),
    ...added.map((name) => `${name} added`),
    ...removed.map((name) => `${name} removed`),
  ];
  return `${folder}/: ${changes.join(', ') || 'no change'}`;
}

const sources = context(bundled(filename));
let spare = prepare();
let running: ChildProcess | undefined;
let saved = false;
let busy = false;

/** Runs the app as it stands now. */
async function synthesise(): Promise<void> {
  const { rebuild } = await sources;
  const bundle = await rebuild().catch((error) => {
    // What does not compile, and where, esbuild has said itself.
    if (!error.errors?.length) throw error;
  });
  if (bundle === undefined || saved) return;

  if (!spare.connected || loaded !== installed()) {
    // Node would not look again for a package that was missing.
    spare.kill();
    spare = prepare();
  }
  running = spare;
  let written: Written | undefined;
  running.on('message', (message) => {
    if (isWritten(message)) written = message;
  });
  running.send({ filename, text: bundle.outputFiles[0]?.text }, () => {}); // one that has just ended has said why
  const [status, signal] = await once(running, 'close');
  running = undefined;
  spare = prepare();
  if (written) console.log([describe(written), ...strangers(written)].join('\n'));
  else if (status === 0) console.log('the app wrote nothing');
  else if (status !== 1 && !saved) console.log(`the app exited with ${signal ?? `status ${status}`}`);
}

/** Synthesises; what was saved meanwhile ends that, and it begins anew. */
async function update(): Promise<void> {
  saved = true;
  running?.kill();
  if (busy) return;
  busy = true;
  while (saved) {
    saved = false;
    await synthesise();
  }
  busy = false;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(128 + constants.signals[signal]));
}
process.on('exit', () => {
  running?.kill();
  spare.kill();
});

let timer: NodeJS.Timeout | undefined;
function schedule(): void {
  clearTimeout(timer);
  timer = setTimeout(update, pause);
}

watch('.', {
  ignored: (path, stats) =>
    /(^|[\\/])(node_modules|\.git)$/.test(path) || (stats?.isFile() === true && !path.endsWith('.ts')),
  ignoreInitial: true,
  ignorePermissionErrors: true,
})
  // Not 'change', of which chokidar drops the second within 50 ms.
  .on('raw', (_event, path) => {
    if (path?.endsWith('.ts')) schedule();
  })
  // What comes with a folder, or before chokidar looks into it, is no raw event.
  .on('add', schedule)
  .on('addDir', schedule)
  .on('unlinkDir', schedule)
  .on('ready', update)
  .on('error', (error) => {
    console.error(`cannot watch: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  });
