import type { Kubectl } from './kubectl';
import type { ClusterEvent, Resource } from './resource';

/** A namespace in which a run works. */
export interface Namespace {
  readonly name: string;

  /** What the run leaves there if it ends at once, in words. */
  readonly rest: string;

  /** What removes that. */
  readonly command: string;

  /** What is there now that the run should not leave, by kind and name. */
  left(kubectl: Kubectl): Promise<readonly string[]>;

  /**
   * Sees that the run can work there, and would touch nothing of anybody else's.
   *
   * @param user the user, in words
   * @throws Refusal if not.
   */
  see(kubectl: Kubectl, user: string): Promise<void>;

  /** Makes it, if it is not there, and waits until Pods are accepted. */
  make(kubectl: Kubectl): Promise<void>;

  /** Whether a Pod is there because of the run. */
  isOurs(pod: Resource): boolean;

  /** Whether an event may explain what became of the run. */
  concerns(event: ClusterEvent): boolean;

  /**
   * Removes what the run has made, and waits until it is gone.
   *
   * @throws CommandFailed or NotAllowed if it stays.
   */
  remove(kubectl: Kubectl): Promise<void>;
}
