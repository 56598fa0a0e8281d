import type { PodSpec, ServicePort } from 'kubernetes-types/core/v1';
import { accepted } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { runsBeside } from '../objects/containers';
import type { Inventory } from '../objects/inventory';
import { type Item, isHeadless, namespaceOf, titleOf } from '../objects/item';
import type { Known } from '../objects/kubernetes';
import type { Pod } from '../objects/pods';
import { describe, isEmpty, selectorOf } from '../objects/selector';

/**
 * A Service with a selector matches at least one Pod or template, and every one that it matches declares the port that
 * the Service sends to; one without has endpoints of its own.
 */
export const serviceTargets: Rule = {
  id: 'service-targets',
  finds: 'A Service that leads nowhere: it selects no Pod, or its targetPort is a port that a Pod does not declare.',
  mend: 'Use the labels of the Pods in the selector, and the number or name of one of their container ports as `targetPort`.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
    'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
    'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
  ],

  *find(app) {
    const byHand = withEndpoints(app);
    for (const item of app.ofKind('Service')) {
      if (item.object.spec?.type === 'ExternalName') continue;
      const selector = selectorOf(item.object);
      if (!selector || isEmpty(selector)) {
        if (byHand.has(key(item, item.object.metadata.name))) continue;
        yield {
          item,
          path: 'spec.selector',
          problem: 'it has neither a selector nor Endpoints',
          effect: withoutPods(item),
        };
        continue;
      }
      const pods = app.podIndex.matching(namespaceOf(item), selector);
      if (pods.length === 0) {
        yield {
          item,
          path: 'spec.selector',
          problem: `no Pod has the labels in its selector, ${describe(selector)}`,
          effect: withoutPods(item),
        };
      }
      for (const pod of pods) yield* missingPorts(item, pod);
    }
  },
};

function* missingPorts(item: Item<Known<'Service'>>, pod: Pod): Iterable<Finding> {
  for (const [index, port] of (item.object.spec?.ports ?? []).entries()) {
    const { targetPort = port.port } = port;
    const at = `spec.ports[${index}]`;
    // The name of a headless Service leads straight to the Pods, so nothing turns its port into another.
    if (isHeadless(item) && typeof targetPort === 'number') {
      if (declares(pod.spec, port, port.port)) continue;
      yield {
        item,
        path: `${at}.port`,
        problem: `its port ${port.port} is not a port of ${titleOf(pod.item)}, and a headless Service does not translate ports`,
        effect: accepted('requests to it fail, unless something listens on the undeclared port'),
      };
    } else if (!declares(pod.spec, port, targetPort)) {
      yield {
        item,
        path: `${at}.targetPort`,
        problem: `its targetPort ${targetPort} is not a port of ${titleOf(pod.item)}`,
        effect: accepted(
          typeof targetPort === 'string'
            ? 'that Pod is not one of its endpoints; if there are no others, connections are refused'
            : 'requests to it fail, unless something listens on the undeclared port',
        ),
      };
    }
  }
}

/** The Services whose endpoints are written by hand. */
function withEndpoints(app: Inventory): Set<string> {
  const endpoints = app.ofKind('Endpoints').map((item) => key(item, item.object.metadata.name));
  const slices = app
    .ofKind('EndpointSlice')
    .map((item) => key(item, item.object.metadata.labels?.['kubernetes.io/service-name']));
  return new Set([...endpoints, ...slices]);
}

function key(item: Item, name: string | undefined): string {
  return `${namespaceOf(item)}/${name}`;
}

function withoutPods(service: Item<Known<'Service'>>) {
  return accepted(
    isHeadless(service) ? 'its name resolves to no address' : 'it has no endpoints, and connections to it are refused',
  );
}

function declares(
  { containers = [], initContainers = [] }: PodSpec,
  { protocol = 'TCP' }: ServicePort,
  target: number | string,
) {
  const beside = initContainers.filter(runsBeside);
  return [...containers, ...beside]
    .flatMap(({ ports = [] }) => ports)
    .some(
      (declared) =>
        target === (typeof target === 'string' ? declared.name : declared.containerPort) &&
        protocol === (declared.protocol ?? 'TCP'),
    );
}
