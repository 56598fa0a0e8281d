import type { Inventory } from '../objects/inventory';
import type { Item } from '../objects/item';
import type { Pod } from '../objects/pods';
import { type Effect, refusedPod } from './effects';

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
  /** The id of its findings: the name of its file. */
  readonly id: string;

  /** What it finds, a sentence or two. */
  readonly finds: string;

  /** How to fix it. */
  readonly mend: string;

  /** Where Kubernetes says so. */
  readonly sources: readonly string[];

  /** Looks through the objects of an app. */
  find(app: Inventory): Iterable<Finding>;
}

/**
 * What is wrong with a Pod.
 *
 * @param effect what happens; by default, the API server refuses the Pod
 */
export function findingIn(pod: Pod, path: string, problem: string, effect: Effect = refusedPod(pod)): Finding {
  return { item: pod.item, path, problem, effect };
}
