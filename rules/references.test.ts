import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, type Case, changed, container, finds } from '../tools/broken';
import { check } from './check';
import type { Entry } from './entries';
import { references } from './references';

const { add } = JsonPatch;

const env = (...variables: object[]) => add(`${container}/env`, variables);
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: 'blue' } };
const withSettings = (...patches: JsonPatch[]) => [
  ...changed('Pod curl', ...patches),
  { chart: 'other', object: settings },
];
const binding = (roleRef: object, ...subjects: object[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'readers' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef },
  subjects,
});

finds(references, [
  ...Object.entries<[JsonPatch, string]>({
    'a variable from a Secret': [
      env({ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }),
      'pod: Pod curl: spec.containers[0].env[0].valueFrom.secretKeyRef names Secret db, which the app does not have; if the cluster has it, declare it as given: Secret/db. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'all variables of a ConfigMap': [
      add(`${container}/envFrom`, [{ configMapRef: { name: 'colours' } }]),
      'pod: Pod curl: spec.containers[0].envFrom[0].configMapRef names ConfigMap colours, which the app does not have; if the cluster has it, declare it as given: ConfigMap/colours. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'a volume of a Secret': [
      add('/spec/volumes', [{ name: 'db', secret: { secretName: 'db' } }]),
      'pod: Pod curl: spec.volumes[0].secret names Secret db, which the app does not have; if the cluster has it, declare it as given: Secret/db. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
    'one of several sources of a volume': [
      add('/spec/volumes', [{ name: 'db', projected: { sources: [{ configMap: { name: 'colours' } }] } }]),
      'pod: Pod curl: spec.volumes[0].projected.sources[0].configMap names ConfigMap colours, which the app does not have; if the cluster has it, declare it as given: ConfigMap/colours. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
    'a claim': [
      add('/spec/volumes', [{ name: 'db', persistentVolumeClaim: { claimName: 'db' } }]),
      'pod: Pod curl: spec.volumes[0].persistentVolumeClaim names PersistentVolumeClaim db, which the app does not have; if the cluster has it, declare it as given: PersistentVolumeClaim/db. On a cluster, the Pod stays Pending.',
    ],
    'a ServiceAccount': [
      add('/spec/serviceAccountName', 'reader'),
      'pod: Pod curl: spec.serviceAccountName names ServiceAccount reader, which the app does not have; if the cluster has it, declare it as given: ServiceAccount/reader. On a cluster, no such Pod is made.',
    ],
    'a PriorityClass': [
      add('/spec/priorityClassName', 'high'),
      'pod: Pod curl: spec.priorityClassName names PriorityClass high, which the app does not have; if the cluster has it, declare it as given: PriorityClass/high. On a cluster, no such Pod is made.',
    ],
    'a RuntimeClass': [
      add('/spec/runtimeClassName', 'gvisor'),
      'pod: Pod curl: spec.runtimeClassName names RuntimeClass gvisor, which the app does not have; if the cluster has it, declare it as given: RuntimeClass/gvisor. On a cluster, no such Pod is made.',
    ],
    'a Secret to pull the image': [
      add('/spec/imagePullSecrets', [{ name: 'registry' }]),
      'pod: Pod curl: spec.imagePullSecrets[0] names Secret registry, which the app does not have; if the cluster has it, declare it as given: Secret/registry. On a cluster, the image is pulled without it, which a private registry refuses: ErrImagePull.',
    ],
    'a namespace': [
      add('/metadata/namespace', 'team'),
      'pod: Pod curl: metadata.namespace names Namespace team, which the app does not have; if the cluster has it, declare it as given: Namespace/team. On a cluster, the API server refuses it.',
    ],
  }).map<Case>(([what, [patch, line]]) => [what, changed('Pod curl', patch), line]),
]);

test.each<[string, readonly Entry[]]>([
  [
    'a key that is there',
    withSettings(env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } })),
  ],
  [
    'what need not be there',
    changed('Pod curl', add(`${container}/envFrom`, [{ secretRef: { name: 'db', optional: true } }])),
  ],
  [
    'what every cluster has',
    changed(
      'Pod curl',
      add('/spec/serviceAccountName', 'default'),
      add('/spec/priorityClassName', 'system-node-critical'),
      add('/metadata/namespace', 'kube-system'),
    ),
  ],
  [
    'roles that every cluster has',
    beside(binding({ kind: 'ClusterRole', name: 'view' }, { kind: 'User', name: 'jane' })),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items, { rules: [references] })).toEqual([]);
});

test('nothing is found in what the cluster is said to have', () => {
  const items = changed('Pod curl', add(`${container}/envFrom`, [{ secretRef: { name: 'db' } }]));
  expect(check(items, { given: ['Secret/db'] })).toEqual([]);
});
