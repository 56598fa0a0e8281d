import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inProcess } from '../../tools/testing/in-process';
import { chapterItems, check } from '../../tools/testing/test-chapter';
import { cli } from './cli';
import { lineOf } from './findings/diagnostic';
import { read } from './read-manifests';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const run = (args: readonly string[]) => inProcess(cli, args);

/** The program itself. */
function start(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['lib/program/run.js', 'lib/check/main.ts', ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

const service = `apiVersion: v1
kind: Service
metadata: {name: web} # a comment
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`;
const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - {name: web, image: example.com/web, ports: [{containerPort: 8080}]}
`;
const lost =
  'Service web: no Pod has the labels in its selector, app=web. On a cluster, it has no endpoints, and connections to it are refused.';

describe('the CLI of the checks', () => {
  test('finds what is wrong in a file', async () => {
    const path = file('service.yaml', service);
    expect(await run([path])).toEqual({ status: 1, stdout: `${path}: ${lost}\n`, stderr: '' });
  });

  test('treats several files as one app', async () => {
    expect(await run([file('service.yaml', service), file('pod.yml', pod)])).toMatchObject({ status: 0 });
  });

  test('reads the manifests of a folder, and no other files', async () => {
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    writeFileSync(
      join(inside, 'service.json'),
      JSON.stringify(read([file('service.yaml', service)], '.').entries[0]?.object),
    );
    writeFileSync(join(inside, 'README.md'), 'kind: Nothing');
    expect(await run([inside])).toMatchObject({ status: 1, stdout: `${join(inside, 'service.json')}: ${lost}\n` });
  });

  test('reads the standard input', () => {
    expect(start(['-'], `${service}---\n# nothing\n---\n${pod}`)).toEqual({
      status: 0,
      stdout: 'no problems found in 2 objects\n',
      stderr: '',
    });
    expect(start(['-'], service)).toMatchObject({ status: 1, stdout: `standard input: ${lost}\n` });
  });

  test('checks requirements only with --strict', async () => {
    const path = file('pod.yaml', pod);
    expect(await run([path])).toMatchObject({ status: 0 });
    const { status, stdout } = await run(['--strict', path]);
    expect(status).toBe(1);
    expect(stdout).toContain('has no version');
    expect(stdout).toContain('has no memory limit');
    expect(stdout).toContain('Pod Security "restricted"');
  });

  test('checks for the version of Kubernetes that it is told', async () => {
    const sleeps = pod.replace('ports:', 'lifecycle: {preStop: {sleep: {seconds: 5}}}, ports:');
    const path = file('sleep.yaml', sleeps);
    const line = 'spec.containers[0].lifecycle.preStop.sleep was added in Kubernetes 1.30.';
    expect(await run([path])).toMatchObject({ status: 1, stdout: expect.stringContaining(line) });
    expect(await run(['--kubernetes', '1.29', path])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(line),
    });
    expect(await run(['--kubernetes', '1.30', path])).toMatchObject({ status: 0 });
    expect(await run(['--kubernetes', '1.3', path])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'kubernetes must be 1.27 or a newer version, such as 1.30, but is "1.3"\n',
    });
  });

  test('accepts references to what the cluster is said to have', async () => {
    const path = file('secret.yaml', pod.replace('ports:', 'envFrom: [{secretRef: {name: db}}], ports:'));
    expect(await run([path])).toMatchObject({ status: 1 });
    expect(await run(['--given', 'Secret/other', '--given', 'Secret/db', path])).toMatchObject({ status: 0 });
    expect(await run(['--given', 'db', path])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'given must be KIND/NAME or GROUP/VERSION/KIND, but is "db"\n',
    });
  });

  test('prints JSON', async () => {
    const path = file('service.yaml', service);
    const { status, stdout } = await run(['--json', path]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      {
        file: path,
        object: 'Service web',
        rule: 'service-targets',
        path: 'spec.selector',
        problem: 'no Pod has the labels in its selector, app=web',
        refused: false,
        effect: 'it has no endpoints, and connections to it are refused',
      },
    ]);
    expect(await run(['--json'])).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });

  test.each([
    ['no YAML', 'kind: [', /^.*: the file: .* On a cluster, kubectl cannot read it\.\n$/],
    ['a key twice', 'kind: Pod\nkind: Pod\n', /Map keys must be unique/],
    ['a tab', 'kind:\n\tPod\n', /kubectl cannot read it/],
    ['text', 'Hello, world', /a value: it must be an object, but is "Hello, world"/],
    ['another object', 'name: web\n', /^[^\n]*an object: it has neither apiVersion nor kind, [^\n]*\n$/],
    ['a template', 'a: {{ .Values.a }}\n', /^[^\n]*an object: it has neither apiVersion nor kind, [^\n]*\n$/],
  ])('says in one line that %s is not a manifest', async (_, text, line) => {
    const { status, stdout, stderr } = await run([file('broken.yaml', text)]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(line);
  });

  test('while something cannot be read, accuses no other object of its absence', async () => {
    const { stdout } = await run([file('service.yaml', service), file('broken.yaml', 'kind: [')]);
    expect(stdout).not.toContain('Service web');
  });

  test('says in one line that there is nothing to read', async () => {
    const missing = join(folder, 'missing.yaml');
    expect(start([missing])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^.*missing\.yaml cannot be read: ENOENT.*\n$/),
    });
    expect(start(['-'], '# nothing\n')).toMatchObject({ status: 1, stderr: '- contains no objects\n' });
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await run([empty])).toMatchObject({
      status: 1,
      stderr: `${empty} contains no manifests (files ending in .yaml, .yml or .json)\n`,
    });
  });
});

test('YAML is read as kubectl reads it', () => {
  const text = 'a: 0644\nb: yes\nc: 2030-01-31\nd: 12:30:45\ne: "yes"\nf: 1e3\ng: 0o644\n';
  expect(read([file('values.yaml', text)], '.').entries[0]?.object).toEqual({
    a: 0o644,
    b: true,
    c: '2030-01-31',
    d: '12:30:45',
    e: 'yes',
    f: 1000,
    g: 0o644,
  });
});

test('nothing that may stand in a manifest breaks the check', () => {
  const objects = chapterItems().map(({ object }) => object);
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.record({
      apiVersion: fc.constantFrom(...objects.map(({ apiVersion }) => apiVersion), 'example.com/v1', 'v2'),
      kind: fc.constantFrom(
        ...objects.map(({ kind }) => kind),
        'List',
        'Secret',
        'CustomResourceDefinition',
        'Job',
        'Role',
        'Other',
      ),
      metadata: fc.oneof(fc.jsonValue(), fc.record({ name: fc.constant('a'), labels: fc.jsonValue() })),
      spec: fc.jsonValue(),
      items: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(fc.array(junk, { maxLength: 4 }), (entries) => {
      for (const line of check(entries.map((object) => ({ chart: 'junk', object }))).map(lineOf)) {
        expect(line).toMatch(/^junk: .*\.$/);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a text that every object of JavaScript has a field for breaks nothing, wherever it stands', () => {
  const replaced = (value: unknown): unknown[] =>
    typeof value !== 'object' || value === null
      ? ['constructor']
      : Object.entries(value).flatMap(([key, inner]) => [
          ...replaced(inner).map((changed) =>
            Array.isArray(value)
              ? value.map((item, index) => (`${index}` === key ? changed : item))
              : { ...value, [key]: changed },
          ),
          ...(Array.isArray(value) ? [] : [{ ...value, constructor: inner }]),
        ]);
  const more = [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, type: 'Opaque', data: { a: 'YQ==' } },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'a' },
      spec: { maxReplicas: 1, scaleTargetRef: { kind: 'Deployment', name: 'a' } },
    },
  ];
  for (const object of [...chapterItems().map((item): unknown => item.object), ...more].flatMap(replaced)) {
    for (const line of check([{ chart: 'text', object }]).map(lineOf)) expect(line).not.toContain('native code');
  }
});
