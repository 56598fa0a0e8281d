import type { Cluster } from './cluster';

/** Something that the chapter claims or that a learner should see. */
export interface Check {
  readonly text: string;

  /**
   * Checks it: returns if it passes, perhaps with a remark.
   *
   * @throws CheckFailed if it fails; CheckSkipped if it cannot be tested here.
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
   * Creates what the section starts from, if it does not exist yet.
   *
   * @default - nothing
   */
  readonly prepare?: (cluster: Cluster) => Promise<unknown>;
}
