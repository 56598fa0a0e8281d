import { beside, finds } from '../tools/broken';
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
    'a user in a namespace',
    beside({
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef,
      subjects: [{ kind: 'User', name: 'jane', namespace: 'default' }],
    }),
    'other: RoleBinding readers: User jane has no namespace. On a cluster, the API server refuses it.',
  ],
  [
    'a Role for the whole cluster',
    beside(
      { apiVersion, kind: 'Role', metadata, rules: [] },
      { apiVersion, kind: 'ClusterRoleBinding', metadata, roleRef: { ...roleRef, kind: 'Role', name: 'readers' } },
    ),
    'other: ClusterRoleBinding readers: a ClusterRoleBinding binds a ClusterRole, not a Role. On a cluster, the API server refuses it.',
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
    'other: Role readers: nonResourceURLs are for the rules of a ClusterRole, without resources. On a cluster, the API server refuses it.',
  ],
]);
