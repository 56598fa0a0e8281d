import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, chapterItems, check, controller, finds, one, patched } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { templateOf } from '../objects/pods';
import { controllerSelectors } from './controller-selectors';

const { add, remove, replace } = JsonPatch;

finds(controllerSelectors, [
  [
    'a Deployment that does not select its own Pods',
    changed('Deployment helloworld', replace('/spec/template/metadata/labels/run', 'hello')),
    'deployment: Deployment helloworld: its selector, run=helloworld, does not match the labels of its template. On a cluster, the API server refuses it.',
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
    'replicaset: ReplicaSet helloworld: its selector, app=helloworld,tier,app notin (a,b),!old, does not match the labels of its template. On a cluster, the API server refuses it.',
  ],
  [
    'a DaemonSet that does not select its own Pods',
    controller('DaemonSet', replace('/metadata/labels/role', 'another')),
    'other: DaemonSet other: its selector, role=other, does not match the labels of its template. On a cluster, the API server refuses it.',
  ],
  [
    'an empty selector',
    changed('Deployment helloworld', replace('/spec/selector', {})),
    'deployment: Deployment helloworld: it has no selector. On a cluster, the API server refuses it.',
  ],
  [
    'a Job with one of its own',
    patched(controller('Job'), 'Job other', add('/spec/selector', { matchLabels: { role: 'other' } })),
    'other: Job other: it has a selector, but Kubernetes generates the selector of a Job. On a cluster, the API server refuses it.',
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

const replicationController = [
  replace('/apiVersion', 'v1'),
  replace('/kind', 'ReplicationController'),
  remove('/spec/selector'),
];

test.each<[string, Item[]]>([
  [
    'a ReplicationController that finds its own Pods',
    patched(controller('StatefulSet'), 'StatefulSet other', ...replicationController),
  ],
  [
    'a ReplicationController that selects them',
    patched(
      controller('StatefulSet'),
      'StatefulSet other',
      ...replicationController,
      add('/spec/selector', { role: 'other' }),
    ),
  ],
  ['a Job that finds its own Pods', controller('Job')],
  [
    'a Job that is told to select them',
    patched(
      controller('Job'),
      'Job other',
      add('/spec/manualSelector', true),
      add('/spec/selector', { matchLabels: { role: 'other' } }),
    ),
  ],
  ['a CronJob', controller('CronJob')],
  ['a PodTemplate', [...chapterItems(), { chart: 'other', object: podTemplate() }]],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});

function podTemplate() {
  const [deployment] = one('Deployment helloworld');
  const template = deployment && templateOf(deployment.object);
  return { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'other' }, template };
}
