import type { PodSpec, SecurityContext } from '../../imports/k8s';
import { because } from '../../lib/synth/because';

/**
 * What a Pod needs to meet the Pod Security Standard `restricted`, set for all its containers, including those that
 * `kubectl debug` adds.
 *
 * @param user numeric id of the image's user
 * @param group numeric id of the image's group
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod(user: number, group: number) {
  return {
    automountServiceAccountToken: false,
    ...because({ automountServiceAccountToken: 'the token is not needed: nothing here calls the Kubernetes API' }),
    securityContext: {
      ...because('for Pod Security "restricted"; set on the Pod so that kubectl debug containers inherit it'),
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: group,
      seccompProfile: { type: 'RuntimeDefault' },
      ...because({
        runAsUser: 'a number: the image sets a user name, and the kubelet cannot verify that a name is not root',
        runAsGroup: "the group of the image's user",
      }),
    },
  } satisfies Partial<PodSpec>;
}

/** What the same standard requires of each container. */
export const restrictedContainer: SecurityContext = {
  ...because('for Pod Security "restricted": what each container must set itself'),
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};
