import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import {
  type Case,
  check,
  container,
  finds,
  one,
  patched,
  podSpec,
  template,
} from '../../../../tools/testing/test-chapter';
import { Inventory } from '../../objects/inventory';
import type { KubernetesObject } from '../../objects/kubernetes';
import { nodeSize } from './node-size';

const { add, remove, replace } = JsonPatch;

finds(nodeSize, [
  [
    'one Pod that asks for a whole node',
    patched(
      one('Pod curl'),
      'Pod curl',
      replace(`${container}/resources`, {
        requests: { cpu: 1.5, memory: '16Mi' },
        limits: { cpu: 2, memory: '64Mi' },
      }),
    ),
    'pod: Pod curl: it has the largest share of the cpu that the app requests, 1500m in total; a node with 2 CPUs and 2 GiB has 1150m free. On a cluster, with nodes of that size, Pods that do not fit stay Pending: Insufficient cpu.',
  ],
  [
    'a Deployment that fits but for its surge',
    patched(
      one('Deployment helloworld'),
      'Deployment helloworld',
      replace('/spec/replicas', 5),
      replace(`${template}/containers/0/resources`, {
        requests: { cpu: '10m', memory: '300Mi' },
        limits: { cpu: '100m', memory: '300Mi' },
      }),
    ),
    'deployment: Deployment helloworld: it has the largest share of the memory that the app requests, 1800Mi in total; a node with 2 CPUs and 2 GiB has 1700Mi free. On a cluster, with nodes of that size, Pods that do not fit stay Pending: Insufficient memory.',
  ],
  [
    'a Deployment whose surge is the default, a quarter of its replicas, rounded up',
    patched(
      one('Deployment helloworld'),
      'Deployment helloworld',
      replace('/spec/replicas', 5),
      remove('/spec/strategy'),
      replace(`${template}/containers/0/resources`, {
        requests: { cpu: '165m', memory: '16Mi' },
        limits: { cpu: '1', memory: '64Mi' },
      }),
    ),
    'deployment: Deployment helloworld: it has the largest share of the cpu that the app requests, 1155m in total; a node with 2 CPUs and 2 GiB has 1150m free. On a cluster, with nodes of that size, Pods that do not fit stay Pending: Insufficient cpu.',
  ],
  ...Object.entries<[KubernetesObject, number]>({
    'a DaemonSet that starts a Pod before the old one ends': [
      running('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: '10%', maxUnavailable: 0 } } }),
      2,
    ],
    'a StatefulSet of three': [running('StatefulSet', { replicas: 3 }), 3],
    'a Job with four Pods at a time, and two to come': [running('Job', { parallelism: 4, completions: 6 }), 4],
    'a Job with two Pods at a time, although it may have four': [running('Job', { parallelism: 4, completions: 2 }), 2],
    'a Deployment of two of which all go first': [
      running('Deployment', { replicas: 2, strategy: { type: 'Recreate' } }),
      2,
    ],
  }).map<Case>(([what, [object, pods]]) => [
    what,
    [{ chart: 'other', object }],
    `other: ${object.kind} other: it has the largest share of the cpu that the app requests, ${pods * 600}m in total; a node with 2 CPUs and 2 GiB has 1150m free. On a cluster, with nodes of that size, Pods that do not fit stay Pending: Insufficient cpu.`,
  ]),
  [
    'a CronJob with two Pods at a time',
    [{ chart: 'other', object: cronJob({ parallelism: 2 }) }],
    'other: CronJob other: it has the largest share of the cpu that the app requests, 1200m in total; a node with 2 CPUs and 2 GiB has 1150m free. On a cluster, with nodes of that size, Pods that do not fit stay Pending: Insufficient cpu.',
  ],
  [
    'what runs before the containers and needs more than they do',
    patched(
      one('Pod curl'),
      'Pod curl',
      add('/spec/initContainers', [{ ...server(), name: 'before', resources: of('1500m') }]),
    ),
    'pod: Pod curl: it has the largest share of the cpu that the app requests, 1500m in total; a node with 2 CPUs and 2 GiB has 1150m free. On a cluster, with nodes of that size, Pods that do not fit stay Pending: Insufficient cpu.',
  ],
]);

test.each<[string, KubernetesObject]>([
  ['a Deployment of no Pods', running('Deployment', { replicas: 0 })],
  ['a Deployment of one of which all go first', running('Deployment', { strategy: { type: 'Recreate' } })],
  ['a DaemonSet', running('DaemonSet', {})],
  ['a Job', running('Job', {})],
  ['a CronJob', cronJob({})],
  ['a CronJob with one Pod, although it may have two', cronJob({ parallelism: 2, completions: 1 })],
])('nothing is found in %s', (_, object) => {
  expect(check([{ chart: 'other', object }])).toEqual([]);
});

// The rule resources finds that it requests nothing itself.
test('node-size counts a limit where there is no request', () => {
  const items = patched(one('Pod curl'), 'Pod curl', replace(`${container}/resources`, { limits: { cpu: 2 } }));
  expect(check(items, { rules: [nodeSize] })).toHaveLength(1);
});

// Kubernetes 1.27 does not know them, so the structure would be all that is found.
test('node-size counts what runs beside the others', () => {
  const beside = { ...server(), name: 'beside', resources: of('600m'), restartPolicy: 'Always' };
  const items = patched(
    one('Pod curl'),
    'Pod curl',
    replace(`${container}/resources`, of('600m')),
    add('/spec/initContainers', [beside]),
  );
  expect([...nodeSize.find(new Inventory(items))]).toHaveLength(1);
});

function of(cpu: string) {
  return { requests: { cpu, memory: '16Mi' }, limits: { cpu, memory: '16Mi' } };
}

function server() {
  const [first] = podSpec('helloworld').containers;
  return { name: 'helloworld', ...first, readinessProbe: undefined };
}

/** An object of a kind whose Pods request 600m of CPU. */
function running(kind: string, spec: object) {
  const labels = { role: 'other' };
  const restartPolicy = kind === 'Job' ? 'Never' : 'Always';
  const template = {
    metadata: { labels },
    spec: { ...podSpec('helloworld'), restartPolicy, containers: [{ ...server(), resources: of('600m') }] },
  };
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: 'other' },
    spec: { ...(kind !== 'Job' && { selector: { matchLabels: labels } }), template, ...spec },
  };
}

function cronJob(spec: object) {
  const job = running('Job', spec);
  return { ...job, kind: 'CronJob', spec: { schedule: '@daily', jobTemplate: { spec: job.spec } } };
}
