/** What came of a claim. */
export type Outcome =
  | { readonly result: 'passed'; readonly remark?: string }
  | {
      readonly result: 'failed';
      readonly command: string;
      readonly expected: string;
      readonly got: string;
      readonly why: readonly string[];
    }
  | { readonly result: 'skipped'; readonly reason: string };

/** Thrown by a claim that fails. */
export class ClaimFailed extends Error {
  /**
   * @param command what shows it
   * @param expected what it should give
   * @param got what it gives
   * @param why what explains it; by default, the latest warnings of the cluster
   */
  constructor(
    readonly command: string,
    readonly expected: string,
    readonly got: string,
    readonly why?: readonly string[],
  ) {
    super(`${command}: expected ${expected}, got ${got}`);
  }
}

/** Thrown by a claim that this cluster or this machine cannot run; says why and what to do about it. */
export class ClaimSkipped extends Error {}
