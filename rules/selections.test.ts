import { expect, test } from '@jest/globals';
import { beside, finds } from '../tools/broken';
import { check } from './check';
import { selections } from './selections';

const budget = (spec: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'other' },
  spec,
});
const selector = { matchLabels: { run: 'helloworld' } };

finds(selections, [
  [
    'a budget for no Pod',
    beside(budget({ minAvailable: 1, selector: { matchLabels: { run: 'hello' } } })),
    'other: PodDisruptionBudget other: no Pod has the labels that it selects, run=hello. On a cluster, it protects no Pod.',
  ],
  [
    'a budget without a selector',
    beside(budget({ minAvailable: 1 })),
    'other: PodDisruptionBudget other: it has no selector. On a cluster, it protects no Pod.',
  ],
  [
    'a budget with two limits',
    beside(budget({ minAvailable: 1, maxUnavailable: 1, selector })),
    'other: PodDisruptionBudget other: it has both minAvailable and maxUnavailable. On a cluster, the API server refuses it.',
  ],
  [
    'a NetworkPolicy for no Pod',
    beside({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'other' },
      spec: { podSelector: { matchLabels: { run: 'hello' } } },
    }),
    'other: NetworkPolicy other: no Pod has the labels that it selects, run=hello. On a cluster, it is about no Pod, and all traffic goes on.',
  ],
]);

test('nothing is found in a NetworkPolicy for all Pods', () => {
  const object = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'other' },
    spec: { podSelector: {} },
  };
  expect(check(beside(object))).toEqual([]);
});
