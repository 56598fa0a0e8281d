import type { Cluster } from './cluster';

/** Something that the chapter claims or that a learner should see; `npm run verify` counts each as a check. */
export interface Claim {
  readonly text: string;

  /**
   * Checks it: returns if it passes, perhaps with a remark.
   *
   * @throws ClaimFailed if it fails; ClaimSkipped if it cannot be tested here.
   */
  readonly test: (cluster: Cluster) => Promise<unknown>;

  /**
   * The claim without which this one makes no sense.
   *
   * @default - none
   */
  readonly after?: Claim;
}

/**
 * The claims of a section of the chapter.
 *
 * They are made from the chapter's own manifests, which say what should be seen. What is applied, a claim takes from the
 * cluster, by the name of the file (`cluster.apply('pod.yaml')`): `faults.ts` gives the cluster broken manifests, to see the
 * claims fail.
 */
export interface SectionClaims {
  /** The number of the section, or a name. */
  readonly id: string;

  readonly title: string;
  readonly claims: readonly Claim[];

  /**
   * Creates what the section starts from, if it does not exist yet.
   *
   * @default - nothing
   */
  readonly prepare?: (cluster: Cluster) => Promise<unknown>;
}
