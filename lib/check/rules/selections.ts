import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { accepted, type Effect, refused } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { containersOf } from '../objects/containers';
import type { Inventory } from '../objects/inventory';
import { type Item, namespaceOf } from '../objects/item';
import type { Known } from '../objects/kubernetes';
import { type Pod, replicasOf } from '../objects/pods';
import { describe, isEmpty } from '../objects/selector';

/** PodDisruptionBudgets and NetworkPolicies are about Pods of the app. */
export const selections: Rule = {
  id: 'selections',
  finds:
    'A PodDisruptionBudget or a NetworkPolicy that selects no Pod, has conflicting settings, or allows traffic to a port that no Pod declares.',
  mend: 'Use labels of the Pods in the selector; set either minAvailable or maxUnavailable.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],

  *find(app) {
    for (const item of app.ofKind('PodDisruptionBudget')) {
      const { selector, minAvailable, maxUnavailable } = item.object.spec ?? {};
      if (minAvailable !== undefined && maxUnavailable !== undefined) {
        yield { item, path: 'spec', problem: 'it has both minAvailable and maxUnavailable', effect: refused };
      }
      const effect = accepted('it protects no Pod');
      if (selector === undefined) yield { item, path: 'spec.selector', problem: 'it has no selector', effect };
      const pods = yield* selectedBy(app, item, 'spec.selector', selector, effect);
      yield* blocked(item, pods);
    }
    for (const item of app.ofKind('NetworkPolicy')) {
      const effect = accepted('it applies to no Pod, so all traffic is still allowed');
      const pods = yield* selectedBy(app, item, 'spec.podSelector', item.object.spec?.podSelector, effect);
      yield* closedPorts(item, pods);
      yield* peers(app, item);
    }
  },
};

/** The Pods that a selector is about; none if it is about all. */
function* selectedBy(
  app: Inventory,
  item: Item,
  path: string,
  selector: LabelSelector = {},
  effect: Effect,
): Generator<Finding, Pod[]> {
  if (isEmpty(selector)) return [];
  const pods = app.podIndex.matching(namespaceOf(item), selector);
  if (pods.length === 0) {
    yield { item, path, problem: `no Pod has the labels in its selector, ${describe(selector)}`, effect };
  }
  return pods;
}

/** A NetworkPolicy applies to the ports of Pods, not to those of a Service. A policy for all Pods is not checked. */
function* closedPorts(item: Item<Known<'NetworkPolicy'>>, pods: readonly Pod[]): Iterable<Finding> {
  const declared = pods.flatMap(containersOf).flatMap(({ container: { ports = [] } }) => ports);
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
        problem: `it allows traffic to port ${port}, which none of its Pods declares`,
        effect: accepted('connections to other ports of these Pods are dropped, and nothing listens on this one'),
      };
    }
  }
}

/** The peers of a NetworkPolicy. */
function* peers(app: Inventory, item: Item<Known<'NetworkPolicy'>>): Iterable<Finding> {
  const { ingress = [], egress = [], policyTypes } = item.object.spec ?? {};
  const directions = [
    { direction: 'Ingress', side: 'from', rules: ingress.map(({ from, ports }) => ({ others: from, ports })) },
    { direction: 'Egress', side: 'to', rules: egress.map(({ to, ports }) => ({ others: to, ports })) },
  ];
  for (const { direction, side, rules } of directions) {
    const field = direction.toLowerCase();
    if (policyTypes && policyTypes.length > 0 && rules.length > 0 && !policyTypes.includes(direction)) {
      const problem = `it has rules under ${field}, but its policyTypes are only ${policyTypes.join(', ')}`;
      yield { item, path: 'spec.policyTypes', problem, effect: accepted('these rules are ignored') };
    }
    for (const [index, { others = [], ports = [] }] of rules.entries()) {
      const at = `spec.${field}[${index}]`;
      for (const [number, { port, endPort }] of ports.entries()) {
        if (endPort === undefined || (typeof port === 'number' && port <= endPort)) continue;
        const problem = `endPort ${endPort} needs a numeric port that is not larger`;
        yield { item, path: `${at}.ports[${number}].endPort`, problem, effect: refused };
      }
      for (const [number, { ipBlock, namespaceSelector, podSelector }] of others.entries()) {
        const path = `${at}.${side}[${number}]`;
        if (!ipBlock && !namespaceSelector && !podSelector) {
          yield { item, path, problem: 'a peer must have a selector or an ipBlock', effect: refused };
        } else if (ipBlock && (namespaceSelector || podSelector)) {
          yield { item, path, problem: 'a peer with an ipBlock cannot have selectors', effect: refused };
        } else if (
          podSelector &&
          !namespaceSelector &&
          !isEmpty(podSelector) &&
          app.podIndex.matching(namespaceOf(item), podSelector).length === 0
        ) {
          const problem = `no Pod has the labels of its peer, ${describe(podSelector)}`;
          yield { item, path: `${path}.podSelector`, problem, effect: accepted('it lets no traffic through') };
        }
      }
    }
  }
}

/** Whether a PodDisruptionBudget lets any Pod go. */
function* blocked(item: Item<Known<'PodDisruptionBudget'>>, pods: readonly Pod[]): Iterable<Finding> {
  const { minAvailable, maxUnavailable } = item.object.spec ?? {};
  for (const [field, value] of Object.entries({ minAvailable, maxUnavailable })) {
    if (typeof value !== 'string' || Number.parseInt(value, 10) <= 100) continue;
    yield { item, path: `spec.${field}`, problem: `${field} must be at most 100%, but is ${value}`, effect: refused };
  }
  // How many there are is only known of bare Pods, and of controllers that say so; those of a DaemonSet are not drained.
  const counts = pods.map(({ item: { object } }) => (object.kind === 'Pod' ? 1 : (replicasOf(object) ?? Number.NaN)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isBlocked =
    minAvailable === '100%' ||
    maxUnavailable === 0 ||
    maxUnavailable === '0%' ||
    (typeof minAvailable === 'number' && minAvailable >= total);
  if (!(total > 0) || !isBlocked) return;
  yield {
    item,
    path: minAvailable === undefined ? 'spec.maxUnavailable' : 'spec.minAvailable',
    problem: `it selects ${total} Pod${total === 1 ? '' : 's'} and allows no eviction`,
    effect: accepted('kubectl drain never finishes on nodes that run one of them'),
  };
}
