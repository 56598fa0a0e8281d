import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import { accepted, refused } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import type { Item } from '../objects/item';
import type { Known } from '../objects/kubernetes';
import { schemas } from '../schema/imported';

/** Resources in no namespace that Roles are often written for. */
const clusterWide = [
  'clusterrolebindings',
  'clusterroles',
  'namespaces',
  'nodes',
  'persistentvolumes',
  'storageclasses',
];

const nothing = accepted('the rule grants nothing');

/** The kinds in lowercase letters, but for Endpoints, which are several already. */
const singular = new Set(
  Object.keys(schemas.kinds)
    .map((name) => name.replace(/^.* /, '').toLowerCase())
    .filter((kind) => kind !== 'endpoints'),
);

/** Roles grant something, and bindings grant it to someone. */
export const bindings: Rule = {
  id: 'bindings',
  finds:
    'A binding whose role or subjects have a kind or namespace that it does not allow; a role whose rules name no resource, or a group or resource that does not exist.',
  mend: 'Give each ServiceAccount in a ClusterRoleBinding its namespace, bind a ClusterRole, and set apiGroups, resources and verbs in each rule ("" is the group of Pods and Services).',
  sources: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/'],

  *find(app) {
    for (const item of app.ofKind('ClusterRoleBinding', 'RoleBinding')) yield* inBinding(item);
    for (const item of app.ofKind('ClusterRole', 'Role')) {
      for (const [index, rule] of (item.object.rules ?? []).entries()) yield* inRule(item, rule, `rules[${index}]`);
    }
  },
};

function* inBinding(item: Item<Known<'ClusterRoleBinding' | 'RoleBinding'>>): Iterable<Finding> {
  const { kind, roleRef, subjects = [] } = item.object;
  const isClusterWide = kind === 'ClusterRoleBinding';
  if (isClusterWide && roleRef.kind === 'Role') {
    const problem = 'a ClusterRoleBinding must bind a ClusterRole, not a Role';
    yield { item, path: 'roleRef.kind', problem, effect: refused };
  }
  for (const [index, { apiGroup = '', kind: who, name, namespace }] of subjects.entries()) {
    const path = `subjects[${index}]`;
    if (who !== 'ServiceAccount') continue;
    if (isClusterWide && !namespace) {
      const problem = `ServiceAccount ${name} needs its namespace here`;
      yield { item, path: `${path}.namespace`, problem, effect: refused };
    }
    if (apiGroup !== '') {
      const problem = `the apiGroup of ServiceAccount ${name} must be "", but is ${apiGroup}`;
      yield { item, path: `${path}.apiGroup`, problem, effect: refused };
    }
  }
}

function* inRule(
  item: Item<Known<'ClusterRole' | 'Role'>>,
  { apiGroups = [], nonResourceURLs = [], resources = [] }: PolicyRule,
  path: string,
): Iterable<Finding> {
  const isOfNamespace = item.object.kind === 'Role';
  if (nonResourceURLs.length > 0) {
    if (!isOfNamespace && resources.length === 0) return;
    const problem = 'nonResourceURLs are only allowed in a ClusterRole, in a rule without resources';
    yield { item, path: `${path}.nonResourceURLs`, problem, effect: refused };
    return;
  }
  for (const group of apiGroups.filter((name) => name.includes('/'))) {
    const problem = `the group ${group} includes a version: write ${group.replace(/\/.*/, '')}`;
    yield { item, path: `${path}.apiGroups`, problem, effect: nothing };
  }
  const own = apiGroups.every((group) => !group.includes('.') || group.endsWith('.k8s.io')) ? resources : [];
  for (const resource of own.filter((name) => /[A-Z]/.test(name) || singular.has(name.replace(/\/.*/, '')))) {
    const problem = `${resource} is not a resource name: use a lowercase plural, such as pods`;
    yield { item, path: `${path}.resources`, problem, effect: nothing };
  }
  const wide = isOfNamespace ? own.find((name) => clusterWide.includes(name)) : undefined;
  if (wide !== undefined) {
    const problem = `${wide} do not belong to a namespace, so only a ClusterRole can grant access to them`;
    yield { item, path: `${path}.resources`, problem, effect: nothing };
  }
  for (const [field, values] of Object.entries({ apiGroups, resources })) {
    if (values.length > 0) continue;
    yield { item, path: `${path}.${field}`, problem: `a rule has no ${field}`, effect: refused };
  }
}
