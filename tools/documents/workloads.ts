import type { Item } from '../../lib/check/objects/inventory';
import type { Words } from './words';

/** How the Pods of a controller are drawn. */
export interface Workload {
  /** How many there are. */
  readonly frame: string;

  /** Their names. */
  readonly pods: readonly string[];

  /** The kind of what the controller makes to make the Pods. */
  readonly between?: string;
}

/** How the Pods of a controller are drawn; of a kind that nobody knows here, as those of most are. */
export function workloadOf({ object }: Item, words: Words): Workload {
  const { kind, metadata, spec = {} } = object;
  const { replicas = 1 } = spec;
  const some = `${metadata.name}-…`;
  switch (kind) {
    case 'CronJob':
      return { ...jobPods(some, words, spec.jobTemplate?.spec), between: 'Job' };
    case 'DaemonSet':
      return { frame: words.oneOnEveryNode, pods: [some] };
    case 'Deployment':
      return { frame: words.replicas(replicas), pods: Array(replicas).fill(some), between: 'ReplicaSet' };
    case 'Job':
      return jobPods(some, words, spec);
    case 'StatefulSet':
      return {
        frame: words.replicas(replicas),
        pods: Array.from({ length: replicas }, (_, number) => `${metadata.name}-${number}`),
      };
    default:
      return { frame: words.replicas(replicas), pods: Array(replicas).fill(some) };
  }
}

/** The Pods of a Job, as many as run at a time. */
function jobPods(
  name: string,
  words: Words,
  { parallelism = 1, completions }: NonNullable<Item['object']['spec']> = {},
): Workload {
  const frame =
    completions === undefined && parallelism > 1 ? words.parallelism(parallelism) : words.completions(completions ?? 1);
  return { frame, pods: Array(Math.min(parallelism, completions ?? parallelism)).fill(name) };
}
