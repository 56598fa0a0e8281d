import { JsonPatch } from 'cdk8s';
import { changed, controller, finds } from '../tools/broken';
import { controllerSelectors } from './controller-selectors';

const { remove, replace } = JsonPatch;

finds(controllerSelectors, [
  [
    'a Deployment that does not select its own Pods',
    changed('Deployment helloworld', replace('/spec/template/metadata/labels/run', 'hello')),
    'deployment: Deployment helloworld: its selector, run=helloworld, does not match the labels of its own template. On a cluster, the API server refuses it.',
  ],
  [
    'an expression that its own Pods do not meet',
    changed(
      'ReplicaSet helloworld',
      replace('/spec/selector', {
        matchLabels: { app: 'helloworld' },
        matchExpressions: [
          { key: 'tier', operator: 'Exists' },
          { key: 'app', operator: 'NotIn', values: ['a', 'b'] },
          { key: 'old', operator: 'DoesNotExist' },
        ],
      }),
    ),
    'replicaset: ReplicaSet helloworld: its selector, app=helloworld,tier,app notin (a,b),!old, does not match the labels of its own template. On a cluster, the API server refuses it.',
  ],
  [
    'a DaemonSet that does not select its own Pods',
    controller('DaemonSet', replace('/metadata/labels/role', 'another')),
    'other: DaemonSet other: its selector, role=other, does not match the labels of its own template. On a cluster, the API server refuses it.',
  ],
  [
    'no selector',
    changed('ReplicaSet helloworld', remove('/spec/selector')),
    'replicaset: ReplicaSet helloworld: it has no selector. On a cluster, the API server refuses it.',
  ],
  [
    'an empty selector',
    changed('Deployment helloworld', replace('/spec/selector', {})),
    'deployment: Deployment helloworld: it has no selector. On a cluster, the API server refuses it.',
  ],
]);
