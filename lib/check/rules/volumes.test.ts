import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, controller, finds, patched, podSpec } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { volumes } from './volumes';

const { add, remove, replace } = JsonPatch;

const data = { name: 'data', mountPath: '/data' };

finds(volumes, [
  [
    'a mount without its volume',
    changed('Pod helloworld', add(`${container}/volumeMounts`, [data])),
    'pod: Pod helloworld: container helloworld mounts volume data, which its Pod does not have. On a cluster, the API server refuses it.',
  ],
  [
    "a StatefulSet's mount without its volume",
    controller('StatefulSet', add('/spec/containers/0/volumeMounts', [data])),
    'other: StatefulSet other: container helloworld mounts volume data, which its Pod does not have. On a cluster, it is accepted, but none of its Pods can be created.',
  ],
  [
    'a volume with two sources',
    changed('Pod helloworld', add('/spec/volumes', [{ name: 'data', emptyDir: {}, downwardAPI: {} }])),
    'pod: Pod helloworld: volume data must have one source, but has emptyDir and downwardAPI. On a cluster, the API server refuses it.',
  ],
  [
    'a source of several with two kinds',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [
        {
          name: 'data',
          projected: {
            sources: [
              { configMap: { name: 'kube-root-ca.crt' } },
              { downwardAPI: {}, serviceAccountToken: { path: 'token' } },
            ],
          },
        },
      ]),
    ),
    'pod: Pod helloworld: a source of volume data must have one type, but has downwardAPI and serviceAccountToken. On a cluster, the API server refuses it.',
  ],
  [
    'two volumes of one name',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [
        { name: 'data', emptyDir: {} },
        { name: 'data', emptyDir: {} },
      ]),
    ),
    'pod: Pod helloworld: it has two volumes named data. On a cluster, the API server refuses it.',
  ],
  [
    'two mounts at one place',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
      add(`${container}/volumeMounts`, [data, { ...data, subPath: 'a' }]),
    ),
    'pod: Pod helloworld: container helloworld mounts two volumes at /data. On a cluster, the API server refuses it.',
  ],
  [
    'two parts of a volume for one mount',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
      add(`${container}/volumeMounts`, [{ ...data, subPath: 'a', subPathExpr: 'b' }]),
    ),
    'pod: Pod helloworld: container helloworld has both subPath and subPathExpr in one mount. On a cluster, the API server refuses it.',
  ],
  [
    'a device without its volume, in an init container',
    changed(
      'Pod curl',
      add('/spec/initContainers', podSpec('helloworld').containers),
      remove('/spec/initContainers/0/readinessProbe'),
      add('/spec/initContainers/0/volumeDevices', [{ name: 'disk', devicePath: '/dev/disk' }]),
    ),
    'pod: Pod curl: container helloworld mounts volume disk, which its Pod does not have. On a cluster, the API server refuses it.',
  ],
  [
    'a medium that there is not',
    changed('Pod helloworld', add('/spec/volumes', [{ name: 'data', emptyDir: { medium: 'Disk' } }])),
    'pod: Pod helloworld: the medium of volume data must be Memory or HugePages, but is Disk. On a cluster, the Pod waits for its volume: FailedMount.',
  ],
  [
    'mounts that go to the node, of a container without its rights',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
      add(`${container}/volumeMounts`, [{ ...data, mountPropagation: 'Bidirectional' }]),
    ),
    'pod: Pod helloworld: container helloworld mounts with Bidirectional propagation, but is not privileged. On a cluster, the API server refuses it.',
  ],
]);

test.each<[string, Item[]]>([
  [
    'a volume without a source, which is an emptyDir',
    changed('Pod helloworld', add('/spec/volumes', [{ name: 'data' }]), add(`${container}/volumeMounts`, [data])),
  ],
  [
    'memory and huge pages',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [
        { name: 'data', emptyDir: { medium: 'Memory' } },
        { name: 'pages', emptyDir: { medium: 'HugePages-2Mi' } },
        { name: 'disk', emptyDir: { medium: '' } },
      ]),
    ),
  ],
  [
    'a claim of a StatefulSet',
    patched(
      controller('StatefulSet', add('/spec/containers/0/volumeMounts', [data])),
      'StatefulSet other',
      add('/spec/volumeClaimTemplates', [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ]),
    ),
  ],
  [
    'parts of one volume at two places, one of which takes what the node mounts',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
      add(`${container}/volumeMounts`, [
        { ...data, subPath: 'a', mountPropagation: 'HostToContainer' },
        { ...data, mountPath: '/more', subPathExpr: 'b' },
      ]),
    ),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});

test('nothing is found in mounts that go to the node, of a privileged container', () => {
  const items = changed(
    'Pod helloworld',
    add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
    add(`${container}/volumeMounts`, [{ ...data, mountPropagation: 'Bidirectional' }]),
    replace(`${container}/securityContext`, { privileged: true }),
  );
  expect(check(items, { rules: [volumes] })).toEqual([]);
});

test("the claim templates of somebody else's controller are volumes of its Pods", () => {
  const spec = { containers: [{ name: 'db', image: 'db:1.0', volumeMounts: [data] }] };
  const object = {
    apiVersion: 'apps.kruise.io/v1alpha1',
    kind: 'CloneSet',
    metadata: { name: 'db' },
    spec: { template: { spec }, volumeClaimTemplates: [{ metadata: { name: data.name } }] },
  };
  expect(check([{ chart: 'db', object }], { rules: [volumes] })).toEqual([]);
});
