import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import {
  beside,
  type Case,
  changed,
  check,
  container,
  controller,
  finds,
  patched,
  podSpec,
  routed,
} from '../../../tools/testing/test-chapter';
import type { Entry } from '../objects/entries';
import { references } from './references';

const { add } = JsonPatch;

const env = (...variables: object[]) => add(`${container}/env`, variables);
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: 'blue' } };
const withSettings = (...patches: JsonPatch[]) => [
  ...changed('Pod curl', ...patches),
  { chart: 'other', object: settings },
  { chart: 'other', object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty' } } },
];
const team = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } };
const binding = (roleRef: object, ...subjects: object[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'readers' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef },
  subjects,
});
const autoscaler = (name: string, kind = 'Deployment') => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name },
  spec: { scaleTargetRef: { kind, name }, maxReplicas: 5 },
});
const claim = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});

finds(references, [
  ...Object.entries<[JsonPatch, string]>({
    'a variable from a Secret': [
      env({ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }),
      'pod: Pod curl: spec.containers[0].env[0].valueFrom.secretKeyRef names Secret db, which the app does not have; if the cluster already has it, declare it as given: Secret/db. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'all variables of a ConfigMap': [
      add(`${container}/envFrom`, [{ configMapRef: { name: 'colours' } }]),
      'pod: Pod curl: spec.containers[0].envFrom[0].configMapRef names ConfigMap colours, which the app does not have; if the cluster already has it, declare it as given: ConfigMap/colours. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'a volume of a Secret': [
      add('/spec/volumes', [{ name: 'db', secret: { secretName: 'db' } }]),
      'pod: Pod curl: spec.volumes[0].secret names Secret db, which the app does not have; if the cluster already has it, declare it as given: Secret/db. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
    'one of several sources of a volume': [
      add('/spec/volumes', [{ name: 'db', projected: { sources: [{ configMap: { name: 'colours' } }] } }]),
      'pod: Pod curl: spec.volumes[0].projected.sources[0].configMap names ConfigMap colours, which the app does not have; if the cluster already has it, declare it as given: ConfigMap/colours. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
    'a claim': [
      add('/spec/volumes', [{ name: 'db', persistentVolumeClaim: { claimName: 'db' } }]),
      'pod: Pod curl: spec.volumes[0].persistentVolumeClaim names PersistentVolumeClaim db, which the app does not have; if the cluster already has it, declare it as given: PersistentVolumeClaim/db. On a cluster, the Pod stays Pending.',
    ],
    'a ServiceAccount': [
      add('/spec/serviceAccountName', 'reader'),
      'pod: Pod curl: spec.serviceAccountName names ServiceAccount reader, which the app does not have; if the cluster already has it, declare it as given: ServiceAccount/reader. On a cluster, none of its Pods is created.',
    ],
    'a PriorityClass': [
      add('/spec/priorityClassName', 'high'),
      'pod: Pod curl: spec.priorityClassName names PriorityClass high, which the app does not have; if the cluster already has it, declare it as given: PriorityClass/high. On a cluster, none of its Pods is created.',
    ],
    'a RuntimeClass': [
      add('/spec/runtimeClassName', 'gvisor'),
      'pod: Pod curl: spec.runtimeClassName names RuntimeClass gvisor, which the app does not have; if the cluster already has it, declare it as given: RuntimeClass/gvisor. On a cluster, none of its Pods is created.',
    ],
    'a Secret to pull the image': [
      add('/spec/imagePullSecrets', [{ name: 'registry' }]),
      'pod: Pod curl: spec.imagePullSecrets[0] names Secret registry, which the app does not have; if the cluster already has it, declare it as given: Secret/registry. On a cluster, the image is pulled without credentials, which a private registry refuses: ErrImagePull.',
    ],
    'a namespace': [
      add('/metadata/namespace', 'team'),
      'pod: Pod curl: metadata.namespace names Namespace team, which the app does not have; if the cluster already has it, declare it as given: Namespace/team. On a cluster, kubectl finds no such namespace.',
    ],
    'a key of nothing': [
      env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'colours', key: 'sky' } } }),
      'pod: Pod curl: spec.containers[0].env[0].valueFrom.configMapKeyRef names ConfigMap colours, which the app does not have; if the cluster already has it, declare it as given: ConfigMap/colours. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'all variables of a Secret': [
      add(`${container}/envFrom`, [{ secretRef: { name: 'db' } }]),
      'pod: Pod curl: spec.containers[0].envFrom[0].secretRef names Secret db, which the app does not have; if the cluster already has it, declare it as given: Secret/db. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'a volume of a ConfigMap': [
      add('/spec/volumes', [{ name: 'colours', configMap: { name: 'colours' } }]),
      'pod: Pod curl: spec.volumes[0].configMap names ConfigMap colours, which the app does not have; if the cluster already has it, declare it as given: ConfigMap/colours. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
    'another of several sources of a volume': [
      add('/spec/volumes', [{ name: 'db', projected: { sources: [{ downwardAPI: {} }, { secret: { name: 'db' } }] } }]),
      'pod: Pod curl: spec.volumes[0].projected.sources[1].secret names Secret db, which the app does not have; if the cluster already has it, declare it as given: Secret/db. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
  }).map<Case>(([what, [patch, line]]) => [what, changed('Pod curl', patch), line]),
  ...Object.entries<[JsonPatch, string]>({
    'a key that a ConfigMap does not have': [
      env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'size' } } }),
      'pod: Pod curl: spec.containers[0].env[0].valueFrom.configMapKeyRef names the key size of ConfigMap settings, which has only colour. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'a file of a key that a ConfigMap does not have': [
      add('/spec/volumes', [{ name: 'a', configMap: { name: 'settings', items: [{ key: 'size', path: 'size' }] } }]),
      'pod: Pod curl: spec.volumes[0].configMap names the key size of ConfigMap settings, which has only colour. On a cluster, the Pod waits for its volume: FailedMount.',
    ],
    'a key of an empty Secret': [
      env({ name: 'A', valueFrom: { secretKeyRef: { name: 'empty', key: 'password' } } }),
      'pod: Pod curl: spec.containers[0].env[0].valueFrom.secretKeyRef names the key password of Secret empty, which has none. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
  }).map<Case>(([what, [patch, line]]) => [what, withSettings(patch), line]),
  [
    'a ConfigMap of another namespace',
    beside(team, settings, {
      apiVersion: 'v1',
      kind: 'PodTemplate',
      metadata: { name: 'other', namespace: 'team' },
      template: podWith({ envFrom: [{ configMapRef: { name: 'settings' } }] }),
    }),
    'other: PodTemplate other: template.spec.containers[0].envFrom[0].configMapRef names ConfigMap settings, which the app does not have in namespace team; if the cluster already has it, declare it as given: ConfigMap/settings. On a cluster, the container is not started: CreateContainerConfigError.',
  ],
  [
    'a Secret, in a CronJob',
    controller('CronJob', add('/spec/volumes', [{ name: 'db', secret: { secretName: 'db' } }])),
    'other: CronJob other: spec.jobTemplate.spec.template.spec.volumes[0].secret names Secret db, which the app does not have; if the cluster already has it, declare it as given: Secret/db. On a cluster, the Pod waits for its volume: FailedMount.',
  ],
  [
    'a role, and an account, that nobody has',
    beside(binding({ kind: 'Role', name: 'reader' }, { kind: 'ServiceAccount', name: 'reader', namespace: 'team' })),
    'other: RoleBinding readers: roleRef names Role reader, which the app does not have; if the cluster already has it, declare it as given: Role/reader. On a cluster, it grants nothing.',
    'other: RoleBinding readers: subjects[0] names ServiceAccount reader, which the app does not have in namespace team; if the cluster already has it, declare it as given: ServiceAccount/reader. On a cluster, nobody is granted anything.',
  ],
  [
    'a role, and an account, for the whole cluster, that nobody has',
    beside({
      ...binding(
        { kind: 'ClusterRole', name: 'reader' },
        { kind: 'ServiceAccount', name: 'reader', namespace: 'team' },
      ),
      kind: 'ClusterRoleBinding',
    }),
    'other: ClusterRoleBinding readers: roleRef names ClusterRole reader, which the app does not have; if the cluster already has it, declare it as given: ClusterRole/reader. On a cluster, it grants nothing.',
    'other: ClusterRoleBinding readers: subjects[0] names ServiceAccount reader, which the app does not have in namespace team; if the cluster already has it, declare it as given: ServiceAccount/reader. On a cluster, nobody is granted anything.',
  ],
  [
    'a Deployment to scale',
    beside(autoscaler('web')),
    'other: HorizontalPodAutoscaler web: spec.scaleTargetRef names Deployment web, which the app does not have; if the cluster already has it, declare it as given: Deployment/web. On a cluster, it scales nothing: FailedGetScale.',
  ],
  [
    'the certificate of a Gateway',
    routed(
      'Gateway helloworld',
      add('/spec/listeners/-', {
        name: 'https',
        protocol: 'HTTPS',
        port: 443,
        tls: { certificateRefs: [{ name: 'certificate' }] },
      }),
    ),
    'gateway: Gateway helloworld: spec.listeners[1].tls.certificateRefs[0] names Secret certificate, which the app does not have; if the cluster already has it, declare it as given: Secret/certificate. On a cluster, the listener accepts no requests: InvalidCertificateRef.',
  ],
  [
    'a certificate',
    changed('Ingress helloworld', add('/spec/tls', [{ hosts: ['example.com'] }, { secretName: 'certificate' }])),
    'ingress: Ingress helloworld: spec.tls[1].secretName names Secret certificate, which the app does not have; if the cluster already has it, declare it as given: Secret/certificate. On a cluster, the ingress controller serves its own default certificate.',
  ],
  [
    'a volume to claim',
    beside(claim({ volumeName: 'disk' })),
    'other: PersistentVolumeClaim data: spec.volumeName names PersistentVolume disk, which the app does not have; if the cluster already has it, declare it as given: PersistentVolume/disk. On a cluster, it stays Pending.',
  ],
  [
    'the Service of a StatefulSet',
    patched(controller('StatefulSet'), 'StatefulSet other', add('/spec/serviceName', 'others')),
    'other: StatefulSet other: spec.serviceName names Service others, which the app does not have; if the cluster already has it, declare it as given: Service/others. On a cluster, its Pods have no DNS names.',
  ],
  [
    'the Service of a StatefulSet, which has an address',
    patched(controller('StatefulSet'), 'StatefulSet other', add('/spec/serviceName', 'helloworld-clusterip')),
    'other: StatefulSet other: its Service helloworld-clusterip is not headless (clusterIP: None). On a cluster, its Pods have no DNS names.',
  ],
  [
    'a Role of another namespace',
    beside(
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'reader', namespace: 'kube-system' },
        rules: [],
      },
      binding({ kind: 'Role', name: 'reader' }),
    ),
    'other: RoleBinding readers: roleRef names Role reader, which the app does not have; if the cluster already has it, declare it as given: Role/reader. On a cluster, it grants nothing.',
  ],
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
  [
    'keys of binary data, and of a Secret as it is written',
    [
      ...changed(
        'Pod curl',
        env({ name: 'A', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } }),
        add('/spec/volumes', [{ name: 'a', configMap: { name: 'icons', items: [{ key: 'logo', path: 'logo.png' }] } }]),
      ),
      {
        chart: 'other',
        object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: 'x' } },
      },
      {
        chart: 'other',
        object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'icons' }, binaryData: { logo: 'eA==' } },
      },
    ],
  ],
  [
    'a key that need not be there',
    withSettings(env({ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'size', optional: true } } })),
  ],
  [
    'the certificates that every namespace has',
    changed('Pod curl', add('/spec/volumes', [{ name: 'ca', configMap: { name: 'kube-root-ca.crt' } }])),
  ],
  [
    'objects without a namespace, and one of a namespace of the app',
    [
      ...changed('Pod curl', add('/spec/priorityClassName', 'high'), add('/metadata/namespace', 'team')),
      { chart: 'other', object: team },
      {
        chart: 'other',
        object: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1 },
      },
    ],
  ],
  [
    'an account of another namespace, for a role of this one',
    beside(
      team,
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'reader' } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'team' } },
      binding(
        { kind: 'Role', name: 'reader' },
        { kind: 'ServiceAccount', name: 'reader', namespace: 'team' },
        { kind: 'Group', name: 'system:authenticated' },
      ),
    ),
  ],
  [
    'a kind of another API that is scaled',
    beside({ apiVersion: 'example.com/v1', kind: 'Site', metadata: { name: 'web' } }, autoscaler('web', 'Site')),
  ],
  ['a claim of any volume', beside(claim({ volumeName: '' }))],
  [
    'a StatefulSet with a headless Service',
    [
      ...patched(controller('StatefulSet'), 'StatefulSet other', add('/spec/serviceName', 'others')),
      {
        chart: 'other',
        object: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'others' },
          spec: { clusterIP: 'None', selector: { role: 'other' } },
        },
      },
    ],
  ],
  ['a StatefulSet without a Service', controller('StatefulSet')],
])('nothing is found in %s', (_, items) => {
  expect(check(items, { rules: [references] })).toEqual([]);
});

test('nothing is found in what the cluster is said to have', () => {
  const items = changed('Pod curl', add(`${container}/envFrom`, [{ secretRef: { name: 'db' } }]));
  expect(check(items, { given: ['Secret/db'] })).toEqual([]);
});

test('nothing is found in a namespace and a role that the cluster is said to have', () => {
  const items = [
    ...changed('Pod curl', add('/metadata/namespace', 'team')),
    { chart: 'other', object: binding({ kind: 'Role', name: 'reader' }) },
  ];
  expect(check(items, { given: ['Namespace/team', 'Role/reader'] })).toEqual([]);
});

function podWith(fields: object) {
  const spec = podSpec('curl');
  return { spec: { ...spec, containers: spec.containers.map((own) => ({ ...own, ...fields })) } };
}

test('a certificate of another kind than Secret is left alone', () => {
  const certificateRefs = [{ group: 'certs.example.com', kind: 'ManagedCert', name: 'certificate' }];
  const https = { name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs } };
  expect(check(routed('Gateway helloworld', add('/spec/listeners/-', https)))).toEqual([]);
});
