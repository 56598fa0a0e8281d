import { accepted, refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import type { Known } from '../objects/kubernetes';
import { matches } from '../objects/selector';

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
      const { object } = item;
      if (object.kind === 'Deployment') {
        const { minReadySeconds = 0, progressDeadlineSeconds = 600 } = object.spec ?? {};
        const problem = `progressDeadlineSeconds, ${progressDeadlineSeconds}, must exceed minReadySeconds, ${minReadySeconds}`;
        const path = 'spec.progressDeadlineSeconds';
        if (progressDeadlineSeconds <= minReadySeconds) yield { item, path, problem, effect: refused };
      }
      const field = object.kind === 'Deployment' ? 'strategy' : 'updateStrategy';
      const { type, rollingUpdate } = strategyOf(object);
      const path = `spec.${field}.rollingUpdate`;
      if (type && type !== 'RollingUpdate') {
        if (rollingUpdate && object.kind !== 'DaemonSet') {
          yield { item, path, problem: `it has a rollingUpdate, but its ${field} is ${type}`, effect: refused };
        }
        continue;
      }
      if (object.kind === 'StatefulSet') continue;
      const { maxSurge, maxUnavailable } = { ...defaults[object.kind], ...rollingUpdate };
      const isZero = (value: number | string | undefined) => Number.parseInt(`${value}`, 10) === 0;
      if (isZero(maxSurge) && isZero(maxUnavailable)) {
        yield { item, path, problem: 'its maxSurge and maxUnavailable are both 0', effect: refused };
      } else if (object.kind === 'DaemonSet' && !isZero(maxSurge) && !isZero(maxUnavailable)) {
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
      if (isZero(maxUnavailable) && repels(object)) {
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

/** How a controller replaces its Pods; a StatefulSet starts none besides those that it has. */
interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
}

function strategyOf(object: Known<'DaemonSet' | 'Deployment' | 'StatefulSet'>): Strategy {
  return (object.kind === 'Deployment' ? object.spec?.strategy : object.spec?.updateStrategy) ?? {};
}

const defaults = {
  DaemonSet: { maxSurge: 0, maxUnavailable: 1 },
  Deployment: { maxSurge: '25%', maxUnavailable: '25%' },
};

/** Whether no two Pods of a controller can be on one node. */
function repels(object: Known<'DaemonSet' | 'Deployment'>): boolean {
  const { metadata, spec } = object.spec?.template ?? {};
  const terms = spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(
    ({ labelSelector, topologyKey }) =>
      topologyKey === 'kubernetes.io/hostname' &&
      labelSelector !== undefined &&
      matches(labelSelector, metadata?.labels ?? {}),
  );
}
