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

/** What came of a claim. */
export type Outcome =
  | { readonly result: 'held'; readonly remark?: string }
  | {
      readonly result: 'fell';
      readonly command: string;
      readonly expected: string;
      readonly came: string;
      readonly why: readonly string[];
    }
  | { readonly result: 'untried'; readonly reason: string };

/** Thrown by a claim that does not hold. */
export class Fell extends Error {
  /**
   * @param command what shows it
   * @param expected what should have come
   * @param came what came
   * @param why what explains it; by default, the latest warnings of the cluster
   */
  constructor(
    readonly command: string,
    readonly expected: string,
    readonly came: string,
    readonly why?: readonly string[],
  ) {
    super(`${command}: expected ${expected}, came ${came}`);
  }
}

/** Thrown by a claim that this cluster, or this machine, gives no means to try; says why and what to do about it. */
export class Untried extends Error {}
