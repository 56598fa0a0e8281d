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
 * They are made from the manifests as they should be: what is to be seen. What is applied, they take by the name of the file
 * from the cluster (`cluster.apply('pod.yaml')`), since the manifests there may be broken on purpose, to try the claims.
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
