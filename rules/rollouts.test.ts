import { JsonPatch } from 'cdk8s';
import { changed, controller, finds, patched, template } from '../tools/broken';
import { rollouts } from './rollouts';

const { add, replace } = JsonPatch;

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
    'deployment: Deployment helloworld: maxUnavailable must be 100% at most, but is 101%. On a cluster, the API server refuses it.',
  ],
  [
    'a Pod that has no place beside the old one',
    changed('Deployment helloworld', add(`${template}/affinity`, notBeside)),
    'deployment: Deployment helloworld: maxUnavailable is 0, and its required podAntiAffinity keeps a new Pod off every node that has an old one. On a cluster, an update waits for ever where there are no more nodes than replicas.',
  ],
  [
    'a deadline before a Pod can be ready',
    changed('Deployment helloworld', add('/spec/minReadySeconds', 600)),
    'deployment: Deployment helloworld: progressDeadlineSeconds, 600, must be more than minReadySeconds, 600. On a cluster, the API server refuses it.',
  ],
  [
    'a DaemonSet with both',
    patched(
      controller('DaemonSet'),
      'DaemonSet other',
      add('/spec/updateStrategy', { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }),
    ),
    'other: DaemonSet other: of maxSurge and maxUnavailable, a DaemonSet may have one that is not 0. On a cluster, the API server refuses it.',
  ],
]);
