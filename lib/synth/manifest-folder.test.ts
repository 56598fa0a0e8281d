import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { buildSync } from 'esbuild';
import { Refusal } from '../program/refusal';
import { generatedFrom } from './header';
import { writeManifests } from './manifest-folder';

let root: string;
let folder: string;
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'manifest-folder-test-'));
  folder = join(root, 'dist');
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(root, { recursive: true });
});

const manifest = (chart: string, text: string) => `# Title\n#\n# ${generatedFrom(chart)}\n---\n${text}\n`;

const files = (contents: Record<string, string>) =>
  new Map(
    Object.entries(contents).map(([name, text]) => [name, manifest(`charts/${name.replace('.yaml', '.ts')}`, text)]),
  );

const old = files({ 'a.yaml': 'old a', 'b.yaml': 'old b', 'gone.yaml': 'old' });
const now = files({ 'a.yaml': 'new a', 'b.yaml': 'old b', 'c.yaml': 'new c' });

const contents = () =>
  new Map(fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name), 'utf8')]));

test('says what it wrote, what that changed, and takes away what the app no longer makes', () => {
  expect(writeManifests(folder, old)).toMatchObject({ added: ['a.yaml', 'b.yaml', 'gone.yaml'], changed: [] });
  expect(writeManifests(folder, now)).toEqual({
    folder,
    files: ['a.yaml', 'b.yaml', 'c.yaml'],
    added: ['c.yaml'],
    changed: ['a.yaml'],
    removed: ['gone.yaml'],
    foreign: [],
  });
  expect(contents()).toEqual(now);
});

test('does not touch a manifest that is there already', () => {
  writeManifests(folder, old);
  const [a, b] = ['a.yaml', 'b.yaml'].map((name) => fs.statSync(join(folder, name)).ino);
  writeManifests(folder, now);
  expect(fs.statSync(join(folder, 'a.yaml')).ino).not.toBe(a);
  expect(fs.statSync(join(folder, 'b.yaml')).ino).toBe(b);
});

test('leaves what is not the app’s, and names what kubectl would read of it', () => {
  writeManifests(folder, old);
  const foreign = {
    'by-hand.yaml': 'kind: Pod\n',
    'quoting.yaml': `kind: Pod\n# ${generatedFrom('charts/quoting.ts')}\n`,
    'copy-of-a.yaml': `${old.get('a.yaml')}# and more`,
    'other.yml': '',
    'other.json': '{}',
  };
  const unread = { 'README.md': 'text', '.pod.yaml.swp': 'text', 'notes.new': 'text' };
  for (const [name, text] of Object.entries({ ...foreign, ...unread })) fs.writeFileSync(join(folder, name), text);
  fs.mkdirSync(join(folder, 'folder.yaml'));

  expect([...writeManifests(folder, now).foreign].sort()).toEqual(Object.keys(foreign).sort());
  fs.rmdirSync(join(folder, 'folder.yaml'));
  expect(contents()).toEqual(new Map([...now, ...Object.entries({ ...foreign, ...unread })]));
});

test.each([
  ['gone.yaml', 'charts/gone.ts'],
  ['gone.yml', 'chart gone'],
  ['0004-gone.yaml', 'chart gone'],
  ['gone-1.k8s.yaml', 'chart gone-1'],
])('knows %s, generated from %s, as its own', (name, source) => {
  writeManifests(folder, new Map([[name, manifest(source, 'old')]]));
  expect(writeManifests(folder, now).removed).toEqual([name]);
  expect(contents()).toEqual(now);
});

test('takes over a file that stands where it writes', () => {
  fs.mkdirSync(folder);
  fs.writeFileSync(join(folder, 'a.yaml'), 'by hand');
  expect(writeManifests(folder, now)).toMatchObject({ changed: ['a.yaml'], foreign: [] });
});

test('takes away the construct metadata, whose name is the app’s, when it writes none', () => {
  writeManifests(folder, new Map([...now, ['construct-metadata.json', '{}']]));
  expect(writeManifests(folder, now).removed).toEqual(['construct-metadata.json']);
});

test('takes away what a process that has ended left, and nothing of one that runs', () => {
  fs.mkdirSync(folder);
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const left = [`.a.yaml.${ended}.new`, `.gone.yaml.${ended}.new`, `.d.yaml.${process.pid}.new`, '.a.yaml.new'];
  const others = [`.a.yaml.${process.ppid}.new`, '.values.yaml.new'];
  for (const name of [...left, ...others]) fs.writeFileSync(join(folder, name), 'half of');
  writeManifests(folder, now);
  expect([...contents().keys()]).toEqual([...others, ...now.keys()]);
});

describe('if it cannot write, it says so in a line, and the folder is as it was', () => {
  const refusal = (reason: string) =>
    expect.objectContaining({
      constructor: Refusal,
      message: expect.stringMatching(new RegExp(`^.*dist cannot be written to: .*${reason}.*$`)),
    });

  const systemError = (message: string) =>
    Object.assign(new Error(message), { code: message.slice(0, message.indexOf(':')) });

  const attempt = () => {
    try {
      return writeManifests(folder, now);
    } catch (error) {
      return error;
    }
  };

  test.each(['writeFileSync', 'rmSync', 'renameSync'] as const)('at each %s', (name) => {
    const original: (...args: never[]) => void = fs[name];
    for (let succeeding = 0; ; succeeding++) {
      fs.rmSync(folder, { recursive: true, force: true });
      writeManifests(folder, old);
      let [calls, failed] = [0, false];
      jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
        if (calls++ === succeeding) {
          failed = true;
          throw systemError('ENOSPC: no space left on device');
        }
        Reflect.apply(original, fs, args);
      });
      const result = attempt();
      jest.restoreAllMocks();
      if (!failed) {
        expect(contents()).toEqual(now);
        expect(succeeding).toBeGreaterThan(0);
        break;
      }
      expect(result).toEqual(refusal('ENOSPC'));
      expect(contents()).toEqual(old);
    }
  });

  test('a folder stands where a file should be', () => {
    writeManifests(folder, old);
    fs.mkdirSync(join(folder, 'c.yaml'));
    expect(attempt()).toEqual(refusal('EISDIR'));
    fs.rmdirSync(join(folder, 'c.yaml'));
    expect(contents()).toEqual(old);
  });

  test('a file stands where the folder should be', () => {
    fs.writeFileSync(folder, 'a file');
    expect(attempt()).toEqual(refusal('EEXIST'));
    expect(fs.readFileSync(folder, 'utf8')).toBe('a file');
  });

  test('or says that it is not, if the old files cannot be put back', () => {
    writeManifests(folder, old);
    const { renameSync } = fs;
    let calls = 0;
    jest.spyOn(fs, 'renameSync').mockImplementation((...paths) => {
      if (calls++ > 0) throw systemError('EROFS: read-only file system, rename');
      renameSync(...paths);
    });
    expect(attempt()).toEqual(
      new Refusal(
        `${folder} was only partly written: EROFS: read-only file system, rename. To restore the committed files: git restore ${folder}`,
      ),
    );
  });

  test('a mistake in the program stays one', () => {
    jest.spyOn(fs, 'renameSync').mockImplementation(() => {
      throw new TypeError('is not a function');
    });
    expect(attempt()).toEqual(new TypeError('is not a function'));
  });

  test('a folder that it had to make is gone again', () => {
    folder = join(root, 'new', 'dist');
    jest.spyOn(fs, 'renameSync').mockImplementation(() => {
      throw systemError('EIO: i/o error');
    });
    expect(attempt()).toEqual(refusal('EIO'));
    expect(fs.readdirSync(root)).toEqual([]);
  });
});

describe('a process that is ended meanwhile', () => {
  // Writes to dist/ and gets a signal at one of its steps: in the middle, if that is the writing of a file.
  const program = `
    const fs = require('node:fs');
    const { writeManifests } = require('./manifest-folder');
    const [at, signal, files] = JSON.parse(process.argv[2]);
    let step = 0;
    for (const name of ['writeFileSync', 'rmSync', 'renameSync']) {
      const original = fs[name];
      fs[name] = (path, other) => {
        const now = step++ === at;
        if (now && name === 'writeFileSync') original(path, other.slice(0, other.length / 2));
        if (now && step % 2) process.kill(process.pid, signal);
        original(path, other);
        if (now) process.kill(process.pid, signal);
      };
    }
    // As in an app, not as the first thing that happens.
    setTimeout(() => {
      writeManifests('dist', new Map(files));
      if (step <= at) process.exitCode = 3;
    });
  `;

  let made: string;
  let script: string;
  beforeAll(() => {
    made = fs.mkdtempSync(join(tmpdir(), 'manifest-folder-test-'));
    script = join(made, 'program.js');
    buildSync({
      stdin: { contents: program, resolveDir: resolve('lib/synth') },
      bundle: true,
      platform: 'node',
      outfile: script,
    });
  });
  afterAll(() => fs.rmSync(made, { recursive: true }));

  const steps = [0, 1, 2, 3, 4]; // two files to write and rename, one to remove

  /** Ends a process at a step; what it leaves is looked at, and then mended. */
  function endAt(at: number, signal: string, look: (status: number | null) => void): void {
    writeManifests(folder, old);
    const args = [script, JSON.stringify([at, signal, [...now]])];
    look(spawnSync(process.execPath, args, { cwd: root }).status);
    writeManifests(folder, now);
    expect(contents()).toEqual(now);
  }

  test('has five steps', () => endAt(steps.length, 'SIGKILL', (status) => expect(status).toBe(3)));

  test.each(steps)('by SIGKILL at step %d leaves every manifest whole, old or new', (at) => {
    endAt(at, 'SIGKILL', (status) => {
      expect(status).toBe(null);
      for (const [name, text] of contents()) {
        if (!name.startsWith('.')) expect([old.get(name), now.get(name)]).toContain(text);
      }
      for (const name of ['a.yaml', 'b.yaml']) expect([...contents().keys()]).toContain(name);
    });
  });

  test.each([
    ...steps.map((at) => ['SIGTERM', at, 143] as const),
    ['SIGINT', 2, 130] as const,
    ['SIGHUP', 2, 129] as const,
  ])('by %s at step %d ends when all is written, with status %d', (signal, at, ended) => {
    endAt(at, signal, (status) => {
      expect(status).toBe(ended);
      expect(contents()).toEqual(now);
    });
  });
});
