import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CheckoutCopy } from '../../tools/testing/checkout-copy';
import { chapterFiles } from '../../tools/testing/test-chapter';

const manifests = chapterFiles();

let project: CheckoutCopy;
let before: Record<string, string>;
beforeEach(() => {
  project = new CheckoutCopy();
  before = project.files('dist');
});
afterEach(() => project.remove());

/** What `npm run synth` runs. */
const synth = (environment?: Record<string, string>, args: string[] = []) =>
  project.run(process.execPath, ['lib/program/run.js', 'main.ts', ...args], environment);

test('npm run synth writes dist/, and says what the CLI says', () => {
  rmSync(project.path('dist'), { recursive: true });
  const ours = project.run('npm', ['run', '--silent', 'synth']);
  expect(ours.status).toBe(0);
  expect(project.files('dist')).toEqual(manifests);

  const cli = project.run(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'synth']);
  expect(ours.stdout).toBe(cli.stdout);
  expect(cli.stdout).toContain('  - dist/pod.yaml\n');
});

test('cdk8s.yaml names the same command for the CLI', () => {
  const { scripts } = JSON.parse(project.read('package.json'));
  expect(project.read('cdk8s.yaml')).toContain(`app: ${scripts.synth}\n`);
});

test('settings come from the environment', () => {
  synth({ HELLOWORLD_REPLICAS: '5' });
  expect(project.read('dist/replicaset.yaml')).toContain('  replicas: 5\n');
  synth();
  expect(project.files('dist')).toEqual(manifests);
});

test('it says so when cdk8s.yaml has validations, which only the CLI runs', () => {
  const line = 'cdk8s.yaml has validations, which run only with npx cdk8s synth\n';
  expect(synth().stdout).not.toContain(line);
  writeFileSync(project.path('cdk8s.yaml'), `${project.read('cdk8s.yaml')}\nvalidations: validations.yaml\n`);
  expect(synth()).toMatchObject({ status: 0, stdout: expect.stringContaining(line) });
});

test('an app without charts writes nothing, and says so', () => {
  project.edit('main.ts', 'chapter(settingsFrom(process.env))', 'new ManifestApp()');
  project.edit('main.ts', "chapter } from './charts/chapter'", "ManifestApp } from './lib/synth/manifest-app'");
  expect(synth()).toMatchObject({ status: 0, stderr: 'No manifests synthesized\n' });
  expect(readdirSync(project.path('dist'))).toEqual([]);
});

test('a chart that is gone takes its manifest along; what is not the app’s stays and is named', () => {
  writeFileSync(project.path('dist', 'by-hand.yaml'), 'kind: Pod\n');
  project.edit('charts/chapter.ts', "new DeploymentChart(app, 'deployment', settings);", '');
  const { stdout, stderr } = synth();
  expect(stdout).toMatch(/\nremoved dist\/deployment\.yaml: the app no longer generates it\n$/);
  expect(stderr).toBe('dist/by-hand.yaml was not written by this app, but kubectl apply -f dist would apply it too\n');
  const { 'deployment.yaml': _, ...others } = manifests;
  expect(project.files('dist')).toEqual({ ...others, 'by-hand.yaml': 'kind: Pod\n' });
});

describe('dist/ stays as it is, byte for byte, and the status is 1', () => {
  const selector = "run: 'helloworld',\n    });\n  }\n}\n";

  test.each<[string, () => ReturnType<typeof synth>, RegExp]>([
    [
      'a bad setting',
      () => synth({ HELLOWORLD_REPLICAS: '21' }),
      /^HELLOWORLD_REPLICAS must be a whole number from 0 to 20, but is "21"\n$/,
    ],
    [
      'an unknown setting',
      () => synth({ HELLOWORLD_REPLICA: '5' }),
      /^HELLOWORLD_REPLICA is not a setting; the closest is HELLOWORLD_REPLICAS\n$/,
    ],
    ['an argument', () => synth({}, ['--stdout']), /^expected no arguments, got --stdout\n$/],
    [
      'a finding',
      () => {
        project.edit('charts/service_clusterip.ts', selector, selector.replace('helloworld', 'hello'));
        return synth();
      },
      /^service_clusterip: Service helloworld-clusterip: no Pod has the labels in its selector, run=hello\. On a cluster, .*\n$/,
    ],
    [
      'a finding, in an app that is not run by start',
      () => {
        project.edit('charts/service_clusterip.ts', selector, selector.replace('helloworld', 'hello'));
        writeFileSync(project.path('main.ts'), "import { chapter } from './charts/chapter';\n\nchapter().synth();\n");
        return synth();
      },
      /^service_clusterip: Service helloworld-clusterip: no Pod has the labels in its selector, run=hello\. On a cluster, .*\n$/,
    ],
    [
      'a package that is listed and not installed',
      () => {
        project.edit('main.ts', 'import { chapter', "import 'missing';\nimport { chapter");
        project.edit('package.json', '"dependencies": {', '"dependencies": { "missing": "1",');
        return synth();
      },
      /^Cannot find module 'missing': run npm ci\n$/,
    ],
    [
      'a package that is not listed, with its place in the source',
      () => {
        project.edit('main.ts', 'import { chapter', "import 'cdk8z';\nimport { chapter");
        return synth();
      },
      /^Error: Cannot find module 'cdk8z'\n(?:.*\n)+ +at .*\/main\.ts:1:8\)?\n/,
    ],
    [
      'a syntax error',
      () => {
        project.edit('charts/pod.ts', 'new KubePod(', 'new KubePod((');
        return synth();
      },
      /charts\/pod\.ts:\d+:\d+:\n/,
    ],
    [
      'an error that is thrown, with its place in the source',
      () => {
        writeFileSync(project.path('charts', 'pod.ts'), `throw new Error('thrown');\n${project.read('charts/pod.ts')}`);
        return synth();
      },
      /Error: thrown\n +at .*\/charts\/pod\.ts:1:7\)?\n/,
    ],
    [
      'a program that is not there',
      () => {
        rmSync(project.path('main.ts'));
        return synth();
      },
      /Could not resolve ".*main\.ts"/,
    ],
    [
      'packages that are not installed',
      () => {
        rmSync(project.path('node_modules'));
        return synth();
      },
      /^Cannot find module 'esbuild': run npm ci\n$/,
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
  ])('%s', (_, attempt, message) => {
    const { status, stdout, stderr } = attempt();
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(project.files('dist')).toEqual(before);
  });

  test('a folder in the place of a manifest', () => {
    mkdirSync(project.path('dist', 'web.yaml'));
    project.edit('charts/chapter.ts', "'pod', settings", "'web', settings");
    const { status, stderr } = synth();
    expect(stderr).toMatch(/^dist cannot be written to: EISDIR: .*\n$/);
    expect(status).toBe(1);
    rmSync(project.path('dist', 'web.yaml'), { recursive: true });
    expect(project.files('dist')).toEqual(before);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s while the charts are made', async (signal) => {
    project.edit('main.ts', 'app.synth();', "console.log('made'); for (;;);");
    const child = spawn(process.execPath, ['lib/program/run.js', 'main.ts'], {
      cwd: project.root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
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
  const texts = [1, 2, 3, 4, 5].map((replicas) => chapterFiles({ replicas }));
  for (let left = 0; left < 50; left++) writeFileSync(project.path('dist', `.${left}.yaml.99999999.new`), 'half of');
  const ends = [1, 2, 3, 4, 5].map((replicas) =>
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
