import { expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { Section } from '../../../charts/parts/section';
import type { Known, KubernetesObject } from '../../../lib/check/objects/kubernetes';
import type { Reason } from '../../../lib/synth/reasons';
import { commands } from '../sections/same-as-commands';
import { CommandFailed } from './answer';
import type { Claim } from './claim';
import type { Cluster } from './cluster';
import { cluster, Scripted } from './fake-cluster';
import { describePods, isPodOf, lackOf, podsOf, troublesOf } from './health';
import { kindsToDelete } from './kubectl-names';
import { Manifests, manifests } from './manifests';
import { ClaimFailed } from './outcome';

const groups = new Map([
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind): [string, string] => [kind, 'apps/v1']),
  ...['CronJob', 'Job'].map((kind): [string, string] => [kind, 'batch/v1']),
]);
const status = (kind: string, spec: object, status: object) => ({
  apiVersion: groups.get(kind) ?? 'v1',
  kind,
  metadata: { name: 'web', generation: 2 },
  spec,
  status: { observedGeneration: 2, ...status },
});
const complete = { conditions: [{ type: 'Complete', status: 'True' }] };
const ready = { conditions: [{ type: 'Ready', status: 'True' }] };

test.each<[KubernetesObject, string | undefined]>([
  [status('Pod', {}, ready), undefined],
  [status('Pod', {}, { phase: 'Succeeded' }), undefined],
  [status('Pod', {}, { phase: 'Running' }), 'not ready'],
  ...['Deployment', 'StatefulSet'].flatMap<[KubernetesObject, string | undefined]>((kind) => [
    [status(kind, { replicas: 2 }, { replicas: 2, readyReplicas: 2, updatedReplicas: 2 }), undefined],
    [status(kind, {}, { replicas: 1, readyReplicas: 1, updatedReplicas: 1 }), undefined],
    [status(kind, { replicas: 0 }, {}), undefined],
    [status(kind, { replicas: 2 }, { replicas: 2, readyReplicas: 1, updatedReplicas: 2 }), '1 ready of 2'],
    [status(kind, { replicas: 2 }, { replicas: 3, readyReplicas: 2, updatedReplicas: 2 }), 'not up to date'],
    [status(kind, { replicas: 2 }, { replicas: 2, readyReplicas: 2, updatedReplicas: 1 }), 'not up to date'],
  ]),
  ...['ReplicaSet', 'ReplicationController'].flatMap<[KubernetesObject, string | undefined]>((kind) => [
    [status(kind, { replicas: 2 }, { replicas: 2, readyReplicas: 2 }), undefined],
    [status(kind, { replicas: 2 }, { replicas: 2, readyReplicas: 2, observedGeneration: 1 }), 'not up to date'],
    [status(kind, { replicas: 2 }, {}), '0 ready of 2'],
  ]),
  [status('DaemonSet', {}, { desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 2 }), undefined],
  [status('DaemonSet', {}, { desiredNumberScheduled: 2, numberReady: 1 }), '1 ready of 2'],
  [status('DaemonSet', {}, { observedGeneration: 1 }), 'not up to date'],
  [status('Job', {}, complete), undefined],
  [status('Job', { suspend: true }, {}), undefined],
  [status('Job', {}, {}), 'not complete'],
  [status('PersistentVolumeClaim', {}, { phase: 'Bound' }), undefined],
  [status('PersistentVolumeClaim', {}, { phase: 'Pending' }), 'not bound'],
  [status('CronJob', {}, {}), undefined],
  [status('ConfigMap', {}, {}), undefined],
])('%j lacks %p', (object, lack) => expect(lackOf(object)).toBe(lack));

test.each<[string, number]>([
  ['Pod', 1],
  ['Deployment', 3],
  ['StatefulSet', 3],
  ['ReplicaSet', 3],
  ['DaemonSet', 2],
  ['Job', 0],
  ['ConfigMap', 0],
])('a %s keeps %d Pods', (kind, count) => {
  expect(podsOf(status(kind, { replicas: 3 }, { desiredNumberScheduled: 2 }))).toBe(count);
});

test('a Job that failed says so', () => {
  const failed = { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has failed' };
  expect(troublesOf(status('Job', {}, { conditions: [failed] }))).toEqual([
    'Job web: BackoffLimitExceeded: Job has failed',
  ]);
});

test.each<[string, string, string]>([
  [
    'gcr.io/google-samples/hello-app:1.0',
    'ErrImagePull',
    'Pod web: ErrImagePull: not found; set HELLOWORLD_IMAGE to the new address of the image, such as us-docker.pkg.dev/google-samples/containers/gke/hello-app',
  ],
  [
    'gcr.io/google-samples/hello-app:1.0',
    'CreateContainerConfigError',
    'Pod web: CreateContainerConfigError: not found',
  ],
  [
    'us-docker.pkg.dev/google-samples/containers/gke/hello-app:1.0',
    'ImagePullBackOff',
    'Pod web: ImagePullBackOff: not found',
  ],
  ['curlimages/curl:7.68.0', 'ImagePullBackOff', 'Pod web: ImagePullBackOff: not found'],
])('a container of %s that waits: %s', (image, reason, trouble) => {
  const waiting = { image, state: { waiting: { reason, message: 'not found' } } };
  expect(troublesOf(status('Pod', {}, { containerStatuses: [waiting] }))).toEqual([trouble]);
});

test.each<[string, string, boolean]>([
  ['Job', 'once', true],
  ['Job', 'once-29000000', true],
  ['Job', 'once-more', false],
  ['ReplicaSet', 'once', false],
])('a Pod of %s %s is one of the Job or CronJob once: %p', (kind, name, expected) => {
  const ownerReferences = [{ apiVersion: 'batch/v1', kind, name, uid: '' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', ownerReferences } };
  expect(isPodOf(pod, [{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'once' } }])).toBe(expected);
});

test('the Pods that need an explanation come first', () => {
  const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'job', uid: '' }];
  const pod = (status: object, metadata: object = { name: 'web' }): Known<'Pod'> => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    status,
  });
  const job = pod({ phase: 'Failed' }, { name: 'once', ownerReferences });
  expect(describePods([pod(ready), job, pod({ phase: 'Running' })])).toEqual([
    'Pod once failed and belongs to Job job',
    'Pod web is not ready and belongs to no controller',
    'Pod web is ready and belongs to no controller',
  ]);
});

test.each<[string[], string]>([
  [['Pod', 'Service', 'Deployment', 'StatefulSet', 'Job', 'CronJob'], 'all'],
  [['Secret', 'Pod', 'Ingress', 'ConfigMap', 'Ingress'], 'all,configmap,ingress,secret'],
])('to delete %j, one names %s', (kinds, names) => {
  expect(kindsToDelete(kinds.map((kind) => ({ apiVersion: 'v1', kind, metadata: {} })))).toBe(names);
});

test('to delete a StatefulSet with claims, one names these, too', () => {
  const spec = { volumeClaimTemplates: [{ metadata: { name: 'data' } }] };
  const set = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: {}, spec };
  expect(kindsToDelete([set])).toBe('all,persistentvolumeclaim');
});

test('a namespace is empty when it holds what each does, and when that could be seen', async () => {
  const kinds = 'configmaps\nevents\nendpointslices.discovery.k8s.io\npods\n';
  const holding = (names: unknown) => cluster((command) => (command.startsWith('api-resources') ? kinds : names));
  await holding('configmap/kube-root-ca.crt\nserviceaccount/default\n').empty();
  await expect(holding('configmap/left\n').empty()).rejects.toEqual(
    new ClaimFailed('kubectl -n own get all', 'nothing', 'configmap/left', []),
  );
  await expect(holding(new Error('forbidden')).empty()).rejects.toBeInstanceOf(CommandFailed);
});

const replicaSet = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web' },
  spec: { replicas: 2 },
};
const pod = (name: string, owner?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ownerReferences: owner ? [{ kind: owner, name: 'x' }] : [] },
  spec: {},
  status: ready,
});

/** A cluster with one ReplicaSet and some Pods. */
const withPods = (set: KubernetesObject, ...pods: unknown[]) =>
  cluster((command) => {
    if (command.startsWith('get ReplicaSet.v1.apps/web')) return set;
    return { items: command.startsWith('get pods') ? pods : [] };
  });
const two = status('ReplicaSet', { replicas: 2 }, { replicas: 2, readyReplicas: 2 });

test('all is well with as many Pods as the objects should have, those of Jobs aside', async () => {
  const pods = [pod('web-1', 'ReplicaSet'), pod('web-2', 'ReplicaSet'), pod('once-1', 'Job')];
  expect(await withPods(two, ...pods).well([replicaSet], true)).toBe(2);
});

test.each<[string, Cluster, string]>([
  ['a Pod too many', withPods(two, pod('web-1'), pod('web-2'), pod('another')), '3 Pods instead of 2'],
  ['a Pod too few, since another was adopted', withPods(two, pod('web-1')), '1 Pods instead of 2'],
  [
    'the number of Pods of another manifest',
    withPods(status('ReplicaSet', { replicas: 1 }, { replicas: 1, readyReplicas: 1 }), pod('web-1')),
    'ReplicaSet web 1 ready of 2',
  ],
])('%s is not well', async (_, cluster, got) => {
  await expect(cluster.well([replicaSet], true)).rejects.toMatchObject({ got: expect.stringContaining(got) });
});

/** The claims of a manifest whose command makes a Secret. */
function secretClaims(line: string, made: object, reasons: readonly Reason[] = []) {
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key' }, data: { a: 'x', b: 'y' } };
  const chart = new Section(new App(), 'secret', { title: 'Secret', commands: [{ line, makes: 'Secret key' }] });
  const manifest = { chart, file: 'secret.yaml', objects: [{ object, reasons }] };
  const all = new Manifests([...manifests().all, manifest]);
  const kubectl = new Scripted((command) =>
    command.startsWith('apply') ? { items: [object] } : { ...object, ...made },
  );
  const fake = cluster(kubectl, () => all);
  const { claims } = commands(all);
  const last = claims.at(-1);
  const claim = claims.find(({ text }) => text.startsWith('secret.yaml'));
  const run = async (claim: Claim | undefined) => claim?.test(fake);
  return { kubectl, compare: () => run(claim), needed: () => run(last) };
}

test('a command and its manifest may be equal, and the words of the command are those that a shell would see', async () => {
  const { compare, kubectl } = secretClaims('kubectl create secret key --from-literal=a="x y" "b c" -- d', {});
  await compare();
  expect(kubectl.asked).toContain('create secret key --from-literal=a=x y b c --dry-run=server -o json -- d');
});

test('a difference without a reason fails, and one with a reason passes', async () => {
  const line = 'kubectl create secret key';
  const data = { a: 'x', b: 'other' };
  const failed = { expected: 'no difference without a reason', got: 'a difference in data.b' };
  await expect(secretClaims(line, { data }).compare()).rejects.toMatchObject(failed);
  await expect(secretClaims(line, { data }, [{ path: ['data', 'a'], text: '' }]).compare()).rejects.toMatchObject(
    failed,
  );
  await secretClaims(line, { data }, [{ path: ['data', 'b'], text: '' }]).compare();
  await secretClaims(line, { data }, [{ path: ['data'], text: '' }]).compare();
});

test('a reason for what the command writes just so fails', async () => {
  const { compare, needed } = secretClaims('kubectl create secret key', {}, [{ path: ['data', 'a'], text: 'why' }]);
  await compare();
  await expect(needed()).rejects.toMatchObject({ got: 'Secret key, data.a: "why"' });
});

test('a command that makes another object fails', async () => {
  const { compare } = secretClaims('kubectl create secret other', { metadata: { name: 'other' } });
  await expect(compare()).rejects.toMatchObject({ expected: 'Secret key', got: 'Secret other' });
});
