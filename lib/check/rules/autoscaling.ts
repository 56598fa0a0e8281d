import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { accepted, refused } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import type { Inventory } from '../objects/inventory';
import { type Item, namespaceOf } from '../objects/item';
import { isA } from '../objects/kinds';
import type { Known } from '../objects/kubernetes';

/** A HorizontalPodAutoscaler can scale its target, and nothing else sets the number of Pods. */
export const autoscaling: Rule = {
  id: 'autoscaling',
  finds:
    'A HorizontalPodAutoscaler whose minReplicas exceeds its maxReplicas, whose target also sets `replicas`, or whose target requests none of the resource that it measures.',
  mend: 'Leave `replicas` out of its target, and give every container of the target a request for the resource that it measures.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  ],

  *find(app) {
    const targets = new Set<string>();
    for (const item of app.ofKind('HorizontalPodAutoscaler')) {
      const { minReplicas = 1, maxReplicas = minReplicas } = item.object.spec ?? {};
      if (minReplicas > maxReplicas) {
        const problem = `minReplicas, ${minReplicas}, exceeds maxReplicas, ${maxReplicas}`;
        yield { item, path: 'spec.minReplicas', problem, effect: refused };
      }
      for (const [index, metric] of metricsOf(item).entries()) {
        const { type } = metric;
        const field = type.slice(0, 1).toLowerCase() + type.slice(1);
        if (Object.hasOwn(metric, field)) continue;
        const problem = `a metric of type ${type} needs the field ${field}`;
        yield { item, path: `spec.metrics[${index}].${field}`, problem, effect: refused };
      }
      const { kind, name } = item.object.spec?.scaleTargetRef ?? {};
      const target = `${namespaceOf(item)} ${kind} ${name}`;
      if (targets.has(target)) {
        const problem = `another HorizontalPodAutoscaler also scales ${kind} ${name}`;
        yield {
          item,
          path: 'spec.scaleTargetRef',
          problem,
          effect: accepted('neither scales anything: AmbiguousSelector'),
        };
      }
      targets.add(target);
      yield* ofTarget(app, item);
    }
  },
};

const scalable = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'] as const;

type Autoscaler = Item<Known<'HorizontalPodAutoscaler'>>;

/** What an autoscaler measures; one of `autoscaling/v1` has no such list. */
function metricsOf({ object: { spec } }: Autoscaler): MetricSpec[] {
  return spec && 'metrics' in spec ? (spec.metrics ?? []) : [];
}

function* ofTarget(app: Inventory, item: Autoscaler): Iterable<Finding> {
  const { spec } = item.object;
  if (!spec) return;
  const { apiVersion, kind, name } = spec.scaleTargetRef;
  const target = app.named(kind, namespaceOf(item), name);
  if (!target) return;
  if (!isA(target.object, ...scalable)) {
    const problem = `${kind} ${name} cannot be scaled`;
    yield { item, path: 'spec.scaleTargetRef', problem, effect: accepted('it scales nothing: FailedGetScale') };
    return;
  }
  if (apiVersion !== undefined && apiVersion !== target.object.apiVersion) {
    const problem = `${kind} ${name} has the apiVersion ${target.object.apiVersion}, not ${apiVersion}`;
    yield {
      item,
      path: 'spec.scaleTargetRef.apiVersion',
      problem,
      effect: accepted('it scales nothing: FailedGetScale'),
    };
  }
  if (target.object.spec?.replicas !== undefined) {
    yield {
      item: target,
      path: 'spec.replicas',
      problem: `it sets replicas to ${target.object.spec.replicas}, although HorizontalPodAutoscaler ${item.object.metadata.name} scales it`,
      effect: accepted('every kubectl apply resets the number of Pods, and the autoscaler changes it again'),
    };
  }
  const { containers = [] } = target.object.spec?.template?.spec ?? {};
  const metrics = metricsOf(item);
  const measured = metrics.flatMap(({ resource }) => (resource?.target.type === 'Utilization' ? resource.name : []));
  for (const resource of new Set(metrics.length === 0 ? ['cpu', ...measured] : measured)) {
    const without = containers.find(
      ({ resources: { requests = {}, limits = {} } = {} }) => !requests[resource] && !limits[resource],
    );
    if (!without) continue;
    yield {
      item,
      path: 'spec.scaleTargetRef',
      problem: `it measures ${resource} as a percentage of the request, but container ${without.name} of ${kind} ${name} has none`,
      effect: accepted('it never scales: FailedGetResourceMetric'),
    };
  }
}
