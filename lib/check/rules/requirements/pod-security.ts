import type { LifecycleHandler, Probe } from 'kubernetes-types/core/v1';
import { accepted } from '../../findings/effects';
import { findingIn, type Rule } from '../../findings/rule';
import { containersOf, hooks, probes } from '../../objects/containers';
import { violations } from '../../objects/pod-security-standard';
import type { Pod } from '../../objects/pods';

/**
 * Every Pod and template meets the Pod Security Standard `restricted`, by the fields that the Kubernetes documentation
 * lists for each control of the levels `baseline` and `restricted`, as of 1.27, and with the control that has come since,
 * host probes (1.34). Beyond the standard, every container that must not run as root runs as a user given by a number: a
 * kubelet cannot check `runAsNonRoot` against the name of a user in an image.
 */
export const podSecurity: Rule = {
  id: 'pod-security',
  finds: 'A Pod that a namespace with Pod Security `restricted` refuses, or whose user the kubelet cannot verify.',
  mend: 'Set the fields that the finding names, for the Pod or for each of its containers.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],

  *find(app) {
    for (const pod of app.pods) {
      const whom = pod.item.object.kind === 'Pod' ? 'it' : 'its Pods, so none starts';
      const effect = accepted(`a namespace that enforces Pod Security "restricted" refuses ${whom}`);
      for (const problem of [...violations(pod), ...hostViolations(pod)])
        yield findingIn(pod, pod.path, problem, effect);
      for (const name of withoutNumericUser(pod)) {
        const problem = `container ${name} has no numeric runAsUser, neither its own nor the Pod's`;
        yield findingIn(pod, pod.path, problem, unverified);
      }
    }
  },
};

const unverified = accepted('the kubelet does not start it if its image sets a user name: CreateContainerConfigError');

/** The control that came with Kubernetes 1.34: no probe and no hook names a host. */
function* hostViolations(pod: Pod): Iterable<string> {
  for (const { container } of containersOf(pod)) {
    for (const probe of probes) {
      if (hostOf(container[probe])) yield `container ${container.name}: the ${probe} must not name a host`;
    }
    for (const hook of hooks) {
      if (hostOf(container.lifecycle?.[hook]))
        yield `container ${container.name}: the ${hook} hook must not name a host`;
    }
  }
}

/** The containers that must not run as root, and run as whatever user their image says. A user 0 is found above. */
function withoutNumericUser(pod: Pod): string[] {
  const { spec } = pod;
  if (spec.os?.name === 'windows') return [];
  return containersOf(pod)
    .map(({ container }) => container)
    .filter(({ securityContext: own = {} }) => {
      const { runAsNonRoot, runAsUser } = { ...spec.securityContext, ...own };
      return runAsNonRoot === true && runAsUser === undefined;
    })
    .map(({ name }) => name);
}

function hostOf(handler: LifecycleHandler | Probe | undefined): string | undefined {
  return handler?.httpGet?.host || handler?.tcpSocket?.host;
}
