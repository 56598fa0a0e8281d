import { type Contradiction, findingsIn } from '../findings/contradiction';
import { accepted } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { containersIn, hooks, type Placed, probes } from '../objects/inventory';
import { has } from '../schema/versions';

const loopback = /^(?:localhost|127\..*|::1)$/;

/** Probes and lifecycle hooks are where they may be, and probes use ports that are declared. */
export const probing: Rule = {
  id: 'probing',
  finds:
    "A probe or a lifecycle hook where it is not allowed; a probe with a setting that it does not accept, or of a port that is not declared; a hook that sleeps longer than the Pod's grace period.",
  mend: "Use the number of a port of the Pod, or the name of a port of that container; leave probes out of init containers; shorten the hook's sleep or raise terminationGracePeriodSeconds.",
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
  ],

  *find(app) {
    for (const placed of containersIn(app)) {
      const staysOn = placed.list === 'containers' || placed.container.restartPolicy === 'Always';
      yield* findingsIn(placed.pod, staysOn ? contradictions(placed, app.kubernetes) : misplaced(placed));
      if (staysOn) yield* unknownPorts(placed);
    }
  },
};

/** Containers that run before the others, or for debugging, have neither probes nor hooks. */
function* misplaced({ container, list, path }: Placed): Iterable<Contradiction> {
  for (const field of [...probes, 'lifecycle'] as const) {
    if (!container[field]) continue;
    yield {
      path: `${path}.${field}`,
      problem: `container ${container.name} is one of the ${list}, which cannot have a ${field}`,
    };
  }
}

function* contradictions({ container, path, pod }: Placed, kubernetes: string): Iterable<Contradiction> {
  const { terminationGracePeriodSeconds: grace = 30 } = pod.spec;
  for (const hook of hooks) {
    const { seconds } = container.lifecycle?.[hook]?.sleep ?? {};
    if (seconds === 0 && !has(kubernetes, '1.33')) {
      yield {
        path: `${path}.lifecycle.${hook}.sleep.seconds`,
        problem: `the ${hook} of container ${container.name} sleeps for 0 s, which is accepted since Kubernetes 1.33`,
      };
    }
    if (seconds === undefined || seconds <= grace) continue;
    yield {
      path: `${path}.lifecycle.${hook}.sleep.seconds`,
      problem: `the ${hook} of container ${container.name} sleeps for ${seconds} s, longer than the Pod's terminationGracePeriodSeconds, ${grace}`,
    };
  }
  for (const probe of probes) {
    const { successThreshold = 1, terminationGracePeriodSeconds } = container[probe] ?? {};
    if (probe !== 'readinessProbe' && successThreshold > 1) {
      yield {
        path: `${path}.${probe}.successThreshold`,
        problem: `the ${probe} of container ${container.name} must have successThreshold 1, but has ${successThreshold}`,
      };
    }
    if (probe === 'readinessProbe' && terminationGracePeriodSeconds !== undefined) {
      yield {
        path: `${path}.${probe}.terminationGracePeriodSeconds`,
        problem: `the readinessProbe of container ${container.name} does not stop containers, so it cannot have terminationGracePeriodSeconds`,
      };
    }
  }
}

function* unknownPorts({ container, path, pod: { item, spec } }: Placed): Iterable<Finding> {
  for (const probe of probes) {
    const { httpGet, tcpSocket, grpc } = container[probe] ?? {};
    const port = (httpGet ?? tcpSocket ?? grpc)?.port;
    const host = (httpGet ?? tcpSocket)?.host;
    if (host && loopback.test(host) && !spec.hostNetwork) {
      yield {
        item,
        path: `${path}.${probe}`,
        problem: `the ${probe} of container ${container.name} contacts ${host}, which is the node itself`,
        effect: accepted('the probe fails: the kubelet sends it to its own node, not to the Pod'),
      };
    }
    if (port === undefined || host) continue;
    const own = container.ports ?? [];
    // The containers of a Pod share one network, but names of ports are each container's own.
    const all = spec.containers.flatMap(({ ports = [] }) => ports);
    const isKnown =
      typeof port === 'string'
        ? own.some(({ name }) => name === port)
        : [...own, ...all].some(({ containerPort }) => containerPort === port);
    if (isKnown) continue;
    yield {
      item,
      path: `${path}.${probe}`,
      problem: `the ${probe} of container ${container.name} uses port ${port}, which the container does not declare`,
      effect: accepted(
        typeof port === 'string'
          ? 'the kubelet finds no such port, so the probe never succeeds'
          : 'the probe fails, unless something listens on the undeclared port',
      ),
    };
  }
}
