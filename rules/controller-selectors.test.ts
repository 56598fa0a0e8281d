import { JsonPatch } from 'cdk8s';
import { changed, controller, finds, patched } from '../tools/broken';
import { controllerSelectors } from './controller-selectors';

const { add, remove, replace } = JsonPatch;

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
    'an empty selector',
    changed('Deployment helloworld', replace('/spec/selector', {})),
    'deployment: Deployment helloworld: it has no selector. On a cluster, the API server refuses it.',
  ],
  [
    'a Job with one of its own',
    patched(controller('Job'), 'Job other', add('/spec/selector', { matchLabels: { role: 'other' } })),
    'other: Job other: it has a selector, but a Job finds its own. On a cluster, the API server refuses it.',
  ],
  [
    'a ReplicationController without any label',
    patched(
      controller('StatefulSet', remove('/metadata/labels')),
      'StatefulSet other',
      replace('/apiVersion', 'v1'),
      replace('/kind', 'ReplicationController'),
      remove('/spec/selector'),
    ),
    'other: ReplicationController other: it has no selector. On a cluster, the API server refuses it.',
  ],
]);
