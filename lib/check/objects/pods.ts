import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { fieldsAt } from '../schema/paths';
import { isObject, referenceTo } from '../schema/schema';
import { mismatchesAt } from '../schema/structure';
import { type Item, namespaceOf } from './item';
import { isA, isBuiltIn } from './kinds';
import type { KubernetesObject, Labels } from './kubernetes';

/** A Pod, or the template of a controller's Pods. */
export interface Pod {
  /** The Pod itself, or its controller. */
  readonly item: Item;

  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;

  /** Where the spec is in the object. */
  readonly path: string;
}

/** What makes Pods of one template each. */
const controllers = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'] as const;

/** A Pod itself, or the template of those that an object makes. */
export function podIn(object: KubernetesObject): PodTemplateSpec | undefined {
  return isA(object, 'Pod') ? object : templateOf(object);
}

/** The template of a controller's Pods. */
export function templateOf(object: KubernetesObject): PodTemplateSpec | undefined {
  if (isA(object, ...controllers)) return object.spec?.template;
  if (isA(object, 'CronJob')) return object.spec?.jobTemplate.spec?.template;
  if (isA(object, 'PodTemplate')) return object.template;
  const [field] = isBuiltIn(object) ? [] : fieldsAt(object, 'spec.template');
  return isPodTemplate(field?.value) ? field?.value : undefined;
}

/** What a Job is to do, or each Job of a CronJob. */
export function jobOf(object: KubernetesObject): JobSpec | undefined {
  if (isA(object, 'CronJob')) return object.spec?.jobTemplate.spec;
  return isA(object, 'Job') ? object.spec : undefined;
}

/** How many Pods a controller is to keep, if it says so: one of Kubernetes' own, or of somebody else's that makes Pods. */
export function replicasOf(object: KubernetesObject): number | undefined {
  const [field] = fieldsAt(object, 'spec.replicas');
  return typeof field?.value === 'number' ? field.value : undefined;
}

/** Whether a third-party kind makes Pods from this. */
function isPodTemplate(template: unknown): template is PodTemplateSpec {
  const schema = { $ref: referenceTo('core.v1.PodTemplateSpec') };
  return isObject(template) && mismatchesAt(template, schema, 'template').length === 0;
}

/** Where the spec of a Pod is, where it is not in a template of the object's own. */
const places = new Map([
  ['Pod', 'spec'],
  ['PodTemplate', 'template.spec'],
  ['CronJob', 'spec.jobTemplate.spec.template.spec'],
]);

/** The Pod that an object is, or the template of those that it makes, if it makes any. */
export function podOf(item: Item): Pod[] {
  const { object } = item;
  const pod = podIn(object);
  if (!pod) return [];
  return [
    {
      item,
      namespace: namespaceOf(item),
      labels: pod.metadata?.labels ?? {},
      annotations: pod.metadata?.annotations ?? {},
      spec: pod.spec ?? { containers: [] },
      path: places.get(object.kind) ?? 'spec.template.spec',
    },
  ];
}
