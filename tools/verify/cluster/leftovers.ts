import { CommandFailed, NotAllowed } from './answer';
import type { Kubectl } from './kubectl';
import type { Namespace } from './namespace';

/** Something of a run that is on the cluster. */
export interface Leftover {
  readonly what: string;

  /** What removes it. */
  readonly command: string;
}

/** What a run has on the cluster: makes its namespaces, removes them at its end, and names those that stay. */
export class Leftovers {
  private readonly used = new Map<Namespace, Leftover>();

  /** @param removed is told what was removed */
  constructor(private readonly removed: (what: string) => void = () => {}) {}

  get all(): Leftover[] {
    return [...this.used.values()];
  }

  /** Makes a namespace, and returns kubectl for it. */
  async use(namespace: Namespace, kubectl: Kubectl): Promise<Kubectl> {
    this.used.set(namespace, { what: namespace.leftover, command: kubectl.commandOf(namespace.removal) });
    const inside = kubectl.in(namespace.name);
    await namespace.make(inside);
    return inside;
  }

  /**
   * Removes what the run has made, as far as that is possible.
   *
   * @throws Unreachable if the cluster no longer answers.
   */
  async remove(kubectl: Kubectl): Promise<void> {
    await Promise.all([...this.used.keys()].map((namespace) => this.removeFrom(namespace, kubectl.unstoppable())));
  }

  /** A line for each that says that it is still there, and what removes it. */
  toString(): string {
    return this.all.map(({ what, command }) => `${what} still exists; to remove it: ${command}`).join('\n');
  }

  private async removeFrom(namespace: Namespace, kubectl: Kubectl): Promise<void> {
    try {
      await namespace.remove(kubectl.in(namespace.name));
    } catch (error) {
      if (error instanceof CommandFailed || error instanceof NotAllowed) return;
      throw error;
    }
    this.used.delete(namespace);
    this.removed(namespace.leftover);
  }
}
