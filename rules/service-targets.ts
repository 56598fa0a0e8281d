import { type Inventory, type Item, namespaceOf, titleOf } from './inventory';
import type { PodSpec, ServicePort } from './kubernetes';
import type { Finding } from './rule';
import { describe, isEmpty, selectorOf } from './selector';

/**
 * A Service with a selector matches at least one Pod or template, and every one that it matches declares the port that
 * the Service sends to.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
 */
export function* serviceTargets(app: Inventory): Iterable<Finding> {
  for (const item of app.ofKind('Service')) {
    const selector = selectorOf(item.object);
    if (!selector || isEmpty(selector) || item.object.spec?.type === 'ExternalName') continue;

    const pods = app.podIndex.matching(namespaceOf(item), selector);
    if (pods.length === 0) {
      yield {
        item,
        problem: `no Pod has the labels that it selects, ${describe(selector)}`,
        effect: isHeadless(item)
          ? 'its name leads to no address'
          : 'it has no endpoints, and connections to it are refused',
      };
    }
    for (const pod of pods) {
      for (const port of item.object.spec?.ports ?? []) {
        if (declares(pod.spec, port)) continue;
        const target = port.targetPort ?? port.port;
        yield {
          item,
          problem: `its targetPort ${target} is not a port of ${titleOf(pod.item)}`,
          effect:
            typeof target === 'string'
              ? 'that Pod is no endpoint of it, and without others connections are refused'
              : 'requests to it fail, unless something listens there without saying so',
        };
      }
    }
  }
}

/** Whether the name of a Service stands for the addresses of its Pods, without one of its own. */
function isHeadless({ object }: Item): boolean {
  return object.spec?.clusterIP === 'None';
}

function declares(
  { containers = [], initContainers = [] }: PodSpec,
  { port, targetPort = port, protocol = 'TCP' }: ServicePort,
) {
  const beside = initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [...containers, ...beside]
    .flatMap(({ ports = [] }) => ports)
    .some(
      (declared) =>
        targetPort === (typeof targetPort === 'string' ? declared.name : declared.containerPort) &&
        protocol === (declared.protocol ?? 'TCP'),
    );
}
