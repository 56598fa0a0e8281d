import type { PodSpec, SecurityContext } from '../imports/k8s';

/**
 * What a Pod needs to meet the Pod Security Standard `restricted` and is set for all its containers, those that
 * `kubectl debug` adds included.
 *
 * @param user numeric id of the image's user
 * @param group numeric id of the image's group
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod(user: number, group: number) {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: group,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  } satisfies Partial<PodSpec>;
}

/** What the same standard wants of each container. */
export const restrictedContainer: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};
