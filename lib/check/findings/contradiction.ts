import type { Pod } from '../objects/inventory';
import { accepted, refusedPod } from './effects';
import type { Finding } from './rule';

/** Settings of a Pod that do not go together. */
export interface Contradiction {
  readonly path: string;
  readonly problem: string;

  /** What happens; undefined if the API server refuses the Pod. */
  readonly happens?: string;
}

/** What is found in a Pod. */
export function findingsIn(pod: Pod, contradictions: Iterable<Contradiction>): Finding[] {
  return [...contradictions].map(({ path, problem, happens }) => ({
    item: pod.item,
    path,
    problem,
    effect: happens === undefined ? refusedPod(pod) : accepted(happens),
  }));
}
