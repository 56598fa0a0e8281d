import type { Inventory, Item } from './inventory';

/** Something that a cluster would refuse or that would not work there. */
export interface Finding {
  /** The object at fault. */
  readonly item: Item;

  /** What is wrong with it. */
  readonly problem: string;

  /** What would happen on a cluster. */
  readonly effect: string;
}

/** Looks through the objects of an app for one kind of mistake. */
export type Rule = (app: Inventory) => Iterable<Finding>;
