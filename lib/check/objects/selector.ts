import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { isA } from './kinds';
import type { KubernetesObject, Labels } from './kubernetes';

/** The kinds that select Pods as controllers do; Services and ReplicationControllers write only the labels. */
const selecting = ['DaemonSet', 'Deployment', 'Job', 'PodDisruptionBudget', 'ReplicaSet', 'StatefulSet'] as const;

/** The selector of a controller, of a Service or of a PodDisruptionBudget. */
export function selectorOf(object: KubernetesObject): LabelSelector | undefined {
  if (isA(object, ...selecting)) return object.spec?.selector;
  const labels = isA(object, 'ReplicationController', 'Service') ? object.spec?.selector : undefined;
  return labels && { matchLabels: labels };
}

/** Whether a selector demands nothing. */
export function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/**
 * Whether labels meet every requirement of a selector. An empty selector selects everything.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function matches({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labelOf(labels, key) === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labelOf(labels, key);
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** A selector as `kubectl get -l` takes it, e.g. `app=web,tier notin (test)`. */
export function describe({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) => {
      switch (operator) {
        case 'Exists':
          return key;
        case 'DoesNotExist':
          return `!${key}`;
        default:
          return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
      }
    }),
  ].join(',');
}
