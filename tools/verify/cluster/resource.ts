import { newRepository } from '../../../charts/settings';
import type { KubernetesObject, LabelSelector, Labels } from '../../../lib/check/objects/kubernetes';
import { matches, selectorOf } from '../../../lib/check/objects/selector';

/** Something that holds for an object, or does not. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** An object as the cluster gives it: what the checks read of it. */
export interface Resource {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly generation?: number;
    readonly labels?: Labels;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec: {
    readonly clusterIP?: string;
    readonly hostnames?: readonly string[];
    readonly ingressClassName?: string;
    readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[];
    readonly replicas?: number;
    readonly rules?: NonNullable<KubernetesObject['spec']>['rules'];
    readonly selector?: LabelSelector | Labels;
    readonly suspend?: boolean;
    readonly type?: string;
  };
  readonly status?: {
    /** Of a Node, or of a Gateway. */
    readonly addresses?: readonly { readonly type?: string; readonly address?: string; readonly value?: string }[];
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly {
      readonly image?: string;
      readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
    readonly desiredNumberScheduled?: number;

    readonly hostIP?: string;

    /** Of a Gateway. */
    readonly listeners?: readonly { readonly name: string; readonly conditions?: readonly Condition[] }[];
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
    readonly numberReady?: number;
    readonly observedGeneration?: number;

    /** Of a route. */
    readonly parents?: readonly { readonly conditions?: readonly Condition[] }[];
    readonly phase?: string;
    readonly podIP?: string;
    readonly readyReplicas?: number;
    readonly replicas?: number;
    readonly updatedNumberScheduled?: number;
    readonly updatedReplicas?: number;
  };
}

/** What the cluster notes about an object. */
export interface ClusterEvent {
  readonly metadata: { readonly uid?: string };
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly reason: string;
  readonly message: string;
}

/** Whether a condition is there, and true. */
export function holds(wanted: string, conditions: readonly Condition[] = []): boolean {
  return conditions.some(({ type, status }) => type === wanted && status === 'True');
}

function is({ status }: Resource, condition: string): boolean {
  return holds(condition, status?.conditions);
}

/** Whether a Pod, or a node, is ready. */
export function isReady(object: Resource): boolean {
  return is(object, 'Ready');
}

/** Whether an object is a Pod of a Job: it comes, ends, and stays as long as the Job does. */
export function isOfJob({ metadata }: Resource): boolean {
  return metadata.ownerReferences?.some(({ kind }) => kind === 'Job') ?? false;
}

/**
 * What an object still lacks, by its kind; undefined if all is well with it. Kinds for which nothing runs are well once they
 * are there, and so is a CronJob, since its time may be far away.
 */
export function lackOf(object: Resource): string | undefined {
  const { spec, status = {} } = object;
  const counted = (wanted = 1, ready = 0, ...others: (number | undefined)[]) => {
    if (ready !== wanted) return `${ready} ready of ${wanted}`;
    const current = (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
    return current && others.every((count = 0) => count === wanted) ? undefined : 'not up to date';
  };
  switch (object.kind) {
    case 'Pod':
      return isReady(object) || status.phase === 'Succeeded' ? undefined : 'not ready';
    case 'Deployment':
    case 'StatefulSet':
      return counted(spec.replicas, status.readyReplicas, status.replicas, status.updatedReplicas);
    case 'ReplicaSet':
    case 'ReplicationController':
      return counted(spec.replicas, status.readyReplicas, status.replicas);
    case 'DaemonSet':
      return counted(status.desiredNumberScheduled ?? 0, status.numberReady, status.updatedNumberScheduled);
    case 'Job':
      return is(object, 'Complete') || spec.suspend ? undefined : 'not complete';
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound' ? undefined : 'not bound';
    default:
      return undefined;
  }
}

/** How many Pods an object is or keeps, but for a Job, whose Pods end. */
export function podsOf({ kind, spec, status }: Pick<Resource, 'kind' | 'spec' | 'status'>): number {
  switch (kind) {
    case 'Pod':
      return 1;
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return spec.replicas ?? 1;
    case 'DaemonSet':
      return status?.desiredNumberScheduled ?? 0;
    default:
      return 0;
  }
}

/** Whether a Pod is one of some objects, or one that they make. */
export function isPodOf({ metadata }: Resource, objects: readonly KubernetesObject[]): boolean {
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
export function troublesOf(object: Resource): string[] {
  const { kind, metadata, status } = object;
  const waiting = (status?.containerStatuses ?? []).flatMap(({ image, state }) => {
    const { reason, message } = state?.waiting ?? {};
    return state?.waiting ? [{ reason, message: [message, adviceOn(reason, image)].filter(Boolean).join('; ') }] : [];
  });
  const conditions = (status?.conditions ?? []).filter(
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
export function describePods(pods: readonly Resource[]): string[] {
  const sound = (pod: Resource) => isReady(pod) || pod.status?.phase === 'Succeeded';
  return [...pods.filter((pod) => !sound(pod)), ...pods.filter(sound)].map(ownership);
}

function ownership(pod: Resource): string {
  const [owner] = pod.metadata.ownerReferences ?? [];
  const whose = owner ? `belongs to ${owner.kind} ${owner.name}` : 'belongs to no controller';
  const phase = pod.status?.phase ?? '';
  const state = ['Failed', 'Succeeded'].includes(phase) ? phase.toLowerCase() : `is ${isReady(pod) ? '' : 'not '}ready`;
  return `Pod ${pod.metadata.name} ${state} and ${whose}`;
}
