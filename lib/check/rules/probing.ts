import { accepted } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import { containersIn, hooks, type Placed, probes, runsBeside } from '../objects/containers';
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
      const staysOn = placed.list === 'containers' || runsBeside(placed.container);
      yield* staysOn ? contradictions(placed, app.kubernetes) : misplaced(placed);
      if (staysOn) yield* unknownPorts(placed);
    }
  },
};

/** Containers that run before the others, or for debugging, have neither probes nor hooks. */
function* misplaced({ container, list, path, pod }: Placed): Iterable<Finding> {
  for (const field of [...probes, 'lifecycle'] as const) {
    if (!container[field]) continue;
    yield findingIn(
      pod,
      `${path}.${field}`,
      `container ${container.name} is one of the ${list}, which cannot have a ${field}`,
    );
  }
}

function* contradictions({ container, path, pod }: Placed, kubernetes: string): Iterable<Finding> {
  const { terminationGracePeriodSeconds: grace = 30 } = pod.spec;
  for (const hook of hooks) {
    const { seconds } = container.lifecycle?.[hook]?.sleep ?? {};
    if (seconds === 0 && !has(kubernetes, '1.33')) {
      yield findingIn(
        pod,
        `${path}.lifecycle.${hook}.sleep.seconds`,
        `the ${hook} of container ${container.name} sleeps for 0 s, which is accepted since Kubernetes 1.33`,
      );
    }
    if (seconds === undefined || seconds <= grace) continue;
    yield findingIn(
      pod,
      `${path}.lifecycle.${hook}.sleep.seconds`,
      `the ${hook} of container ${container.name} sleeps for ${seconds} s, longer than the Pod's terminationGracePeriodSeconds, ${grace}`,
    );
  }
  for (const probe of probes) {
    const { successThreshold = 1, terminationGracePeriodSeconds } = container[probe] ?? {};
    if (probe !== 'readinessProbe' && successThreshold > 1) {
      yield findingIn(
        pod,
        `${path}.${probe}.successThreshold`,
        `the ${probe} of container ${container.name} must have successThreshold 1, but has ${successThreshold}`,
      );
    }
    if (probe === 'readinessProbe' && terminationGracePeriodSeconds !== undefined) {
      yield findingIn(
        pod,
        `${path}.${probe}.terminationGracePeriodSeconds`,
        `the readinessProbe of container ${container.name} does not stop containers, so it cannot have terminationGracePeriodSeconds`,
      );
    }
  }
}

function* unknownPorts({ container, path, pod }: Placed): Iterable<Finding> {
  for (const probe of probes) {
    const { httpGet, tcpSocket, grpc } = container[probe] ?? {};
    const port = (httpGet ?? tcpSocket ?? grpc)?.port;
    const host = (httpGet ?? tcpSocket)?.host;
    if (host && loopback.test(host) && !pod.spec.hostNetwork) {
      yield findingIn(
        pod,
        `${path}.${probe}`,
        `the ${probe} of container ${container.name} contacts ${host}, which is the node itself`,
        accepted('the probe fails: the kubelet sends it to its own node, not to the Pod'),
      );
    }
    if (port === undefined || host) continue;
    const own = container.ports ?? [];
    // The containers of a Pod share one network, but names of ports are each container's own.
    const all = pod.spec.containers.flatMap(({ ports = [] }) => ports);
    const isKnown =
      typeof port === 'string'
        ? own.some(({ name }) => name === port)
        : [...own, ...all].some(({ containerPort }) => containerPort === port);
    if (isKnown) continue;
    yield findingIn(
      pod,
      `${path}.${probe}`,
      `the ${probe} of container ${container.name} uses port ${port}, which the container does not declare`,
      accepted(
        typeof port === 'string'
          ? 'the kubelet finds no such port, so the probe never succeeds'
          : 'the probe fails, unless something listens on the undeclared port',
      ),
    );
  }
}
