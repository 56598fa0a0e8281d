import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, type Case, check, controller, finds, patched } from '../../../tools/testing/test-chapter';
import type { Entry } from '../objects/entries';
import { claims } from './claims';

const { add } = JsonPatch;

const spec = { accessModes: ['ReadWriteOnce'] };
const resources = { requests: { storage: '1Gi' } };
const claim = (wanted: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { ...spec, ...wanted },
});
const volume = (has: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'disk' },
  spec: { ...spec, capacity: { storage: '1Gi' }, nfs: { server: 'nfs.example.com', path: '/' }, ...has },
});
const claiming = (...templates: object[]) =>
  patched(controller('StatefulSet'), 'StatefulSet other', add('/spec/volumeClaimTemplates', templates));
const onNode = {
  required: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node'] }] }],
  },
};
const local = { nfs: undefined, local: { path: '/disk' } };

finds(claims, [
  [
    'a claim of nothing',
    beside(claim({})),
    'other: PersistentVolumeClaim data: the claim data requests no storage. On a cluster, the API server refuses it.',
  ],
  [
    'a claim of no bytes',
    beside(claim({ resources: { requests: { storage: 0 } } })),
    'other: PersistentVolumeClaim data: the claim data requests no storage. On a cluster, the API server refuses it.',
  ],
  [
    'a StatefulSet whose Pods claim nothing',
    claiming({ metadata: { name: 'disk' }, spec: { ...spec, resources } }, { metadata: { name: 'data' }, spec }),
    'other: StatefulSet other: the claim data requests no storage. On a cluster, it is accepted, but none of its Pods can be created.',
  ],
  [
    'a local volume that is nowhere',
    beside(volume(local)),
    'other: PersistentVolume disk: a local volume must name its node. On a cluster, the API server refuses it.',
  ],
  [
    'a claim for one Pod, and for several',
    beside(claim({ accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'], resources })),
    'other: PersistentVolumeClaim data: ReadWriteOncePod must be the only access mode. On a cluster, the API server refuses it.',
  ],
  ...Object.entries({
    'too small': { capacity: { storage: '1G' } },
    'for others to read': { accessModes: ['ReadOnlyMany'] },
    'without a file system': { volumeMode: 'Block' },
  }).map<Case>(([what, has]) => [
    `a volume that is ${what}`,
    beside(volume({ storageClassName: 'manual', ...has }), claim({ storageClassName: 'manual', resources })),
    'other: PersistentVolumeClaim data: no PersistentVolume of its class, "manual", offers its size, access modes and volume mode. On a cluster, it stays Pending, unless volumes of that class are provisioned on demand.',
  ]),
  [
    'a volume of no class that is too small',
    beside(volume({}), claim({ storageClassName: '', resources: { requests: { storage: '2Gi' } } })),
    'other: PersistentVolumeClaim data: no PersistentVolume of its class, "", offers its size, access modes and volume mode. On a cluster, it stays Pending, unless volumes of that class are provisioned on demand.',
  ],
]);

test.each<[string, readonly Entry[]]>([
  ['a claim with a sign before its size', beside(claim({ resources: { requests: { storage: '+1Gi' } } }))],
  ['a claim for one Pod', beside(claim({ accessModes: ['ReadWriteOncePod'], resources }))],
  ['a claim of the default class', beside(volume({ capacity: { storage: '1Mi' } }), claim({ resources }))],
  [
    'a claim of a class without volumes',
    beside(volume({ capacity: { storage: '1Mi' } }), claim({ storageClassName: 'standard', resources })),
  ],
  [
    'one of two volumes that fits',
    beside(
      volume({ storageClassName: 'manual', capacity: { storage: '1Mi' } }),
      {
        ...volume({ storageClassName: 'manual', accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }),
        metadata: { name: 'disk-2' },
      },
      claim({ storageClassName: 'manual', resources }),
    ),
  ],
  [
    'a volume without a file system, claimed so',
    beside(
      volume({ storageClassName: 'manual', volumeMode: 'Block' }),
      claim({ storageClassName: 'manual', volumeMode: 'Block', resources }),
    ),
  ],
  ['a local volume of a node', beside(volume({ ...local, nodeAffinity: onNode }))],
  ['a StatefulSet without claims', claiming()],
  ['a StatefulSet with a claim', claiming({ metadata: { name: 'data' }, spec: { ...spec, resources } })],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});
