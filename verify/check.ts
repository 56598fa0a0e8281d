import type { Cluster } from './cluster';

/** Something that the chapter says, or that a learner is to see. */
export interface Check {
  readonly text: string;

  /**
   * Sees whether it is so: returns if it is, perhaps with what there is to say about it.
   *
   * @throws CheckFailed if it is not; CheckSkipped if that cannot be seen here.
   */
  readonly test: (cluster: Cluster) => Promise<unknown>;

  /**
   * The check without which this one makes no sense.
   *
   * @default - none
   */
  readonly after?: Check;
}

/** The checks of a section of the chapter. */
export interface SectionChecks {
  /** The number of the section, or a name. */
  readonly id: string;

  readonly title: string;
  readonly checks: readonly Check[];

  /**
   * Makes what the section starts from, if it is not there yet.
   *
   * @default - nothing
   */
  readonly prepare?: (cluster: Cluster) => Promise<unknown>;
}
