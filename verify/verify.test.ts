import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Refusal } from '../program/refusal';
import { Manifests, manifests } from './manifests';
import { sectionsOf } from './sections';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-test-'));
});
let running: ChildProcess | undefined;
afterEach(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** What the scripted kubectl says when its arguments contain some words. */
interface Entry {
  readonly words: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;

  /** How long it thinks, in seconds. */
  readonly delay?: number;
}

/** Puts a kubectl in the place of the real one that answers by a script, and notes what it is asked. */
function scriptKubectl(entries: readonly Entry[]): void {
  const cases = entries.map(({ words, stdout = '', stderr = '', status = 0, delay = 0 }, index) => {
    writeFileSync(join(folder, `${index}.stdout`), stdout);
    writeFileSync(join(folder, `${index}.stderr`), stderr);
    const files = `"${folder}/${index}.stdout"; cat "${folder}/${index}.stderr" >&2`;
    return `*'${words}'*) sleep ${delay}; cat ${files}; exit ${status} ;;`;
  });
  const input = `case "$*" in *"-f -"*) cat >>"${folder}/log" ;; esac`;
  const script = ['#!/bin/sh', `echo "$*" >>"${folder}/log"`, input, 'case "$*" in', ...cases, 'esac'];
  writeFileSync(join(folder, 'kubectl'), `${script.join('\n')}\n`, { mode: 0o755 });
}

const json = (words: string, object: unknown): Entry => ({ words, stdout: JSON.stringify(object) });

const cluster: Entry[] = [
  { words: 'config current-context', stdout: 'class\n' },
  { words: 'config view', stdout: 'https://10.0.0.1:6443' },
  json('version -o', { serverVersion: { gitVersion: 'v1.27.3' } }),
  { words: 'auth can-i', stdout: 'yes\n' },
  { words: 'get nodes', stdout: 'node/one\nnode/two\n' },
  json('get events', {
    items: [{ reason: 'Failed', message: 'no such image', involvedObject: { kind: 'Pod', name: 'helloworld' } }],
  }),
];

function pod(name: string, status: unknown) {
  return { kind: 'Pod', metadata: { name, namespace: 'x' }, spec: { containers: [{ name, image: 'i:1' }] }, status };
}

const readyStatus = { podIP: '192.0.2.1', conditions: [{ type: 'Ready', status: 'True' }] };
const pods = (status: unknown) => json('get pods', { items: [pod('helloworld', status), pod('curl', status)] });
const waiting = {
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull', message: 'not found' } } }],
};

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
}

/** Starts `npm run verify` with a scripted kubectl. */
function start(script: readonly Entry[], args: readonly string[] = [], environment: Record<string, string> = {}): Run {
  scriptKubectl(script);
  const child = spawn(process.execPath, ['program/run.js', 'verify/main.ts', ...args], {
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, ...environment },
  });
  running = child;
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, stdout, stderr })),
  );
  return { child, ended };
}

/** What the scripted kubectl was asked. */
function asked(): string {
  const log = join(folder, 'log');
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

async function wasAsked(pattern: RegExp): Promise<void> {
  for (let tries = 0; !pattern.test(asked()); tries++) {
    if (tries > 1500) throw new Error(`kubectl was never asked ${pattern}, but:\n${asked()}`);
    await sleep(20);
  }
}

describe('with nothing to run on, gives the plain reason and status 2, and changes nothing', () => {
  test.each<[string, Entry[], string[], Record<string, string>, string]>([
    ['no kubectl', [], [], { PATH: '/nonexistent' }, 'there is no kubectl: install it, or add its folder to PATH\n'],
    [
      'no cluster',
      [
        ...cluster.slice(0, 2),
        {
          words: '',
          status: 1,
          stderr:
            'E1123 memcache.go\nThe connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?\n',
        },
      ],
      [],
      {},
      'The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?\n',
    ],
    [
      'a context that does not exist',
      [{ words: '--context nowhere', status: 1, stderr: 'error: context "nowhere" does not exist\n' }],
      ['--context', 'nowhere'],
      {},
      'error: context "nowhere" does not exist\n',
    ],
    [
      'no permission',
      [{ words: 'auth can-i', stdout: 'no\n', status: 1 }, ...cluster],
      [],
      {},
      'the user of the context class may not create namespaces there; --namespace NAME takes one that is there already\n',
    ],
    [
      'a namespace that does not exist',
      [
        {
          words: 'get namespace team',
          status: 1,
          stderr: 'Error from server (NotFound): namespaces "team" not found\n',
        },
        ...cluster,
      ],
      ['--namespace', 'team'],
      {},
      'there is no namespace team\n',
    ],
    [
      'no right to write to the namespace',
      [{ words: 'auth can-i create Service', stdout: 'no\n', status: 1 }, ...cluster],
      ['--namespace', 'team'],
      {},
      'the user of the context class may not create objects of the kind Service in the namespace team\n',
    ],
    [
      'a name that is none',
      cluster,
      ['--namespace', ''],
      {},
      "error: option '--namespace <name>' argument '' is invalid. It must be the name of a namespace: small letters, digits and hyphens.\n",
    ],
    [
      'a setting that the synth refuses',
      cluster,
      [],
      { HELLOWORLD_IMAGE: 'Hello' },
      'HELLOWORLD_IMAGE must be an image repository in small letters, without tag, digest or spaces, but is "Hello"\n',
    ],
    [
      'a section that does not exist',
      cluster,
      ['--section', '5'],
      {},
      `there is no section 5, but ${[...new Set(sectionsOf(manifests).map(({ id }) => id))].join(', ')}\n`,
    ],
    [
      'a time that is none',
      cluster,
      ['--timeout', 'soon'],
      {},
      "error: option '--timeout <seconds>' argument 'soon' is invalid. It must be a number of seconds above 0, 86400 at most.\n",
    ],
  ])('%s', async (_, script, args, environment, message) => {
    expect(await start(script, args, environment).ended).toEqual({
      status: 2,
      stdout: expect.any(String),
      stderr: message,
    });
    expect(asked()).not.toMatch(/^(-n \S+ )?(create|apply|delete)/m);
  });
});

test('a check that fails says what shows it and why; what needs it is skipped; the namespace goes', async () => {
  const { status, stdout } = await start([...cluster, pods(waiting)], ['--section', '4.3', '--timeout', '0.1']).ended;
  expect(stdout.replace(/verify-\w+/g, 'verify-x').replace(/\[\d+\.\d s\]/g, '[1.0 s]')).toMatchSnapshot();
  expect(status).toBe(1);
  expect(asked()).toMatch(/delete namespace hello-world-verify-/m);
});

test('the report for machines says the same', async () => {
  const { status, stdout } = await start(
    [...cluster, pods(waiting)],
    ['--section', '4.3', '--timeout', '0.1', '--json'],
  ).ended;
  expect(JSON.parse(stdout)).toMatchObject({
    context: 'class',
    version: 'v1.27.3',
    sections: [
      {
        id: '4.3',
        checks: expect.arrayContaining([expect.objectContaining({ result: 'failed', expected: '2 ready' })]),
      },
    ],
    failed: 1,
    skipped: 5,
    left: [],
  });
  expect(status).toBe(1);
});

test('--keep leaves the namespace and names it', async () => {
  const { stderr } = await start([...cluster, pods(waiting)], ['--section', '4.3', '--timeout', '0.1', '--keep']).ended;
  expect(stderr).toMatch(/^namespace (\S+) is still there: kubectl delete namespace \1$/m);
  expect(asked()).not.toMatch(/delete namespace/m);
});

describe('what a cluster has no means for is skipped, and says what to do', () => {
  const script = (...entries: Entry[]) => [
    json('get ingressclasses', { items: [] }),
    ...entries,
    { words: 'exec curl', stdout: 'Version: 2.0.0\n' },
    json('get pods -l run=helloworld-v2', { items: [pod('helloworld-v2', readyStatus)] }),
    json('get pods', { items: [] }),
    ...cluster,
  ];

  test.each<[string, Entry, string]>([
    [
      'no Gateway API',
      {
        words: 'get gatewayclasses',
        stderr: `error: the server doesn't have a resource type "gatewayclasses"\n`,
        status: 1,
      },
      'this cluster does not know the Gateway API; docs/tutorial.md, "The same with the Gateway API", says how to install it',
    ],
    [
      'no Gateway API any more',
      {
        words: 'get gatewayclasses',
        stderr: 'Error from server (NotFound): Unable to list: the server could not find the requested resource\n',
        status: 1,
      },
      'this cluster does not know the Gateway API; docs/tutorial.md, "The same with the Gateway API", says how to install it',
    ],
    [
      'no class',
      json('get gatewayclasses', { items: [{ metadata: { name: 'eg' } }] }),
      'this cluster has no GatewayClass traefik (it has: eg); install a controller, or set HELLOWORLD_GATEWAY_CLASS',
    ],
  ])('with no ingress controller and %s', async (_, entry, reason) => {
    const { status, stdout } = await start(script(entry), ['--section', '4.5']).ended;
    expect(stdout).toContain(
      'skipped: this cluster has no IngressClass nginx (it has: none); on minikube, `minikube addons enable ingress`; or set HELLOWORLD_INGRESS_CLASS\n',
    );
    expect(stdout).toContain(`skipped: ${reason}\n`);
    expect(stdout).toContain('3 passed, 0 failed, 14 skipped\n');
    expect(status).toBe(0);
    expect(asked()).toMatch(/kind"?: ?"?Pod/);
    expect(asked()).not.toMatch(/kind"?: ?"?(Gateway|HTTPRoute|Ingress)/);
  });
});

test('a run makes one namespace, as long as it tries no command of the chapter', async () => {
  const { stdout } = await start([...cluster, pods(waiting)], ['--section', '4', '--timeout', '0.1']).ended;
  expect(asked().match(/create namespace .*$/gm)).toHaveLength(1);
  expect(stdout.match(/^removed namespace/gm)).toHaveLength(1);
});

test('Ctrl-C cleans up, and says so', async () => {
  const { child, ended } = start([...cluster, pods({})], ['--section', '4.3']);
  await wasAsked(/get pods/);
  child.kill('SIGINT');
  const { status, stdout, stderr } = await ended;
  expect(status).toBe(130);
  expect(stderr).toBe('\ncleaning up; Ctrl-C again leaves at once\n');
  expect(stdout).toMatch(/removed namespace hello-world-verify-/);
});

test('a second Ctrl-C leaves at once, and names what stays', async () => {
  const { child, ended } = start(
    [...cluster, pods({}), { words: 'delete namespace', delay: 60 }],
    ['--section', '4.3'],
  );
  await wasAsked(/get pods/);
  child.kill('SIGINT');
  await wasAsked(/delete namespace/m);
  child.kill('SIGINT');
  const { status, stderr } = await ended;
  expect(status).toBe(130);
  expect(stderr).toMatch(/^namespace (\S+) is still there: kubectl delete namespace \1$/m);
});

test('a cluster that goes away ends it, with one line', async () => {
  const gone = { status: 1, stderr: 'The connection to the server 10.0.0.1:6443 was refused\n' };
  const script = [
    { words: 'get --raw', ...gone },
    { words: 'get pods', ...gone },
    { words: 'delete', ...gone },
    ...cluster,
  ];
  const { status, stderr } = await start(script, ['--section', '4.3']).ended;
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^\nthe cluster no longer answers: The connection to the server \S+ was refused\nnamespace \S+ is still there: kubectl delete namespace \S+\n$/,
  );
});

test('every file of verify/sections is in the list of verify/sections/index.ts', () => {
  const list = readFileSync('verify/sections/index.ts', 'utf8');
  const files = readdirSync('verify/sections').filter((name) => name !== 'index.ts');
  const missing = files.filter((name) => !list.includes(`'./${name.replace(/\.ts$/, '')}'`));
  expect(missing).toEqual([]);
});

test('a chapter without what the checks are about is refused in one line', () => {
  expect(() => new Manifests([]).get('pod.yaml', 'Pod')).toThrow(
    new Refusal('the chapter has no pod.yaml, which verify/sections looks for'),
  );
  expect(() => manifests().get('pod.yaml', 'Job')).toThrow(
    new Refusal('pod.yaml has no such Job as verify/sections looks for'),
  );
});
