import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CheckoutCopy, isOfApp } from '../../tools/testing/checkout-copy';
import { type Ended, inProcess } from '../../tools/testing/in-process';
import { chapterApp, chapterFiles } from '../../tools/testing/test-chapter';
import { start } from '../program/start';
import { generatedFrom } from './header';
import { ManifestApp } from './manifest-app';

const checkout = process.cwd();
const manifests = chapterFiles();

let project: CheckoutCopy;
let before: Record<string, string>;
beforeAll(() => {
  project = new CheckoutCopy(isOfApp);
  before = project.files('dist');
  process.chdir(project.root);
});
afterEach(() => project.restore());
afterAll(() => {
  process.chdir(checkout);
  project.remove();
});

/** What `npm run synth` runs. */
const synth = (environment?: Record<string, string>) =>
  project.run(process.execPath, ['lib/program/run.js', 'main.ts'], environment);

/** The same in the process, with this app in the place of the chapter. */
const synthHere = (environment?: Record<string, string>, args: readonly string[] = [], app = chapterApp) =>
  inProcess(() => start(() => void app().synth()), args, environment);

test('npm run synth writes dist/, and says what the CLI says', () => {
  rmSync(project.path('dist'), { recursive: true });
  const names = Object.keys(manifests)
    .sort()
    .map((name) => `  - dist/${name}\n`);
  const stdout = `Synthesizing application\n${names.join('')}`;
  expect(project.run('npm', ['run', '--silent', 'synth'])).toMatchObject({ status: 0, stdout, stderr: '' });
  expect(project.files('dist')).toEqual(manifests);
});

test('cdk8s.yaml names the same command for the CLI', () => {
  const { scripts } = JSON.parse(project.read('package.json'));
  expect(project.read('cdk8s.yaml')).toContain(`app: ${scripts.synth}\n`);
});

test('settings come from the environment', async () => {
  expect(synth({ HELLOWORLD_REPLICAS: '5' })).toMatchObject({ status: 0, stderr: '' });
  expect(project.read('dist/replicaset.yaml')).toContain('  replicas: 5\n');
  await synthHere();
  expect(project.files('dist')).toEqual(manifests);
});

test('it says so when cdk8s.yaml has validations, which only the CLI runs', async () => {
  const line = 'cdk8s.yaml has validations, which run only with npx cdk8s synth\n';
  expect((await synthHere()).stdout).not.toContain(line);
  writeFileSync(project.path('cdk8s.yaml'), `${project.read('cdk8s.yaml')}\nvalidations: validations.yaml\n`);
  expect(await synthHere()).toMatchObject({ status: 0, stdout: expect.stringContaining(line) });
});

test('an app without charts writes nothing, and says so', async () => {
  const ended = await synthHere({}, [], () => new ManifestApp());
  expect(ended).toMatchObject({ status: 0, stderr: 'No manifests synthesized\n' });
  expect(project.files('dist')).toEqual({});
});

test('a chart that is gone takes its manifest along; what is not the app’s stays and is named', async () => {
  writeFileSync(project.path('dist', 'by-hand.yaml'), 'kind: Pod\n');
  writeFileSync(project.path('dist', 'job.yaml'), `# ${generatedFrom('charts/job.ts')}\nkind: Job\n`);
  const { stdout, stderr } = await synthHere();
  expect(stdout).toMatch(/\nremoved dist\/job\.yaml: the app no longer generates it\n$/);
  expect(stderr).toBe('dist/by-hand.yaml was not written by this app, but kubectl apply -f dist would apply it too\n');
  expect(project.files('dist')).toEqual({ ...manifests, 'by-hand.yaml': 'kind: Pod\n' });
});

describe('dist/ stays as it is, byte for byte, and the status is 1', () => {
  const selector = "run: 'helloworld',\n    });\n  }\n}\n";

  test.each<[string, () => Ended | Promise<Ended>, RegExp]>([
    [
      'a bad setting',
      () => synthHere({ HELLOWORLD_REPLICAS: '21' }),
      /^HELLOWORLD_REPLICAS must be a whole number from 0 to 20, but is "21"\n$/,
    ],
    [
      'an unknown setting',
      () => synthHere({ HELLOWORLD_REPLICA: '5' }),
      /^HELLOWORLD_REPLICA is not a setting; the closest is HELLOWORLD_REPLICAS\n$/,
    ],
    ['an argument', () => synthHere({}, ['--stdout']), /^expected no arguments, got --stdout\n$/],
    [
      'a finding',
      () => {
        project.edit('charts/service_clusterip.ts', selector, selector.replace('helloworld', 'hello'));
        return synth();
      },
      /^service_clusterip: Service helloworld-clusterip: no Pod has the labels in its selector, run=hello\. On a cluster, .*\n$/,
    ],
    [
      // As with a full disk: a file may have 1 kB or, where sh is bash, 2; the first manifest has more.
      'a disk that takes no more',
      () =>
        project.run('sh', [
          '-c',
          `ulimit -f 2; HELLOWORLD_IMAGE=other/hello-app "${process.execPath}" lib/program/run.js main.ts`,
        ]),
      /^dist cannot be written to: EFBIG: file too large, write\n$/,
    ],
  ])('%s', async (_, attempt, message) => {
    const { status, stdout, stderr } = await attempt();
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(project.files('dist')).toEqual(before);
  });
});

test('a parent that has a channel to it sees what it wrote, too', async () => {
  const child = spawn(process.execPath, ['lib/program/run.js', 'main.ts'], {
    cwd: project.root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [output] = await once(child.stdout ?? child, 'data');
  expect(`${output}`).toMatch(/^Synthesizing application\n/);
  await once(child, 'exit');
});

test('several at once: every manifest is whole, and what others left is removed', async () => {
  const texts = [1, 2, 3].map((replicas) => chapterFiles({ replicas }));
  for (let left = 0; left < 50; left++) writeFileSync(project.path('dist', `.${left}.yaml.99999999.new`), 'half of');
  const ends = [1, 2, 3].map((replicas) =>
    once(
      spawn(process.execPath, ['lib/program/run.js', 'main.ts'], {
        cwd: project.root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, HELLOWORLD_REPLICAS: `${replicas}` },
      }),
      'exit',
    ),
  );
  for (const end of ends) expect(await end).toEqual([0, null]);
  const written = Object.entries(project.files('dist'));
  expect(written.map(([name]) => name)).toEqual(Object.keys(before));
  for (const [name, text] of written) expect(texts.map((files) => files[name])).toContain(text);
});
