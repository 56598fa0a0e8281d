import { accepted, refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { schemas } from '../schema/schemas';

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
    for (const item of app.ofKind('ClusterRoleBinding', 'RoleBinding')) {
      const { kind, roleRef, subjects = [] } = item.object;
      const isClusterWide = kind === 'ClusterRoleBinding';
      if (isClusterWide && roleRef?.kind === 'Role') {
        yield {
          item,
          path: 'roleRef.kind',
          problem: 'a ClusterRoleBinding must bind a ClusterRole, not a Role',
          effect: refused,
        };
      }
      for (const [index, { apiGroup = '', kind: who, name, namespace }] of subjects.entries()) {
        const path = `subjects[${index}]`;
        if (who === 'ServiceAccount' && isClusterWide && !namespace) {
          yield {
            item,
            path: `${path}.namespace`,
            problem: `ServiceAccount ${name} needs its namespace here`,
            effect: refused,
          };
        }
        if (who === 'ServiceAccount' && apiGroup !== '') {
          yield {
            item,
            path: `${path}.apiGroup`,
            problem: `the apiGroup of ServiceAccount ${name} must be "", but is ${apiGroup}`,
            effect: refused,
          };
        }
      }
    }
    for (const item of app.ofKind('ClusterRole', 'Role')) {
      for (const [index, { apiGroups = [], nonResourceURLs = [], resources = [] }] of (
        item.object.rules ?? []
      ).entries()) {
        const path = `rules[${index}]`;
        if (nonResourceURLs.length > 0) {
          if (item.object.kind === 'Role' || resources.length > 0) {
            yield {
              item,
              path: `${path}.nonResourceURLs`,
              problem: 'nonResourceURLs are only allowed in a ClusterRole, in a rule without resources',
              effect: refused,
            };
          }
          continue;
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
        const wide = own.find((name) => item.object.kind === 'Role' && clusterWide.includes(name));
        if (wide !== undefined) {
          const problem = `${wide} do not belong to a namespace, so only a ClusterRole can grant access to them`;
          yield { item, path: `${path}.resources`, problem, effect: nothing };
        }
        if (apiGroups.length === 0)
          yield { item, path: `${path}.apiGroups`, problem: 'a rule has no apiGroups', effect: refused };
        if (resources.length === 0)
          yield { item, path: `${path}.resources`, problem: 'a rule has no resources', effect: refused };
      }
    }
  },
};
