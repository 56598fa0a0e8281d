import { type Inventory, type Item, namespaceOf } from '../objects/inventory';
import { accepted, refused } from './effects';
import type { Finding, Rule } from './rule';

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
      for (const [index, { type, ...fields }] of (item.object.spec?.metrics ?? []).entries()) {
        const field = type.slice(0, 1).toLowerCase() + type.slice(1);
        if (fields[field] !== undefined) continue;
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

const scalable = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

function* ofTarget(app: Inventory, item: Item): Iterable<Finding> {
  const { scaleTargetRef, metrics = [], targetCPUUtilizationPercentage } = item.object.spec ?? {};
  if (!scaleTargetRef) return;
  const { apiVersion, kind, name } = scaleTargetRef;
  const target = app.named(kind, namespaceOf(item), name);
  if (!target) return;
  if (!scalable.includes(kind)) {
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
  const spec = target.object.spec?.template?.spec ?? {};
  const measured = metrics.flatMap(({ resource }) => (resource?.target.type === 'Utilization' ? resource.name : []));
  for (const resource of new Set(
    targetCPUUtilizationPercentage || metrics.length === 0 ? ['cpu', ...measured] : measured,
  )) {
    const without = spec.containers?.find(
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
