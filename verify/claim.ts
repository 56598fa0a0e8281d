import type { Stage } from './stage';

/** Something that the chapter says, or that a learner is to see. */
export interface Claim {
  readonly text: string;

  /**
   * Sees whether it holds: returns if it does, perhaps with what there is to say about it.
   *
   * @throws Fell if it does not hold; Untried if that cannot be seen here.
   */
  readonly try: (stage: Stage) => Promise<unknown>;

  /**
   * The claim without which this one makes no sense.
   *
   * @default - none
   */
  readonly after?: Claim;
}

/** A section of the chapter. */
export interface Section {
  /** Its number, or a name. */
  readonly id: string;

  readonly title: string;
  readonly claims: readonly Claim[];

  /**
   * Makes what the section starts from, if it is not there yet.
   *
   * @default - nothing
   */
  readonly prepare?: (stage: Stage) => Promise<void>;
}
