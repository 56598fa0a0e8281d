import type { Inventory, Item } from './inventory';

/** What becomes of an object on a cluster. */
export interface Effect {
  /** Whether the API server refuses it. */
  readonly refused: boolean;

  /** What happens, as it follows "on a cluster,". */
  readonly text: string;
}

/** The API server takes no such object: `kubectl apply` prints an error. */
export const refused: Effect = { refused: true, text: 'the API server refuses it' };

/** The API server takes the object, and then something happens. */
export function accepted(then: string): Effect {
  return { refused: false, text: then };
}

/** Something that a cluster would refuse or that would not work there. */
export interface Finding {
  /** The object at fault. */
  readonly item: Item;

  /** The field at fault, e.g. `spec.ports[0].targetPort`, if it is one. */
  readonly path?: string;

  /** What is wrong with it. */
  readonly problem: string;

  readonly effect: Effect;
}

/** One kind of mistake. */
export interface Rule {
  /** What its findings are known by: the name of its file. */
  readonly id: string;

  /** What it finds, a sentence or two. */
  readonly finds: string;

  /** How to mend it. */
  readonly mend: string;

  /** Where Kubernetes says so. */
  readonly sources: readonly string[];

  /**
   * Whether it is this project's own demand, which other people's manifests need not meet.
   *
   * @default false
   */
  readonly policy?: boolean;

  /** Looks through the objects of an app. */
  find(app: Inventory): Iterable<Finding>;
}
