import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { Container, PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { isObject, referenceTo } from '../schema/schema';
import { mismatchesAt } from '../schema/structure';
import { oldest } from '../schema/versions';
import { fieldsAt } from './fields';
import { isA, isBuiltIn } from './kinds';
import type { Kind, Known, KubernetesObject, Labels } from './kubernetes';
import { LabelIndex } from './label-index';

/** An object of the app. */
export interface Item<T extends KubernetesObject = KubernetesObject> {
  /** Name of the chart, or of the file, that it comes from. */
  readonly chart: string;

  readonly object: T;
}

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

/** Properties for `Inventory`. */
export interface InventoryProps {
  /**
   * What the cluster has besides these objects: `KIND/NAME` for an object, such as `Secret/db`, and `GROUP/VERSION/KIND` for
   * a kind, such as `cert-manager.io/v1/Certificate`.
   *
   * @default - nothing
   */
  readonly given?: readonly string[];

  /**
   * The oldest Kubernetes version that the objects are for, `1.27` or newer.
   *
   * @default '1.27'
   */
  readonly kubernetes?: string;
}

/** The objects of a whole app, indexed so that no rule has to compare every object with every other. */
export class Inventory {
  /** Every Pod and every template. */
  readonly pods: readonly Pod[];

  /** The same, by label. */
  readonly podIndex: LabelIndex<Pod>;

  /** The oldest Kubernetes that the objects are for. */
  readonly kubernetes: string;

  private readonly given: ReadonlySet<string>;
  private readonly kinds = new Map<string, Item[]>();
  private readonly names = new Map<string, Item>();

  constructor(
    readonly items: readonly Item[],
    { given = [], kubernetes = oldest }: InventoryProps = {},
  ) {
    this.given = new Set(given);
    this.kubernetes = kubernetes;
    for (const item of items) {
      const { kind, metadata } = item.object;
      if (!isBuiltIn(item.object)) continue;
      this.kinds.set(kind, this.kinds.get(kind) ?? []);
      this.kinds.get(kind)?.push(item);
      this.names.set(`${kind} ${namespaceOf(item)}/${metadata.name}`, item);
    }
    this.pods = items.flatMap(podOf);
    this.podIndex = new LabelIndex(this.pods);
  }

  /** The objects of some kinds of Kubernetes' own, or of its Gateway API. */
  ofKind<K extends Kind>(...kinds: readonly K[]): Item<Known<K>>[] {
    return kinds
      .flatMap((kind) => this.kinds.get(kind) ?? [])
      .filter((item): item is Item<Known<K>> => isA(item.object, ...kinds));
  }

  /** Whether the cluster is said to have an object, `KIND/NAME`, or a kind, `GROUP/VERSION/KIND`. */
  isGiven(name: string): boolean {
    return this.given.has(name);
  }

  /** The object of a name in a namespace; '' is the namespace of those that have none. */
  named<K extends Kind>(kind: K, namespace: string, name: string | undefined): Item<Known<K>> | undefined;
  named(kind: string, namespace: string, name: string | undefined): Item | undefined;
  named(kind: string, namespace: string, name: string | undefined): Item | undefined {
    return this.names.get(`${kind} ${namespace}/${name}`);
  }
}

/** The namespace that an object names; '' for the one that `kubectl apply` is given. */
export function namespaceOf({ object }: Item): string {
  return object.metadata.namespace ?? '';
}

/** The name of an object; '' if it has none. */
export function nameOf({ metadata }: KubernetesObject): string {
  return metadata.name ?? '';
}

/** Kind and name, e.g. `Pod web`. */
export function titleOf({ object }: Pick<Item, 'object'>): string {
  const { name, generateName = '' } = object.metadata;
  return `${object.kind} ${name || `${generateName}…`}`;
}

/** Whether the name of a Service stands for the addresses of its Pods, without one of its own. */
export function isHeadless({ object }: Item<Known<'Service'>>): boolean {
  return object.spec?.clusterIP === 'None';
}

/** The probes of a container. */
export const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** The hooks in the lifecycle of a container. */
export const hooks = ['postStart', 'preStop'] as const;

/** A container, and where it is. */
export interface Placed {
  readonly container: Container;
  readonly pod: Pod;

  /** Where it is in the object. */
  readonly path: string;

  /** In which list: `containers`, `initContainers` or `ephemeralContainers`. */
  readonly list: string;
}

/** All containers of a Pod: those that run first and those for debugging, too. */
export function containersOf(pod: Pod): Placed[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (pod.spec[list] ?? []).map((container, index) => ({
      container,
      pod,
      list,
      path: `${pod.path}.${list}[${index}]`,
    })),
  );
}

/** All containers of all Pods and templates. */
export function containersIn({ pods }: Inventory): Placed[] {
  return pods.flatMap(containersOf);
}

/** What makes Pods of one template each. */
const controllers = ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'] as const;

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

function podOf(item: Item): Pod[] {
  const { object } = item;
  const pod: PodTemplateSpec | undefined = isA(object, 'Pod') ? object : templateOf(object);
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
