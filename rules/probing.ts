import { type Placed, type Pod, placedIn } from '../inventory/inventory';
import { accepted, refusedPod } from './effects';
import type { Finding, Rule } from './rule';

const isLoopback = /^(?:localhost|127\..*|::1)$/;
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** Probes and lifecycle hooks are where they may be, and probes use ports that are declared. */
export const probing: Rule = {
  id: 'probing',
  finds:
    'A probe or a lifecycle hook where none may be, a probe with a threshold that it cannot have, or of a port that nobody declares.',
  mend: 'Write the number of a port of the Pod, or the name of one of that container; leave probes out of init containers.',
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
  ],

  *find(app) {
    for (const pod of app.pods) {
      for (const placed of placedIn(pod)) {
        for (const { path, problem } of misplaced(placed))
          yield { item: pod.item, path, problem, effect: refusedPod(pod) };
        yield* unknownPorts(pod, placed);
      }
    }
  },
};

function* misplaced({ container, list, path }: Placed): Iterable<{ path: string; problem: string }> {
  const { name, lifecycle, restartPolicy } = container;
  const mayHave = list === 'containers' || (list === 'initContainers' && restartPolicy === 'Always');
  for (const probe of probes) {
    const handler = container[probe];
    if (!handler) continue;
    const at = `${path}.${probe}`;
    if (!mayHave) {
      yield { path: at, problem: `container ${name} is one of the ${list}, which have no ${probe}` };
      continue;
    }
    const { successThreshold = 1, terminationGracePeriodSeconds } = handler;
    if (probe !== 'readinessProbe' && successThreshold > 1) {
      yield {
        path: `${at}.successThreshold`,
        problem: `the ${probe} of container ${name} must have the successThreshold 1, but has ${successThreshold}`,
      };
    }
    if (probe === 'readinessProbe' && terminationGracePeriodSeconds !== undefined) {
      yield {
        path: `${at}.terminationGracePeriodSeconds`,
        problem: `the readinessProbe of container ${name} ends nothing, so it has no terminationGracePeriodSeconds`,
      };
    }
  }
  if (lifecycle && !mayHave)
    yield { path: `${path}.lifecycle`, problem: `container ${name} is one of the ${list}, which have no lifecycle` };
}

function* unknownPorts({ item, spec }: Pod, { container, path }: Placed): Iterable<Finding> {
  for (const probe of probes) {
    const { httpGet, tcpSocket, grpc } = container[probe] ?? {};
    const port = (httpGet ?? tcpSocket ?? grpc)?.port;
    const host = (httpGet ?? tcpSocket)?.host;
    if (host && isLoopback.test(host) && !spec.hostNetwork) {
      yield {
        item,
        path: `${path}.${probe}`,
        problem: `the ${probe} of container ${container.name} asks ${host}, which is the node itself`,
        effect: accepted('the probe fails: the kubelet, which runs there, asks its own machine, not the Pod'),
      };
    }
    if (port === undefined || host) continue;
    const own = container.ports ?? [];
    // The containers of a Pod share one network, but names of ports are each container's own.
    const all = (spec.containers ?? []).flatMap(({ ports = [] }) => ports);
    const isKnown =
      typeof port === 'string'
        ? own.some(({ name }) => name === port)
        : [...own, ...all].some(({ containerPort }) => containerPort === port);
    if (isKnown) continue;
    yield {
      item,
      path: `${path}.${probe}`,
      problem: `the ${probe} of container ${container.name} uses port ${port}, which that container does not declare`,
      effect: accepted(
        typeof port === 'string'
          ? 'the kubelet finds no such port, and the probe never succeeds'
          : 'the probe fails, unless something listens there without saying so',
      ),
    };
  }
}
