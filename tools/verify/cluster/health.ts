// What the status of an object tells: whether it is well, what is wrong, whose Pod it is, where it can be reached.

import { newRepository } from '../../../charts/settings';
import { isA } from '../../../lib/check/objects/kinds';
import type { Known, KubernetesObject } from '../../../lib/check/objects/kubernetes';
import { matches, selectorOf } from '../../../lib/check/objects/selector';

/** Something that holds for an object, or does not. */
interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Whether a condition is there, and true. */
export function holds(wanted: string, conditions: readonly Condition[] = []): boolean {
  return conditions.some(({ type, status }) => type === wanted && status === 'True');
}

/** What a condition says is wrong. */
export function complaintOf({ type, status, reason, message }: Condition): string[] {
  return status === 'False' && type !== 'Conflicted'
    ? [`${type}: ${[reason, message].filter(Boolean).join(': ')}`]
    : [];
}

/** Whether a Pod, or a node, is ready. */
export function isReady({ status }: Known<'Node' | 'Pod'>): boolean {
  return holds('Ready', status?.conditions);
}

/** Whether an object is a Pod of a Job: it comes, ends, and stays as long as the Job does. */
export function isOfJob({ metadata }: KubernetesObject): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'Job') ?? false;
}

/**
 * What an object still lacks, by its kind; undefined if all is well with it. Kinds for which nothing runs are well once they
 * are there, and so is a CronJob, since its time may be far away.
 */
export function lackOf(object: KubernetesObject): string | undefined {
  if (isA(object, 'Pod')) return isReady(object) || object.status?.phase === 'Succeeded' ? undefined : 'not ready';
  if (isA(object, 'Deployment', 'StatefulSet')) {
    const { readyReplicas, replicas = 0, updatedReplicas = 0 } = object.status ?? {};
    return missingOf(object, object.spec?.replicas, readyReplicas, replicas, updatedReplicas);
  }
  if (isA(object, 'ReplicaSet', 'ReplicationController')) {
    const { readyReplicas, replicas = 0 } = object.status ?? {};
    return missingOf(object, object.spec?.replicas, readyReplicas, replicas);
  }
  if (isA(object, 'DaemonSet')) {
    const { desiredNumberScheduled = 0, numberReady, updatedNumberScheduled = 0 } = object.status ?? {};
    return missingOf(object, desiredNumberScheduled, numberReady, updatedNumberScheduled);
  }
  if (isA(object, 'Job')) {
    return holds('Complete', object.status?.conditions) || object.spec?.suspend ? undefined : 'not complete';
  }
  if (isA(object, 'PersistentVolumeClaim')) return object.status?.phase === 'Bound' ? undefined : 'not bound';
  return undefined;
}

/** What a controller lacks until just so many Pods are ready and, by its other counts, of its present template. */
function missingOf(
  { metadata, status }: Known<'DaemonSet' | 'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet'>,
  wanted = 1,
  ready = 0,
  ...others: readonly number[]
): string | undefined {
  if (ready !== wanted) return `${ready} ready of ${wanted}`;
  const isCurrent = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  return isCurrent && others.every((count) => count === wanted) ? undefined : 'not up to date';
}

/** How many Pods an object is or keeps, but for a Job, whose Pods end. */
export function podsOf(object: KubernetesObject): number {
  if (isA(object, 'Pod')) return 1;
  if (isA(object, 'DaemonSet')) return object.status?.desiredNumberScheduled ?? 0;
  const isScaled = isA(object, 'Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet');
  return isScaled ? (object.spec?.replicas ?? 1) : 0;
}

/** Whether a Pod is one of some objects, or one that they make. */
export function isPodOf({ metadata }: KubernetesObject, objects: readonly KubernetesObject[]): boolean {
  const { labels = {}, name, ownerReferences = [] } = metadata;
  return objects.some((object) => {
    if (object.kind === 'Pod') return object.metadata.name === name;
    if (object.kind === 'Service') return false;
    const selector = selectorOf(object);
    if (selector) return matches(selector, labels);
    // Jobs choose the labels of their Pods themselves, and CronJobs the names of their Jobs.
    return ownerReferences.some(
      (owner) =>
        owner.kind === 'Job' && [owner.name, owner.name.replace(/-\d+$/, '')].includes(object.metadata.name ?? ''),
    );
  });
}

/** What keeps an object from being well that does not pass, or may not: of a Pod or a Job. */
export function troublesOf(object: KubernetesObject): string[] {
  const { kind, metadata } = object;
  const waiting = (isA(object, 'Pod') ? (object.status?.containerStatuses ?? []) : []).flatMap(({ image, state }) => {
    const { reason, message } = state?.waiting ?? {};
    return state?.waiting ? [{ reason, message: [message, adviceOn(reason, image)].filter(Boolean).join('; ') }] : [];
  });
  const all: readonly Condition[] = isA(object, 'Job', 'Pod') ? (object.status?.conditions ?? []) : [];
  const conditions = all.filter(
    ({ type, status }) => (type === 'PodScheduled' && status === 'False') || (type === 'Failed' && status === 'True'),
  );
  return [...waiting, ...conditions]
    .filter(({ reason }) => reason !== 'ContainerCreating' && reason !== 'PodInitializing')
    .map(({ reason, message }) => `${kind} ${metadata.name}: ${[reason, message].filter(Boolean).join(': ')}`);
}

/** What helps if the image of hello-app cannot be pulled: it has moved. */
function adviceOn(reason = '', image = ''): string | undefined {
  const isUnpulled = /^(ErrImagePull|ImagePullBackOff|RegistryUnavailable)$/.test(reason);
  if (!isUnpulled || !/(^|\/)hello-app[:@]/.test(image) || image.startsWith(newRepository)) return undefined;
  return `set HELLOWORLD_IMAGE to the new address of the image, such as ${newRepository}`;
}

/** How Pods are and whose they are, those that need an explanation first. */
export function describePods(pods: readonly Known<'Pod'>[]): string[] {
  const sound = (pod: Known<'Pod'>) => isReady(pod) || pod.status?.phase === 'Succeeded';
  return [...pods.filter((pod) => !sound(pod)), ...pods.filter(sound)].map(ownership);
}

function ownership(pod: Known<'Pod'>): string {
  const [owner] = pod.metadata.ownerReferences ?? [];
  const whose = owner ? `belongs to ${owner.kind} ${owner.name}` : 'belongs to no controller';
  const phase = pod.status?.phase ?? '';
  const state = ['Failed', 'Succeeded'].includes(phase) ? phase.toLowerCase() : `is ${isReady(pod) ? '' : 'not '}ready`;
  return `Pod ${pod.metadata.name} ${state} and ${whose}`;
}

/** The address outside of a Service or an Ingress. */
export function externalAddressOf({ status }: Known<'Ingress' | 'Service'>): string | undefined {
  const [ingress] = status?.loadBalancer?.ingress ?? [];
  return ingress?.ip ?? ingress?.hostname;
}
