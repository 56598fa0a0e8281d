import { expect, test } from '@jest/globals';
import { beside, type Case, check, finds } from '../../../tools/testing/test-chapter';
import { bindings } from './bindings';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const metadata = { name: 'readers' };
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
const account = { kind: 'ServiceAccount', name: 'default' };

finds(bindings, [
  [
    'an account from nowhere',
    beside({ apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef, subjects: [account] }),
    'other: ClusterRoleBinding readers: ServiceAccount default needs its namespace here. On a cluster, the API server refuses it.',
  ],
  [
    'an account of another group',
    beside({
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef,
      subjects: [{ ...account, apiGroup: roleRef.apiGroup }],
    }),
    'other: RoleBinding readers: the apiGroup of ServiceAccount default must be "", but is rbac.authorization.k8s.io. On a cluster, the API server refuses it.',
  ],
  [
    'a Role for the whole cluster',
    beside(
      { apiVersion, kind: 'Role', metadata, rules: [] },
      { apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef: { ...roleRef, kind: 'Role', name: 'readers' } },
    ),
    'other: ClusterRoleBinding readers: a ClusterRoleBinding must bind a ClusterRole, not a Role. On a cluster, the API server refuses it.',
  ],
  [
    'a rule about no group, and one about no resource',
    beside({
      apiVersion,
      kind: 'Role',
      metadata,
      rules: [
        { resources: ['pods'], verbs: ['get'] },
        { apiGroups: [''], verbs: ['get'] },
      ],
    }),
    'other: Role readers: a rule has no apiGroups. On a cluster, the API server refuses it.',
    'other: Role readers: a rule has no resources. On a cluster, the API server refuses it.',
  ],
  [
    'a Role about URLs',
    beside({ apiVersion, kind: 'Role', metadata, rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] }),
    'other: Role readers: nonResourceURLs are only allowed in a ClusterRole, in a rule without resources. On a cluster, the API server refuses it.',
  ],
  [
    'URLs beside resources',
    beside({
      apiVersion,
      kind: 'ClusterRole',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], nonResourceURLs: ['/healthz'], verbs: ['get'] }],
    }),
    'other: ClusterRole readers: nonResourceURLs are only allowed in a ClusterRole, in a rule without resources. On a cluster, the API server refuses it.',
  ],
  [
    'a group with a version',
    beside(role({ apiGroups: ['apps/v1'], resources: ['deployments'], verbs: ['get'] })),
    'other: Role readers: the group apps/v1 includes a version: write apps. On a cluster, the rule grants nothing.',
  ],
  ...['Pod', 'deployment', 'Pod/log'].map<Case>((resource) => [
    `the resource ${resource}`,
    beside(role({ apiGroups: ['', 'apps'], resources: ['services', resource], verbs: ['get'] })),
    `other: Role readers: ${resource} is not a resource name: use a lowercase plural, such as pods. On a cluster, the rule grants nothing.`,
  ]),
  [
    'nodes in a namespace',
    beside(role({ apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get'] })),
    'other: Role readers: nodes do not belong to a namespace, so only a ClusterRole can grant access to them. On a cluster, the rule grants nothing.',
  ],
]);

test.each<[string, object]>([
  [
    'a ClusterRole about nodes and URLs',
    {
      ...role(
        { apiGroups: [''], resources: ['nodes', 'pods/log', 'endpoints'], verbs: ['get'] },
        { nonResourceURLs: ['/healthz'], verbs: ['get'] },
      ),
      kind: 'ClusterRole',
    },
  ],
  ['a Role about everything', role({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })],
  ['a Role about nothing', { apiVersion, kind: 'Role', metadata }],
  [
    'a ClusterRole that is made of others',
    { apiVersion, kind: 'ClusterRole', metadata, aggregationRule: { clusterRoleSelectors: [{}] } },
  ],
  [
    'a binding of accounts, users and groups',
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef,
      subjects: [
        { ...account, namespace: 'kube-system' },
        { kind: 'User', name: 'jane', apiGroup: roleRef.apiGroup },
        { kind: 'Group', name: 'system:authenticated' },
      ],
    },
  ],
  [
    'a binding of an account of the same namespace',
    { apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects: [account] },
  ],
  ['a binding of nobody', { apiVersion, kind: 'RoleBinding', metadata, roleRef }],
])('nothing is found in %s', (_, object) => {
  expect(check(beside(object))).toEqual([]);
});

function role(...rules: object[]) {
  return { apiVersion, kind: 'Role', metadata, rules };
}
