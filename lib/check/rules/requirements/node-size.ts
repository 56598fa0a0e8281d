import type { Container } from 'kubernetes-types/core/v1';
import { accepted } from '../../findings/effects';
import type { Rule } from '../../findings/rule';
import { runsBeside } from '../../objects/containers';
import { isA } from '../../objects/kinds';
import { jobOf, type Pod, replicasOf } from '../../objects/pods';
import { amount } from '../../schema/quantity';

/**
 * What a node of 2 CPUs and 2 GiB, about the least that minikube starts with, leaves for workloads.
 *
 * CPU: of 2000m, kubeadm's static Pods request 650m (API server 250m, controller manager 200m, scheduler and etcd 100m
 * each), CoreDNS 100m and the ingress-nginx controller 100m. Memory: of 2048 MiB, the kernel keeps some 70 MiB from what
 * the node counts as its own, etcd requests 100 MiB, CoreDNS 70 MiB, the ingress-nginx controller 90 MiB; rounded down.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.27.0/cmd/kubeadm/app/phases/controlplane/manifests.go
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/deploy/static/provider/cloud/deploy.yaml
 */
const room = { cpu: 1.15, memory: 1700 * 2 ** 20 };

const resources = ['cpu', 'memory'] as const;

/**
 * The requests of all Pods of the app, at their most while their controllers replace them, fit a small node. What a
 * HorizontalPodAutoscaler may add is not counted.
 */
export const nodeSize: Rule = {
  id: 'node-size',
  finds: 'An app that requests more than is free on a small node, one with 2 CPUs and 2 GiB.',
  mend: 'Lower the requests or the number of replicas.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/',
    'https://minikube.sigs.k8s.io/docs/start/',
  ],

  *find(app) {
    for (const resource of resources) {
      const shares = app.pods.map((pod) => ({ pod, share: podsOf(pod) * requestOf(pod, resource) }));
      const total = shares.reduce((sum, { share }) => sum + share, 0);
      const [largest] = shares.sort((left, right) => right.share - left.share);
      if (!largest || total <= room[resource]) continue;
      yield {
        item: largest.pod.item,
        problem: `it has the largest share of the ${resource} that the app requests, ${print(total, resource)} in total; a node with 2 CPUs and 2 GiB has ${print(room[resource], resource)} free`,
        effect: accepted(`with nodes of that size, Pods that do not fit stay Pending: Insufficient ${resource}`),
      };
    }
  },
};

/** The most Pods that there are of a kind at a time on one node. */
function podsOf({ item: { object } }: Pod): number {
  const replicas = replicasOf(object) ?? 1;
  if (isA(object, 'Deployment')) {
    const { type, rollingUpdate } = object.spec?.strategy ?? {};
    return type === 'Recreate' ? replicas : replicas + surge(rollingUpdate?.maxSurge ?? '25%', replicas);
  }
  if (isA(object, 'DaemonSet')) return 1 + surge(object.spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0, 1);
  const job = jobOf(object);
  if (job) return Math.min(job.parallelism ?? 1, job.completions ?? Number.POSITIVE_INFINITY);
  return object.kind === 'PodTemplate' ? 0 : replicas;
}

/** How many Pods more than the replicas an update may start. Nothing is started in place of none. */
function surge(maxSurge: number | string, replicas: number): number {
  if (replicas === 0) return 0;
  return typeof maxSurge === 'number' ? maxSurge : Math.ceil((Number.parseFloat(maxSurge) / 100) * replicas);
}

/** What the scheduler sets aside for a Pod: its containers together or, where it is more, what runs before them. */
function requestOf(
  { spec: { containers = [], initContainers = [] } }: Pod,
  resource: (typeof resources)[number],
): number {
  const of = (container: Container) =>
    amount(container.resources?.requests?.[resource] ?? container.resources?.limits?.[resource]) ?? 0;
  const beside = initContainers.filter(runsBeside);
  const sum = [...containers, ...beside].reduce((total, container) => total + of(container), 0);
  return Math.max(sum, ...initContainers.map(of));
}

function print(value: number, resource: (typeof resources)[number]): string {
  return resource === 'cpu' ? `${Math.round(value * 1000)}m` : `${Math.round(value / 2 ** 20)}Mi`;
}
