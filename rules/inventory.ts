import type { Container, KubernetesObject, Labels, PodSpec, PodTemplate } from './kubernetes';
import { LabelIndex } from './label-index';

/** An object of the app. */
export interface Item {
  /** Name of the chart that it comes from. */
  readonly chart: string;

  readonly object: KubernetesObject;
}

/** A Pod, or the template of a controller's Pods. */
export interface Pod {
  /** The Pod itself, or its controller. */
  readonly item: Item;

  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;
}

/** The objects of a whole app, indexed so that no rule has to compare every object with every other. */
export class Inventory {
  /** Every Pod and every template. */
  readonly pods: readonly Pod[];

  /** The same, by label. */
  readonly podIndex: LabelIndex<Pod>;

  private readonly kinds = new Map<string, Item[]>();

  constructor(readonly items: readonly Item[]) {
    for (const item of items) {
      const { kind } = item.object;
      this.kinds.set(kind, this.kinds.get(kind) ?? []);
      this.kinds.get(kind)?.push(item);
    }
    this.pods = items.flatMap(podOf);
    this.podIndex = new LabelIndex(this.pods);
  }

  /** The objects of some kinds. */
  ofKind(...kinds: readonly string[]): Item[] {
    return kinds.flatMap((kind) => this.kinds.get(kind) ?? []);
  }
}

/** The namespace that an object names; '' for the one that `kubectl apply` is given. */
export function namespaceOf({ object }: Item): string {
  return object.metadata.namespace ?? '';
}

/** Kind and name, e.g. `Pod web`. */
export function titleOf({ object }: Pick<Item, 'object'>): string {
  return `${object.kind} ${object.metadata.name}`;
}

/** All containers of a Pod: those that run first and those for debugging, too. */
export function containersOf(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** The template of a controller's Pods. */
export function templateOf({ spec }: KubernetesObject): PodTemplate | undefined {
  return spec?.template ?? spec?.jobTemplate?.spec?.template;
}

function podOf(item: Item): Pod[] {
  const pod: PodTemplate | undefined = item.object.kind === 'Pod' ? item.object : templateOf(item.object);
  if (!pod) return [];
  return [
    {
      item,
      namespace: namespaceOf(item),
      labels: pod.metadata?.labels ?? {},
      annotations: pod.metadata?.annotations ?? {},
      spec: pod.spec ?? {},
    },
  ];
}
