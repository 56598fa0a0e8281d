import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { CheckoutCopy, isOfApp } from '../../tools/testing/checkout-copy';
import { smallApp } from '../../tools/testing/small-app';

/** `npm run watch` in a copy of the checkout. */
class Watch {
  readonly process: ChildProcess;
  output = '';

  private readonly closed: Promise<unknown>;
  private last = '';

  constructor(readonly project: CheckoutCopy) {
    const { scripts } = JSON.parse(this.project.read('package.json'));
    const [node = '', ...args] = scripts.watch.split(' ');
    // In a process group of its own, so that what is left of it can be found.
    this.process = spawn(node, args, { cwd: this.project.root, detached: true });
    this.closed = once(this.process, 'close');
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        this.output += chunk;
      });
    }
  }

  static async start(project = smallApp()): Promise<Watch> {
    const watch = new Watch(project);
    started.push(watch);
    await watch.says(/^dist\/: .+\n$/); // whatever dist/ was made with
    return watch;
  }

  async until(condition: () => boolean): Promise<void> {
    for (let tries = 0; !condition(); tries++) {
      if (tries > 3000) throw new Error(`it did not happen within 30 s; the output is:\n${this.output}`);
      await sleep(10);
    }
  }

  /**
   * Waits for some output, and forgets all of it. On a busy machine, one save may be seen as two: there may be more runs that change
   * nothing, or that say what the one before them said.
   */
  async says(text: RegExp): Promise<void> {
    const none = 'dist/: no change\n';
    let said = '';
    await this.until(() => {
      const rest = this.output.replaceAll(none, '') || this.output.slice(-none.length);
      const texts = [this.output, rest, this.last === '' ? rest : rest.replaceAll(this.last, '')];
      said = texts.find((candidate) => text.test(candidate)) ?? '';
      return said !== '';
    });
    this.output = '';
    this.last = said === none ? '' : said;
  }

  /** Waits until it has said nothing for a while, and forgets the rest. */
  async isQuiet(): Promise<void> {
    do {
      this.output = '';
      await sleep(300);
    } while (this.output !== '');
  }

  /** Replaces some text in a file, and saves it. */
  save(name: string, text: string, by: string, how = whole): void {
    how(this.project.path(name), this.project.edited(name, text, by));
  }

  /** Whether it, or anything that it has started, still runs; what nobody has asked how it ended does not. */
  get runs(): boolean {
    const { status, stdout } = spawnSync('ps', ['-A', '-o', 'pgid=', '-o', 'stat='], { encoding: 'utf8' });
    if (status !== 0) throw new Error('ps does not say what runs');
    return new RegExp(`^ *${this.process.pid} +[^Z]`, 'm').test(stdout);
  }

  /** Waits until nothing of it runs any more: esbuild looks once a second whether somebody is there. */
  async isGone(): Promise<void> {
    for (let tries = 0; this.runs; tries++) {
      if (tries > 300) throw new Error('something that it has started still runs after 30 s');
      await sleep(100);
    }
  }

  async end(): Promise<void> {
    try {
      process.kill(-(this.process.pid ?? Number.NaN), 'SIGKILL');
    } catch {
      // All of it has ended.
    }
    await this.closed;
    this.project.remove();
  }
}

const started: Watch[] = [];
afterAll(async () => {
  for (const watch of started) await watch.end();
});

/** Saves a file as some editors do: beside its place, and renamed, so that nobody reads half of it. */
function whole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Saves a file as the others do: emptied, and written anew. */
function inPlace(path: string, text: string): void {
  writeFileSync(path, text);
}

/** A test with a watch of the small app that others have used, which it leaves as it was; after one that fails, the next has another. */
function watching(body: (watch: Watch) => Promise<void>) {
  return async () => {
    const watch = idle ?? (await Watch.start());
    idle = undefined;
    await body(watch);
    idle = watch;
  };
}

let idle: Watch | undefined;

test('says which manifests a save changed, added and removed', async () => {
  const watch = await Watch.start(new CheckoutCopy(isOfApp));
  const { project } = watch;
  watch.save('charts/pod.ts', "value: 'hellow_world'", "value: 'hello_world'");
  await watch.says(/^dist\/: pod.yaml changed\n$/);
  expect(project.read('dist/pod.yaml')).toContain('value: hello_world');

  const manifests = Object.keys(project.files('dist')).length;
  watch.save('charts/chapter.ts', "'pod', settings", "'web', settings");
  await watch.says(/^dist\/: web.yaml added, pod.yaml removed\n$/);
  expect(Object.keys(project.files('dist'))).toHaveLength(manifests);
  expect(existsSync(project.path('dist', 'pod.yaml'))).toBe(false);

  writeFileSync(project.path('dist', 'by-hand.yaml'), 'kind: Pod\n');
  watch.save('charts/chapter.ts', "'web', settings", "'pod', settings");
  await watch.says(/^dist\/: pod.yaml added, web.yaml removed\ndist\/by-hand.yaml was not written by this app, .*\n$/);
});

test(
  'shows what goes wrong, leaves dist/ as it is, and goes on',
  watching(async (watch) => {
    const before = watch.project.files('dist');
    watch.save('charts/pod.ts', 'text =', 'text = (');
    await watch.says(/charts\/pod\.ts:\d+:\d+:\n/);
    watch.save('charts/pod.ts', 'text = (', 'text =');
    await watch.says(/dist\/: no change\n$/); // after the rest of the error
    const refusal = "throw new (require('./lib/program/refusal').Refusal)('refused');";
    watch.save('main.ts', 'app.synth();', refusal);
    await watch.says(/^refused\n$/);
    watch.save('main.ts', refusal, "throw new Error('thrown');");
    await watch.says(/Error: thrown\n/);
    expect(watch.project.files('dist')).toEqual(before);
    watch.save('main.ts', "throw new Error('thrown');", 'app.synth();');
    await watch.says(/dist\/: no change\n$/);
  }),
);

test(
  'goes on after packages were missing for a while',
  watching(async (watch) => {
    const { project } = watch;
    const [all, none] = [project.path('.git/packages'), project.path('.git/no-packages')];
    symlinkSync(resolve('node_modules/yaml'), join(all, 'yaml'), 'junction');
    mkdirSync(none);
    project.link(none);
    watch.save('charts/pod.ts', "'hellow_world'", "require('yaml').stringify('first')");
    await watch.says(/^Cannot find module 'yaml': run npm ci\n$/);
    await sleep(300); // in which the process for the next save misses it, too
    project.link(all);
    watch.save('charts/pod.ts', 'first', 'second');
    await watch.says(/^dist\/: pod.yaml changed\n$/);
    expect(project.read('dist/pod.yaml')).toBe('second\n');
    watch.save('charts/pod.ts', "require('yaml').stringify('second')", "'hellow_world'");
    await watch.says(/^dist\/: pod.yaml changed\n$/);
  }),
);

test(
  'watches a folder that is new',
  watching(async (watch) => {
    const { project } = watch;
    mkdirSync(project.path('more'));
    await watch.says(/^dist\/: no change\n$/);
    whole(project.path('more/text.ts'), "export const text = 'one';\n");
    await watch.says(/^dist\/: no change\n$/);
    whole(project.path('charts/pod.ts'), "export { text } from '../more/text';\n");
    await watch.says(/^dist\/: pod.yaml changed\n$/);
    watch.save('more/text.ts', 'one', 'two');
    await watch.says(/^dist\/: pod.yaml changed\n$/);
    expect(project.read('dist/pod.yaml')).toBe('two');
    whole(project.path('charts/pod.ts'), "export const text = 'hellow_world';\n");
    await watch.says(/^dist\/: pod.yaml changed\n$/);
  }),
);

test('notices a folder of sources that goes and comes back', async () => {
  const watch = await Watch.start();
  const [charts = '', away = ''] = ['charts', 'away'].map((name) => watch.project.path(name));
  renameSync(charts, away);
  await watch.says(/Could not resolve ".\/charts\/pod"/);
  await watch.isQuiet();
  renameSync(away, charts);
  await watch.says(/^dist\/: no change\n/m);
});

test(
  'says how an app ended that did not say so itself',
  watching(async (watch) => {
    watch.save('main.ts', 'app.synth();', 'process.exit(3);');
    await watch.says(/^the app exited with status 3\n$/);
    watch.save('main.ts', 'process.exit(3);', 'app.synth();');
    await watch.says(/^dist\/: no change\n$/);
  }),
);

test(
  'saves of what is no source do nothing',
  watching(async (watch) => {
    const { project } = watch;
    await watch.isQuiet();
    writeFileSync(project.path('README.md'), 'text');
    writeFileSync(project.path('dist', 'pod.yaml'), 'changed');
    await sleep(300);
    expect(watch.output).toBe('');
    expect(project.read('dist/pod.yaml')).toBe('changed');
    watch.save('charts/pod.ts', 'hellow_world', 'hello_world');
    await watch.says(/^dist\/: pod.yaml changed\n$/);
    watch.save('charts/pod.ts', 'hello_world', 'hellow_world');
    await watch.says(/^dist\/: pod.yaml changed\n$/);
  }),
);

test.each([
  ['whole', whole, [5, 25, 60, 150]],
  ['in place', inPlace, [25, 60]],
])('of two saves in a row, %s, the last counts', (_, how, pauses) =>
  watching(async (watch) => {
    let value = 'hellow_world';
    for (const pause of pauses) {
      watch.save('charts/pod.ts', `'${value}'`, "'first'", how);
      await sleep(pause);
      value = `${pause}_ms_later`;
      watch.save('charts/pod.ts', "'first'", `'${value}'`, how);
      await watch.until(() => watch.project.read('dist/pod.yaml') === value);
    }
    await watch.isQuiet();
    expect(watch.project.read('dist/pod.yaml')).toBe(value);
    watch.save('charts/pod.ts', value, 'hellow_world');
    await watch.says(/^dist\/: pod.yaml changed\n$/);
  })(),
);

test(
  'shows what the app prints, and does not take one that writes nothing for one without charts',
  watching(async (watch) => {
    const before = watch.project.files('dist');
    watch.save('main.ts', 'app.synth();', "console.log('printed');");
    await watch.says(/^printed\nthe app wrote nothing\n$/);
    expect(watch.project.files('dist')).toEqual(before);
    watch.save('main.ts', "console.log('printed');", 'app.synth();');
    await watch.says(/^dist\/: no change\n$/);
  }),
);

const endless = "console.log('running'); for (;;);";

test(
  'a save ends a run that does not end itself',
  watching(async (watch) => {
    watch.save('main.ts', 'app.synth();', endless);
    await watch.says(/^running\n$/);
    watch.save('main.ts', endless, 'app.synth();');
    await watch.says(/^dist\/: no change\n$/);
  }),
);

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends it and all that it started', async (signal, status) => {
  const watch = await Watch.start();
  watch.save('main.ts', 'app.synth();', endless);
  await watch.says(/^running\n$/);
  watch.process.kill(signal);
  expect(await once(watch.process, 'exit')).toEqual([status, null]);
  await watch.isGone();
});

test('what it started ends by itself when it is killed', async () => {
  const watch = await Watch.start();
  watch.save('main.ts', 'app.synth();', "console.log('running'); setInterval(() => {}, 1000);");
  await watch.says(/^running\n$/);
  watch.process.kill('SIGKILL');
  await once(watch.process, 'exit');
  await watch.isGone();
});
