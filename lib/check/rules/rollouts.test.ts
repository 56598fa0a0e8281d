import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, controller, finds, patched, template } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { rollouts } from './rollouts';

const { add, remove, replace } = JsonPatch;

const strategy = '/spec/strategy';
const notBeside = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { run: 'helloworld' } }, topologyKey: 'kubernetes.io/hostname' },
    ],
  },
};

finds(rollouts, [
  [
    'no Pod more and none less',
    changed('Deployment helloworld', replace(`${strategy}/rollingUpdate/maxSurge`, '0%')),
    'deployment: Deployment helloworld: its maxSurge and maxUnavailable are both 0. On a cluster, the API server refuses it.',
  ],
  [
    'a rollingUpdate that there is not',
    changed('Deployment helloworld', replace(`${strategy}/type`, 'Recreate')),
    'deployment: Deployment helloworld: it has a rollingUpdate, but its strategy is Recreate. On a cluster, the API server refuses it.',
  ],
  [
    'more than all',
    changed('Deployment helloworld', replace(`${strategy}/rollingUpdate/maxUnavailable`, '101%')),
    'deployment: Deployment helloworld: maxUnavailable must be at most 100%, but is 101%. On a cluster, the API server refuses it.',
  ],
  [
    'a Pod that has no place beside the old one',
    changed('Deployment helloworld', add(`${template}/affinity`, notBeside)),
    'deployment: Deployment helloworld: maxUnavailable is 0, and its required podAntiAffinity keeps new Pods off every node with an old one. On a cluster, an update never finishes unless there are more nodes than replicas.',
  ],
  [
    'a deadline before a Pod can be ready',
    changed('Deployment helloworld', add('/spec/minReadySeconds', 600)),
    'deployment: Deployment helloworld: progressDeadlineSeconds, 600, must exceed minReadySeconds, 600. On a cluster, the API server refuses it.',
  ],
  [
    'a DaemonSet with both',
    patched(
      controller('DaemonSet'),
      'DaemonSet other',
      add('/spec/updateStrategy', { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }),
    ),
    'other: DaemonSet other: in a DaemonSet, either maxSurge or maxUnavailable must be 0. On a cluster, the API server refuses it.',
  ],
  [
    'a DaemonSet with one of the two, beside the default of the other',
    patched(
      controller('DaemonSet'),
      'DaemonSet other',
      add('/spec/updateStrategy', { rollingUpdate: { maxSurge: '50%' } }),
    ),
    'other: DaemonSet other: in a DaemonSet, either maxSurge or maxUnavailable must be 0. On a cluster, the API server refuses it.',
  ],
  [
    'a DaemonSet with none of the two',
    patched(
      controller('DaemonSet'),
      'DaemonSet other',
      add('/spec/updateStrategy', { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } }),
    ),
    'other: DaemonSet other: its maxSurge and maxUnavailable are both 0. On a cluster, the API server refuses it.',
  ],
  [
    'a StatefulSet with a rollingUpdate that there is not',
    patched(
      controller('StatefulSet'),
      'StatefulSet other',
      add('/spec/updateStrategy', { type: 'OnDelete', rollingUpdate: { partition: 1 } }),
    ),
    'other: StatefulSet other: it has a rollingUpdate, but its updateStrategy is OnDelete. On a cluster, the API server refuses it.',
  ],
  [
    'a deadline before a Pod can be ready, of a Deployment that stops all of them first',
    changed('Deployment helloworld', replace(strategy, { type: 'Recreate' }), add('/spec/minReadySeconds', 600)),
    'deployment: Deployment helloworld: progressDeadlineSeconds, 600, must exceed minReadySeconds, 600. On a cluster, the API server refuses it.',
  ],
]);

test.each<[string, Item[]]>([
  [
    'a Deployment of which all Pods go first',
    changed('Deployment helloworld', replace(strategy, { type: 'Recreate' })),
  ],
  ['a Deployment without a strategy', changed('Deployment helloworld', remove(strategy))],
  [
    'a Deployment of which all Pods may go',
    changed('Deployment helloworld', replace(`${strategy}/rollingUpdate`, { maxSurge: 0, maxUnavailable: '100%' })),
  ],
  ...Object.entries<object>({
    'away from Pods of others': {
      labelSelector: { matchLabels: { run: 'curl' } },
      topologyKey: 'kubernetes.io/hostname',
    },
    'away from no Pods': { topologyKey: 'kubernetes.io/hostname' },
    'in another zone': {
      labelSelector: { matchLabels: { run: 'helloworld' } },
      topologyKey: 'topology.kubernetes.io/zone',
    },
  }).map<[string, Item[]]>(([what, term]) => [
    `a Pod ${what}`,
    changed(
      'Deployment helloworld',
      add(`${template}/affinity`, { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } }),
    ),
  ]),
  [
    'a Pod that has a place once the old one is gone',
    changed(
      'Deployment helloworld',
      add(`${template}/affinity`, notBeside),
      replace(`${strategy}/rollingUpdate/maxUnavailable`, 1),
    ),
  ],
  ['a deadline after a Pod can be ready', changed('Deployment helloworld', add('/spec/minReadySeconds', 599))],
  ...['OnDelete', 'RollingUpdate'].map<[string, Item[]]>((type) => [
    `a DaemonSet with ${type}`,
    patched(
      controller('DaemonSet'),
      'DaemonSet other',
      add('/spec/updateStrategy', { type, rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }),
    ),
  ]),
  [
    'a StatefulSet of which some Pods stay',
    patched(
      controller('StatefulSet'),
      'StatefulSet other',
      add('/spec/updateStrategy', { type: 'RollingUpdate', rollingUpdate: { partition: 1 } }),
    ),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});

// That it does not select its own Pods is for the rule controller-selectors.
test('rollouts finds nothing in Pods without labels that keep away from others', () => {
  const items = changed(
    'Deployment helloworld',
    add(`${template}/affinity`, notBeside),
    remove('/spec/template/metadata'),
  );
  expect(check(items, { rules: [rollouts] })).toEqual([]);
});
