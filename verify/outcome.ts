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
