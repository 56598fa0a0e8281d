import type { Known, KubernetesObject } from '../../../lib/check/objects/kubernetes';
import type { Kubectl } from './kubectl';

/** A namespace in which a run works. */
export interface Namespace {
  readonly name: string;

  /** What stays there if nothing is cleaned up, in words. */
  readonly leftover: string;

  /** What kubectl is to be told to remove that. */
  readonly removal: readonly string[];

  /** What is there of the run, by kind and name; before it begins, what is in its way. */
  left(kubectl: Kubectl): Promise<readonly string[]>;

  /**
   * Sees that the run can work there, and would touch nothing of anybody else's.
   *
   * @param user the user, in words
   * @throws Refusal if not.
   */
  ensureUsable(kubectl: Kubectl, user: string): Promise<void>;

  /** Makes it, if it is not there, and waits until Pods are accepted. */
  make(kubectl: Kubectl): Promise<void>;

  /** Whether an object there is the run's. */
  isOurs(object: KubernetesObject): boolean;

  /** Whether a warning there is about an object of the run. */
  concerns(warning: Known<'Event'>): boolean;

  /**
   * Removes what the run has made, and waits until it is gone.
   *
   * @throws CommandFailed or NotAllowed if it stays.
   */
  remove(kubectl: Kubectl): Promise<void>;
}
