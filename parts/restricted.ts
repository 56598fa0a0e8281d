import type { PodSpec, SecurityContext } from '../imports/k8s';
import { because } from './because';

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
    ...because({ automountServiceAccountToken: 'no container here calls the Kubernetes API' }),
    securityContext: {
      ...because('Pod Security "restricted"; on the Pod, so that containers of kubectl debug inherit it'),
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: group,
      seccompProfile: { type: 'RuntimeDefault' },
      ...because({
        runAsUser: 'a number: the image names its user, and a kubelet cannot check a name',
        runAsGroup: "the group of the image's user",
      }),
    },
  } satisfies Partial<PodSpec>;
}

/** What the same standard wants of each container. */
export const restrictedContainer: SecurityContext = {
  ...because('Pod Security "restricted": the part that each container needs itself'),
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};
