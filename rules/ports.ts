import { containersOf, type Inventory } from './inventory';
import type { Container } from './kubernetes';
import { repeated } from './repeated';
import type { Finding } from './rule';

/**
 * The probes of a container use ports that it declares; the names of containers, and those of ports, are unique within
 * their Pod, and those of the ports of a Service within it.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function* ports(app: Inventory): Iterable<Finding> {
  for (const item of app.ofKind('Service')) {
    const names = (item.object.spec?.ports ?? []).map(({ name }) => name);
    if (names.length > 1 && names.includes(undefined)) {
      yield { item, problem: 'it has several ports, and one has no name', effect: 'the API server refuses it' };
    }
    for (const name of repeated(names)) {
      yield { item, problem: `it has two ports called ${name}`, effect: 'the API server refuses it' };
    }
  }
  for (const { item, spec } of app.pods) {
    const containers = containersOf(spec);
    for (const name of repeated(containers.map((container) => container.name))) {
      yield { item, problem: `it has two containers called ${name}`, effect: 'the API server refuses it' };
    }
    for (const name of repeated(containers.flatMap((container) => (container.ports ?? []).map((port) => port.name)))) {
      yield {
        item,
        problem: `it has two ports called ${name}`,
        effect: 'the API server refuses it, or, where they are of two containers, a Service finds only the first',
      };
    }
    for (const container of containers) {
      for (const { probe, port } of probePorts(container)) {
        const known = container.ports ?? [];
        if (known.some((declared) => port === (typeof port === 'string' ? declared.name : declared.containerPort)))
          continue;
        yield {
          item,
          problem: `the ${probe} of container ${container.name} uses port ${port}, which that container does not declare`,
          effect:
            typeof port === 'string'
              ? 'the kubelet finds no such port, and the probe never succeeds'
              : 'the probe fails, unless something listens there without saying so',
        };
      }
    }
  }
}

function probePorts(container: Container) {
  return (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((probe) => {
    const { httpGet, tcpSocket, grpc } = container[probe] ?? {};
    const port = (httpGet ?? tcpSocket ?? grpc)?.port;
    return port === undefined ? [] : [{ probe, port }];
  });
}
