import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CheckoutCopy } from '../../tools/testing/checkout-copy';

let project: CheckoutCopy;
let watch: ChildProcess;
let closed: Promise<unknown>;
let output: string;
beforeEach(async () => {
  project = new CheckoutCopy();
  output = '';
  // In a process group of its own, so that what is left of it can be found.
  const { scripts } = JSON.parse(project.read('package.json'));
  const [node = '', ...args] = scripts.watch.split(' ');
  watch = spawn(node, args, { cwd: project.root, detached: true });
  closed = once(watch, 'close');
  for (const stream of [watch.stdout, watch.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  await says(/^dist\/: .+\n$/); // whatever settings dist/ was made with
});
afterEach(async () => {
  if (groupRuns()) process.kill(-pid(), 'SIGKILL');
  await closed; // or its last words would be the next test's first
  project.remove();
});

function pid(): number {
  if (watch.pid === undefined) throw new Error('did not start');
  return watch.pid;
}

function groupRuns(): boolean {
  try {
    return process.kill(-pid(), 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 3000) throw new Error(`it did not happen within 30 s; the output is:\n${output}`);
    await sleep(10);
  }
}

/** Waits for some output, and forgets all of it. */
async function says(text: RegExp): Promise<void> {
  await until(() => text.test(output));
  output = '';
}

/** Saves a file as some editors do: beside its place, and renamed, so that nobody reads half of it. */
function whole(name: string, text: string): void {
  writeFileSync(project.path(`${name}.new`), text);
  renameSync(project.path(`${name}.new`), project.path(name));
}

/** Saves a file as the others do: emptied, and written anew. */
function inPlace(name: string, text: string): void {
  writeFileSync(project.path(name), text);
}

/** Replaces some text in a file, and saves it. */
function save(name: string, text: string, by: string, how = whole): void {
  how(name, project.edited(name, text, by));
}

test('says which manifests a save changed, added and removed', async () => {
  save('charts/pod.ts', "value: 'hellow_world'", "value: 'hello_world'");
  await says(/^dist\/: pod.yaml changed\n$/);
  expect(project.read('dist/pod.yaml')).toContain('value: hello_world');

  const manifests = Object.keys(project.files('dist')).length;
  save('charts/chapter.ts', "'pod', settings", "'web', settings");
  await says(/^dist\/: web.yaml added, pod.yaml removed\n$/);
  expect(Object.keys(project.files('dist'))).toHaveLength(manifests);
  expect(existsSync(project.path('dist', 'pod.yaml'))).toBe(false);

  writeFileSync(project.path('dist', 'by-hand.yaml'), 'kind: Pod\n');
  save('charts/chapter.ts', "'web', settings", "'pod', settings");
  await says(/^dist\/: pod.yaml added, web.yaml removed\ndist\/by-hand.yaml was not written by this app, .*\n$/);
});

test('watches a folder that is new', async () => {
  mkdirSync(project.path('more'));
  await sleep(200);
  whole('more/text.ts', "export const text = 'one';\n");
  await says(/^dist\/: no change\n$/);
  const pod = project.read('charts/pod.ts').replace("'hellow_world'", 'text');
  whole('charts/pod.ts', `import { text } from '../more/text';\n${pod}`);
  await says(/^dist\/: pod.yaml changed\n$/);
  save('more/text.ts', 'one', 'two');
  await says(/^dist\/: pod.yaml changed\n$/);
  expect(project.read('dist/pod.yaml')).toContain('value: two');
});

test('notices a folder of sources that goes and comes back', async () => {
  renameSync(project.path('charts'), project.path('away'));
  await says(/Could not resolve ".\/charts\/chapter"/);
  await sleep(300);
  output = '';
  renameSync(project.path('away'), project.path('charts'));
  await says(/^dist\/: no change\n/m);
});

test('says how an app ended that did not say so itself', async () => {
  save('main.ts', 'app.synth();', 'process.exit(3);');
  await says(/^the app exited with status 3\n$/);
});

test('saves of what is no source do nothing', async () => {
  writeFileSync(project.path('README.md'), 'text');
  writeFileSync(project.path('dist', 'pod.yaml'), project.read('dist/pod.yaml').replace('hellow_world', 'changed'));
  await sleep(300);
  expect(output).toBe('');
});

test.each([
  ['whole', whole],
  ['in place', inPlace],
])('of two saves in a row, %s, the last counts', async (_, how) => {
  let value = 'hellow_world';
  for (const pause of [5, 25, 60, 150, 5, 25]) {
    save('charts/pod.ts', `value: '${value}'`, "value: 'first'", how);
    await sleep(pause);
    value = `${pause}_ms_later`;
    save('charts/pod.ts', "value: 'first'", `value: '${value}'`, how);
    await until(() => project.read('dist/pod.yaml').includes(`value: ${value}\n`));
  }
  await sleep(200);
  expect(project.read('dist/pod.yaml')).toContain(`value: ${value}\n`);
});

test('shows what goes wrong, leaves dist/ as it is, and goes on', async () => {
  const before = project.files('dist');
  save('charts/pod.ts', 'new KubePod(', 'new KubePod((');
  await says(/charts\/pod\.ts:\d+:\d+:\n/);
  save('charts/pod.ts', 'new KubePod((', 'new KubePod(');
  await says(/^dist\/: no change\n$/);
  save('charts/service_loadbalancer.ts', "run: 'helloworld'", "run: 'hello'");
  await says(/^service_loadbalancer: Service helloworld-lb: no Pod has the labels .*\n$/);
  save('charts/service_loadbalancer.ts', "run: 'hello'", "run: 'helloworld'");
  await says(/^dist\/: no change\n$/);
  save('main.ts', 'app.synth();', "throw new Error('thrown');");
  await says(/Error: thrown\n/);
  expect(project.files('dist')).toEqual(before);
});

test('shows what the app prints, and does not take one that writes nothing for one without charts', async () => {
  const before = project.files('dist');
  save('main.ts', 'app.synth();', "console.log('printed');");
  await says(/^printed\nthe app wrote nothing\n$/);
  expect(project.files('dist')).toEqual(before);
});

test('a save ends a run that does not end itself', async () => {
  save('main.ts', 'app.synth();', "console.log('running'); for (;;);");
  await says(/^running\n$/);
  save('main.ts', "console.log('running'); for (;;);", 'app.synth();');
  await says(/^dist\/: no change\n$/);
});

test('goes on after packages were missing for a while', async () => {
  const empty = project.path('.git/packages'); // which is not watched
  mkdirSync(empty, { recursive: true });
  project.link(empty);
  save('charts/pod.ts', "value: 'hellow_world'", "value: 'first'");
  await says(/^Cannot find module '.+': run npm ci\n$/);
  project.link();
  save('charts/pod.ts', "value: 'first'", "value: 'second'");
  await says(/^dist\/: pod.yaml changed\n$/);
  expect(project.read('dist/pod.yaml')).toContain('value: second\n');
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it and all that it started', async (signal) => {
  save('main.ts', 'app.synth();', "console.log('running'); for (;;);");
  await says(/^running\n$/);
  watch.kill(signal);
  expect(await once(watch, 'exit')).toEqual([{ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal], null]);
  await until(() => !groupRuns());
});

test('what it started ends by itself when it is killed', async () => {
  save('main.ts', 'app.synth();', "console.log('running'); setInterval(() => {}, 1000);");
  await says(/^running\n$/);
  watch.kill('SIGKILL');
  await once(watch, 'exit');
  await until(() => !groupRuns());
});
