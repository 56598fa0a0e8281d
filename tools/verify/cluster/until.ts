import { setTimeout as sleep } from 'node:timers/promises';

/** How often something that waits looks again, in milliseconds. */
const interval = 400;

/** Looks for something; false or undefined mean: not yet. */
export type Look<T> = () => Promise<T | false | undefined>;

/**
 * Looks until there is something to see.
 *
 * @param timeout for how long, in milliseconds
 * @returns undefined if there is nothing when the time is over
 */
export async function until<T>(look: Look<T>, timeout: number): Promise<T | undefined> {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) return undefined;
    await sleep(interval);
  }
}
