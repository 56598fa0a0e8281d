import { CommandFailed, NotAllowed } from './answer';
import type { Kubectl } from './kubectl';
import type { Namespace } from './namespace';

/** Something of a run that is on the cluster. */
export interface Rest {
  readonly what: string;

  /** What removes it. */
  readonly command: string;
}

/** A line that says that it is still there, and what removes it. */
export function remaining({ what, command }: Rest): string {
  return `${what} still exists; to remove it: ${command}`;
}

/** Removes what a run has made in a namespace; returns whether that worked. */
export async function removeRest(namespace: Namespace, kubectl: Kubectl): Promise<boolean> {
  try {
    await namespace.remove(kubectl.in(namespace.name));
    return true;
  } catch (error) {
    if (error instanceof CommandFailed || error instanceof NotAllowed) return false;
    throw error;
  }
}
