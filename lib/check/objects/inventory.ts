import { oldest } from '../schema/versions';
import { type Item, namespaceOf } from './item';
import { isA, isBuiltIn } from './kinds';
import type { Kind, Known } from './kubernetes';
import { LabelIndex } from './label-index';
import { type Pod, podOf } from './pods';

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
