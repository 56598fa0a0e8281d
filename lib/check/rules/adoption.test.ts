import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import {
  changed,
  chapterItems,
  check,
  controller,
  copied,
  finds,
  patched,
  podSpec,
} from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import type { Labels } from '../objects/kubernetes';
import { adoption } from './adoption';

const { add, remove, replace } = JsonPatch;

finds(adoption, [
  [
    'a ReplicaSet whose label a bare Pod carries',
    changed('Pod helloworld', add('/metadata/labels/app', 'helloworld')),
    'replicaset: ReplicaSet helloworld: its selector, app=helloworld, matches the bare Pod helloworld. On a cluster, it adopts that Pod and starts one Pod fewer.',
  ],
  [
    'a ReplicaSet with the label of the bare Pod and of the Deployment',
    changed(
      'ReplicaSet helloworld',
      replace('/spec/selector/matchLabels', { run: 'helloworld' }),
      replace('/spec/template/metadata/labels', { run: 'helloworld' }),
    ),
    'replicaset: ReplicaSet helloworld: its selector, run=helloworld, matches the bare Pod helloworld. On a cluster, it adopts that Pod and starts one Pod fewer.',
    'replicaset: ReplicaSet helloworld: its selector, run=helloworld, matches the Pods of Deployment helloworld. On a cluster, commands such as kubectl logs treat them as its own, and it adopts them once the other is deleted with --cascade=orphan.',
  ],
  [
    'a ReplicaSet that selects by expressions alone',
    patched(
      changed(
        'ReplicaSet helloworld',
        replace('/spec/selector', {
          matchExpressions: [
            { key: 'app', operator: 'In', values: ['helloworld', 'curl'] },
            { key: 'run', operator: 'DoesNotExist' },
          ],
        }),
      ),
      'Pod curl',
      replace('/metadata/labels', { app: 'curl' }),
    ),
    'replicaset: ReplicaSet helloworld: its selector, app in (helloworld,curl),!run, matches the bare Pod curl. On a cluster, it adopts that Pod and starts one Pod fewer.',
  ],
  [
    "a ReplicaSet whose label the Deployment's template carries",
    changed('Deployment helloworld', add('/spec/template/metadata/labels/app', 'helloworld')),
    'replicaset: ReplicaSet helloworld: its selector, app=helloworld, matches the Pods of Deployment helloworld. On a cluster, commands such as kubectl logs treat them as its own, and it adopts them once the other is deleted with --cascade=orphan.',
  ],
  [
    'a DaemonSet whose label a bare Pod carries',
    patched(controller('DaemonSet'), 'Pod curl', add('/metadata/labels/role', 'other')),
    'other: DaemonSet other: its selector, role=other, matches the bare Pod curl. On a cluster, it adopts that Pod and replaces it with one from its template.',
  ],
  [
    'a StatefulSet whose label a bare Pod carries that is called like one of its own',
    patched(
      controller('StatefulSet'),
      'Pod curl',
      add('/metadata/labels/role', 'other'),
      replace('/metadata/name', 'other-0'),
    ),
    'other: StatefulSet other: its selector, role=other, matches the bare Pod other-0. On a cluster, it adopts that Pod and replaces it with one from its template.',
  ],
  [
    'a Deployment whose label a bare ReplicaSet carries',
    changed('ReplicaSet helloworld', add('/metadata/labels/run', 'helloworld')),
    'deployment: Deployment helloworld: its selector, run=helloworld, matches the labels of the bare ReplicaSet helloworld. On a cluster, it adopts that ReplicaSet as one of its old revisions and scales it down to 0.',
  ],
  [
    'two Deployments with the same label',
    copied('Deployment helloworld', replace('/metadata/name', 'helloworld-again')),
    'deployment: Deployment helloworld: its selector, run=helloworld, matches the Pods of Deployment helloworld-again. On a cluster, commands such as kubectl logs treat them as its own, and it adopts them once the other is deleted with --cascade=orphan.',
    'copy: Deployment helloworld-again: its selector, run=helloworld, matches the Pods of Deployment helloworld. On a cluster, commands such as kubectl logs treat them as its own, and it adopts them once the other is deleted with --cascade=orphan.',
  ],
  [
    "a StatefulSet whose label the Deployment's template carries",
    patched(controller('StatefulSet'), 'Deployment helloworld', add('/spec/template/metadata/labels/role', 'other')),
    'other: StatefulSet other: its selector, role=other, matches the Pods of Deployment helloworld. On a cluster, commands such as kubectl logs treat them as its own.',
  ],
  [
    'a Job that is told to select what a bare Pod carries',
    patched(
      patched(controller('Job'), 'Pod curl', add('/metadata/labels/role', 'other')),
      'Job other',
      add('/spec/manualSelector', true),
      add('/spec/selector', { matchLabels: { role: 'other' } }),
    ),
    'other: Job other: its selector, role=other, matches the bare Pod curl. On a cluster, it adopts that Pod and starts one Pod fewer.',
  ],
]);

test.each<[string, Item[]]>([
  ...['curl', 'others-0', 'other-x'].map<[string, Item[]]>((name) => [
    `a StatefulSet beside the bare Pod ${name}`,
    patched(
      controller('StatefulSet'),
      'Pod curl',
      add('/metadata/labels/role', 'other'),
      replace('/metadata/name', name),
    ),
  ]),
  [
    'a StatefulSet beside a bare Pod that has only the beginning of a name',
    patched(
      controller('StatefulSet'),
      'Pod curl',
      replace('/metadata', { generateName: 'other-', labels: { role: 'other' } }),
    ),
  ],
  ['a Deployment beside a bare Pod', changed('Pod curl', replace('/metadata/labels/run', 'helloworld'))],
  [
    'a Deployment beside a ReplicaSet of another namespace',
    changed(
      'ReplicaSet helloworld',
      add('/metadata/labels/run', 'helloworld'),
      add('/metadata/namespace', 'kube-public'),
    ),
  ],
  ['a Deployment beside a ReplicaSet without labels', changed('ReplicaSet helloworld', remove('/metadata/labels'))],
  [
    'a ReplicaSet beside a PodTemplate',
    [...chapterItems(), { chart: 'other', object: podTemplate({ app: 'helloworld' }) }],
  ],
])('adoption finds nothing in %s', (_, items) => {
  expect(check(items, { rules: [adoption] })).toEqual([]);
});

// The rule controller-selectors finds them.
test.each(['Deployment helloworld', 'ReplicaSet helloworld'])(
  'adoption finds nothing in a %s with an empty selector',
  (title) => {
    expect(check(changed(title, replace('/spec/selector', {})), { rules: [adoption] })).toEqual([]);
  },
);

function podTemplate(labels: Labels) {
  return {
    apiVersion: 'v1',
    kind: 'PodTemplate',
    metadata: { name: 'other' },
    template: { metadata: { labels }, spec: podSpec('helloworld') },
  };
}
