import { containersOf, type Inventory, type Item, namespaceOf } from './inventory';
import type { LabelSelector } from './kubernetes';
import { accepted, type Finding, type Rule, refused } from './rule';
import { describe, isEmpty } from './selector';

/** PodDisruptionBudgets and NetworkPolicies are about Pods of the app. */
export const selections: Rule = {
  id: 'selections',
  finds:
    'A PodDisruptionBudget or a NetworkPolicy that selects no Pod, whose settings contradict each other, or that lets in where no Pod listens.',
  mend: 'Write labels of the Pods into the selector; of minAvailable and maxUnavailable, write one.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],

  *find(app) {
    for (const item of app.ofKind('PodDisruptionBudget', 'NetworkPolicy')) {
      const { kind, spec = {} } = item.object;
      const field = kind === 'NetworkPolicy' ? 'podSelector' : 'selector';
      const selector: LabelSelector = spec[field] ?? {};
      if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
        yield { item, path: 'spec', problem: 'it has both minAvailable and maxUnavailable', effect: refused };
      }
      if (kind === 'PodDisruptionBudget' && spec.selector === undefined) {
        yield { item, path: 'spec.selector', problem: 'it has no selector', effect: accepted('it protects no Pod') };
      } else if (!isEmpty(selector) && app.podIndex.matching(namespaceOf(item), selector).length === 0) {
        yield {
          item,
          path: `spec.${field}`,
          problem: `no Pod has the labels that it selects, ${describe(selector)}`,
          effect: accepted(
            kind === 'NetworkPolicy' ? 'it is about no Pod, and all traffic goes on' : 'it protects no Pod',
          ),
        };
      }
      yield* closedPorts(app, item, selector);
    }
  },
};

/** A NetworkPolicy is about the ports of Pods, whatever ports a Service has for them. */
function* closedPorts(app: Inventory, item: Item, selector: LabelSelector): Iterable<Finding> {
  const pods = app.podIndex.matching(namespaceOf(item), selector);
  const declared = pods.flatMap(({ spec }) => containersOf(spec)).flatMap(({ ports = [] }) => ports);
  if (declared.length === 0) return;
  for (const [index, { ports = [] }] of (item.object.spec?.ingress ?? []).entries()) {
    for (const [at, { port, endPort = port }] of ports.entries()) {
      const isOpen = declared.some(({ name, containerPort }) =>
        typeof port === 'number' && typeof endPort === 'number'
          ? port <= containerPort && containerPort <= endPort
          : name === port,
      );
      if (port === undefined || isOpen) continue;
      yield {
        item,
        path: `spec.ingress[${index}].ports[${at}].port`,
        problem: `it lets in at port ${port}, which no Pod that it selects declares`,
        effect: accepted('connections to the ports that they do have are dropped'),
      };
    }
  }
}
