import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { Refusal } from '../../lib/program/refusal';
import { cluster, json, pod, pods, readyStatus, type ScriptLine, waiting } from './cluster/fake-kubectl';
import { answered } from './cluster/inline-kubectl';
import { Manifests, manifests } from './cluster/manifests';
import { sectionsOf } from './sections';

const { cli } = jest.requireActual<typeof import('./cli')>('./cli'); // after the kubectl that it is given

/** What `npm run verify` does, with a kubectl that answers by a script. */
const run = (
  script: readonly ScriptLine[],
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) => answered(cli, script, args, environment);

describe('with nothing to run on, gives the plain reason and status 2, and changes nothing', () => {
  test.each<[string, readonly ScriptLine[], string[], Record<string, string>, string]>([
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
      'the user of context class is not allowed to create namespaces; use --namespace NAME to run in an existing one\n',
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
      'namespace team does not exist\n',
    ],
    [
      'no right to write to the namespace',
      [{ words: 'auth can-i create Service', stdout: 'no\n', status: 1 }, ...cluster],
      ['--namespace', 'team'],
      {},
      'the user of context class is not allowed to create Service objects in namespace team\n',
    ],
    [
      'a name that is none',
      cluster,
      ['--namespace', ''],
      {},
      "error: option '--namespace <name>' argument '' is invalid. It must be the name of a namespace: lowercase letters, digits and hyphens.\n",
    ],
    [
      'a setting that the synth refuses',
      cluster,
      [],
      { HELLOWORLD_IMAGE: 'Hello' },
      'HELLOWORLD_IMAGE must be an image repository in lowercase letters, without tag, digest or spaces, but is "Hello"\n',
    ],
    [
      'a section that does not exist',
      cluster,
      ['--section', '5'],
      {},
      `there is no section 5; the sections are ${[...new Set(sectionsOf(manifests).map(({ id }) => id))].join(', ')}\n`,
    ],
    [
      'a time that is none',
      cluster,
      ['--timeout', 'soon'],
      {},
      "error: option '--timeout <seconds>' argument 'soon' is invalid. It must be a number of seconds greater than 0 and at most 86400.\n",
    ],
  ])('%s', async (_, script, args, environment, message) => {
    const { status, stderr, asked } = await run(script, args, environment);
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
    expect(asked).not.toMatch(/^(-n \S+ )?(create|apply|delete)/m);
  });
});

test('a claim that fails says what shows it and why; what needs it is skipped; the namespace goes', async () => {
  const { status, stdout, asked } = await run([...cluster, pods(waiting)], ['--section', '4.3', '--timeout', '0.1']);
  expect(stdout.replace(/verify-\w+/g, 'verify-x').replace(/\[\d+\.\d s\]/g, '[1.0 s]')).toMatchSnapshot();
  expect(status).toBe(1);
  expect(asked).toMatch(/delete namespace hello-world-verify-/m);
});

test('the report for machines says the same, and a person reads the lines all the same', async () => {
  const { status, stdout, stderr } = await run(
    [...cluster, pods(waiting)],
    ['--section', '4.3', '--timeout', '0.1', '--json'],
  );
  expect(stderr).toContain('\n0 passed, 1 failed, 5 skipped\n');
  expect(JSON.parse(stdout)).toMatchObject({
    context: 'class',
    version: 'v1.27.3',
    nodes: 2,
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
  const { stderr, asked } = await run([...cluster, pods(waiting)], ['--section', '4.3', '--timeout', '0.1', '--keep']);
  expect(stderr).toMatch(/^namespace (\S+) still exists; to remove it: kubectl delete namespace \1$/m);
  expect(asked).not.toMatch(/delete namespace hello-/);
});

describe('what a cluster has no means for is skipped, and says what to do', () => {
  const script = (...entries: ScriptLine[]) => [
    json('get ingressclasses', { items: [] }),
    ...entries,
    { words: 'exec curl', stdout: 'Version: 2.0.0\n' },
    json('get pods -l run=helloworld-v2', { items: [pod('helloworld-v2', readyStatus)] }),
    json('get pods', { items: [] }),
    ...cluster,
  ];

  test.each<[string, ScriptLine, string]>([
    [
      'no Gateway API',
      {
        words: 'get gatewayclasses',
        stderr: `error: the server doesn't have a resource type "gatewayclasses"\n`,
        status: 1,
      },
      'this cluster does not have the Gateway API; docs/walkthrough/4.5-gateway.md explains how to install it',
    ],
    [
      'no Gateway API any more',
      {
        words: 'get gatewayclasses',
        stderr: 'Error from server (NotFound): Unable to list: the server could not find the requested resource\n',
        status: 1,
      },
      'this cluster does not have the Gateway API; docs/walkthrough/4.5-gateway.md explains how to install it',
    ],
    [
      'no class',
      json('get gatewayclasses', { items: [{ metadata: { name: 'eg' } }] }),
      'this cluster has no GatewayClass traefik (it has: eg); install a controller, or set HELLOWORLD_GATEWAY_CLASS',
    ],
  ])('with no ingress controller and %s', async (_, entry, reason) => {
    const { status, stdout, asked } = await run(script(entry), ['--section', '4.5']);
    expect(stdout).toContain(
      'skipped: this cluster has no IngressClass nginx (it has: none); on minikube, run `minikube addons enable ingress`; otherwise set HELLOWORLD_INGRESS_CLASS\n',
    );
    expect(stdout).toContain(`skipped: ${reason}\n`);
    expect(stdout).toContain('3 passed, 0 failed, 14 skipped\n');
    expect(status).toBe(0);
    expect(asked).toMatch(/kind"?: ?"?Pod/);
    expect(asked).not.toMatch(/kind"?: ?"?(Gateway|HTTPRoute|Ingress)/);
  });
});

test('a run makes one namespace, as long as it tries no command of the chapter', async () => {
  const nothing = json('-o json', { items: [] });
  const { status, stdout, asked } = await run(
    [...cluster, pods(waiting), nothing],
    ['--section', '4', '--timeout', '0.1'],
  );
  expect(status).toBe(1);
  expect(asked.match(/"kind":"Namespace"/g)).toHaveLength(1);
  expect(stdout.match(/^removed namespace/gm)).toHaveLength(1);
});

describe('in an existing namespace', () => {
  const runThere = async (...args: string[]) => {
    const { stdout, ...rest } = await run(
      [{ words: 'get pods,' }, pods(readyStatus), ...cluster],
      ['--namespace', 'team', '--section', '4.4.3', '--timeout', '0.1', ...args],
    );
    return { ...rest, stdout: stdout.replace(/ \[\d+\.\d s\]/g, '') };
  };

  test('makes and deletes no namespace, and nothing that others would meet or pay for', async () => {
    const { status, stdout, asked } = await runThere();
    expect(stdout).toContain(
      'skipped: Service helloworld-lb requests a load balancer, which may cost money; use --expose to include it\n',
    );
    expect(stdout).toContain('\nremoved what this run created in namespace team\n\n0 passed, 0 failed, 4 skipped\n');
    expect(status).toBe(0);
    expect(asked).not.toMatch(/"kind":"Namespace"|delete namespace [a-z]/);
    expect(asked).not.toContain('LoadBalancer');
  });

  test('makes that, too, with --expose', async () => {
    const { asked } = await runThere('--expose');
    expect(asked).toContain('LoadBalancer');
  });

  test('is left as it is if something there is in the way', async () => {
    const script = [{ words: ' Pod/curl ', stdout: 'pod/curl\n' }, ...cluster];
    const { status, stderr, asked } = await run(script, ['--namespace', 'team']);
    expect(stderr).toBe(
      'namespace team contains pod/curl, which the run would change; nothing was done: delete it if it is yours, or use another namespace\n',
    );
    expect(status).toBe(2);
    expect(asked).not.toMatch(/^(-n \S+ )?(create|apply|delete)/m);
  });
});

test('what the user has no right to is skipped, with the reason', async () => {
  const stderr =
    'Error from server (Forbidden): pods "helloworld" is forbidden: User "dev" cannot create resource "pods/exec" in API group "" in the namespace "x"\n';
  const script = [
    { words: 'exec curl', stderr, status: 1 },
    json('get Pod helloworld', pod('helloworld', readyStatus)),
    pods(readyStatus),
    ...cluster,
  ];
  const { stdout } = await run(script, ['--section', '4.3', '--timeout', '0.1']);
  expect(stdout).toContain('skipped: you are not allowed to create pods/exec in the namespace x\n');
});

test('a namespace that cannot be made ends it, with one line', async () => {
  const script = [{ words: 'create -f -', stderr: 'Error from server: no more namespaces\n', status: 1 }, ...cluster];
  const { status, stderr } = await run(script);
  expect(stderr).toBe('Error from server: no more namespaces\n');
  expect(status).toBe(2);
});

test('what explains a failure may not be allowed to be seen, too', async () => {
  const stderr =
    'Error from server (Forbidden): pods is forbidden: User "dev" cannot list resource "pods" in API group "" in the namespace "x"\n';
  const script = [
    { words: 'apply -f', stderr: 'exceeded quota\n', status: 1 },
    { words: 'get pods', stderr, status: 1 },
    ...cluster,
  ];
  const { status, stdout } = await run(script, ['--section', '4.3']);
  expect(stdout).toContain('      expected: success\n      got: exceeded quota\n');
  expect(status).toBe(1);
});

test('a cluster that goes away ends it, with one line', async () => {
  const gone = { status: 1, stderr: 'The connection to the server 10.0.0.1:6443 was refused\n' };
  const script = [
    { words: 'get --raw', ...gone },
    { words: 'get pods', ...gone },
    { words: 'delete namespace hello-', ...gone },
    ...cluster,
  ];
  const { status, stderr } = await run(script, ['--section', '4.3']);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^\nthe cluster no longer responds: The connection to the server \S+ was refused\nnamespace \S+ still exists; to remove it: kubectl delete namespace \S+\n$/,
  );
});

test('every file of tools/verify/sections is in the list of tools/verify/sections/index.ts', () => {
  const list = readFileSync('tools/verify/sections/index.ts', 'utf8');
  const files = readdirSync('tools/verify/sections').filter((name) => name !== 'index.ts');
  const missing = files.filter((name) => !list.includes(`'./${name.replace(/\.ts$/, '')}'`));
  expect(missing).toEqual([]);
});

test('a chapter without what the claims are about is refused in one line', () => {
  expect(() => new Manifests([]).get('pod.yaml', 'Pod')).toThrow(
    new Refusal('tools/verify/sections expects pod.yaml, but the chapter does not have it'),
  );
  expect(() => manifests().get('pod.yaml', 'Job')).toThrow(
    new Refusal('pod.yaml does not contain the Job that tools/verify/sections expects'),
  );
});
