import type { Item } from '../objects/inventory';
import { matches } from '../objects/selector';
import { accepted, refused } from './effects';
import type { Rule } from './rule';

/** A controller can replace its Pods. */
export const rollouts: Rule = {
  id: 'rollouts',
  finds:
    'A controller that cannot replace its Pods, because maxSurge and maxUnavailable are both 0 or no node accepts a new Pod, or one with conflicting update settings.',
  mend: 'Set maxSurge or maxUnavailable above 0; leave out rollingUpdate with Recreate and OnDelete.',
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
    'https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/',
  ],

  *find(app) {
    for (const item of app.ofKind('Deployment', 'DaemonSet', 'StatefulSet')) {
      const { kind, spec = {} } = item.object;
      const [field, strategy] =
        kind === 'Deployment' ? ['strategy', spec.strategy] : ['updateStrategy', spec.updateStrategy];
      const { minReadySeconds = 0, progressDeadlineSeconds = 600 } = spec;
      if (kind === 'Deployment' && progressDeadlineSeconds <= minReadySeconds) {
        const problem = `progressDeadlineSeconds, ${progressDeadlineSeconds}, must exceed minReadySeconds, ${minReadySeconds}`;
        yield { item, path: 'spec.progressDeadlineSeconds', problem, effect: refused };
      }
      const { type, rollingUpdate } = strategy ?? {};
      const path = `spec.${field}.rollingUpdate`;
      if (type && type !== 'RollingUpdate') {
        if (rollingUpdate && kind !== 'DaemonSet') {
          yield { item, path, problem: `it has a rollingUpdate, but its ${field} is ${type}`, effect: refused };
        }
        continue;
      }
      if (kind === 'StatefulSet') continue;
      const { maxSurge, maxUnavailable } = { ...defaults[kind], ...rollingUpdate };
      const isZero = (value: number | string | undefined) => Number.parseInt(`${value}`, 10) === 0;
      if (isZero(maxSurge) && isZero(maxUnavailable)) {
        yield { item, path, problem: 'its maxSurge and maxUnavailable are both 0', effect: refused };
      } else if (kind === 'DaemonSet' && !isZero(maxSurge) && !isZero(maxUnavailable)) {
        yield {
          item,
          path,
          problem: 'in a DaemonSet, either maxSurge or maxUnavailable must be 0',
          effect: refused,
        };
      }
      if (typeof maxUnavailable === 'string' && Number.parseInt(maxUnavailable, 10) > 100) {
        yield {
          item,
          path: `${path}.maxUnavailable`,
          problem: `maxUnavailable must be at most 100%, but is ${maxUnavailable}`,
          effect: refused,
        };
      }
      if (isZero(maxUnavailable) && repels(item)) {
        yield {
          item,
          path,
          problem:
            'maxUnavailable is 0, and its required podAntiAffinity keeps new Pods off every node with an old one',
          effect: accepted('an update never finishes unless there are more nodes than replicas'),
        };
      }
    }
  },
};

const defaults: Readonly<
  Record<string, { readonly maxSurge: number | string; readonly maxUnavailable: number | string }>
> = {
  DaemonSet: { maxSurge: 0, maxUnavailable: 1 },
  Deployment: { maxSurge: '25%', maxUnavailable: '25%' },
};

/** Whether no two Pods of a controller can be on one node. */
function repels({ object }: Item): boolean {
  const { metadata, spec } = object.spec?.template ?? {};
  const terms = spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(
    ({ labelSelector, topologyKey }) =>
      topologyKey === 'kubernetes.io/hostname' &&
      labelSelector !== undefined &&
      matches(labelSelector, metadata?.labels ?? {}),
  );
}
