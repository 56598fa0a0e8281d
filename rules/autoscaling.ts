import { containersOf, type Inventory, type Item, namespaceOf } from './inventory';
import { accepted, type Finding, type Rule, refused } from './rule';

/** A HorizontalPodAutoscaler can scale what it is for, and nobody else sets the number of its Pods. */
export const autoscaling: Rule = {
  id: 'autoscaling',
  finds:
    'A HorizontalPodAutoscaler with more Pods at least than at most, beside a number of `replicas`, or for Pods that request nothing.',
  mend: 'Leave `replicas` out of what it scales, and give every container a request of the resource that it measures.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  ],

  *find(app) {
    for (const item of app.ofKind('HorizontalPodAutoscaler')) {
      const { minReplicas = 1, maxReplicas = minReplicas } = item.object.spec ?? {};
      if (minReplicas > maxReplicas) {
        const problem = `minReplicas, ${minReplicas}, is more than maxReplicas, ${maxReplicas}`;
        yield { item, path: 'spec.minReplicas', problem, effect: refused };
      }
      yield* ofTarget(app, item);
    }
  },
};

function* ofTarget(app: Inventory, item: Item): Iterable<Finding> {
  const { scaleTargetRef, metrics = [], targetCPUUtilizationPercentage } = item.object.spec ?? {};
  if (!scaleTargetRef) return;
  const { kind, name } = scaleTargetRef;
  const target = app.named(kind, namespaceOf(item), name);
  if (!target) return;
  if (target.object.spec?.replicas !== undefined) {
    yield {
      item: target,
      path: 'spec.replicas',
      problem: `it has replicas, ${target.object.spec.replicas}, although HorizontalPodAutoscaler ${item.object.metadata.name} scales it`,
      effect: accepted('every kubectl apply sets the number of its Pods back, and the autoscaler changes it again'),
    };
  }
  const spec = target.object.spec?.template?.spec ?? {};
  const measured = metrics.flatMap(({ resource }) => (resource?.target.type === 'Utilization' ? resource.name : []));
  for (const resource of targetCPUUtilizationPercentage || metrics.length === 0 ? ['cpu', ...measured] : measured) {
    const without = containersOf(spec).find(
      ({ resources: { requests = {}, limits = {} } = {} }) => !requests[resource] && !limits[resource],
    );
    if (!without) continue;
    yield {
      item,
      path: 'spec.scaleTargetRef',
      problem: `it measures ${resource} in per cent of the request, but container ${without.name} of ${kind} ${name} has none`,
      effect: accepted('it never scales: FailedGetResourceMetric'),
    };
  }
}
