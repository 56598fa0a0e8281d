import { setTimeout as sleep } from 'node:timers/promises';

/** How often something that waits looks again, in milliseconds. */
const interval = 400;

/**
 * Looks until there is something to see.
 *
 * @param look returns it, or undefined to look again
 * @param timeout for how long, in milliseconds
 * @returns undefined if there is nothing when the time is over
 */
export async function until<T>(look: () => Promise<T | undefined>, timeout: number): Promise<T | undefined> {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (seen !== undefined || Date.now() > end) return seen;
    await sleep(interval);
  }
}
