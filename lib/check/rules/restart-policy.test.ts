import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import {
  changed,
  chapterItems,
  check,
  controller,
  finds,
  patched,
  podSpec,
  template,
} from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { restartPolicy } from './restart-policy';

const { add, remove, replace } = JsonPatch;

finds(restartPolicy, [
  [
    'a Job that is always restarted, by default',
    patched(controller('Job'), 'Job other', remove(`${template}/restartPolicy`)),
    'other: Job other: the restartPolicy of a Job must be Never or OnFailure, but is Always, the default. On a cluster, the API server refuses it.',
  ],
  [
    'a CronJob that is always restarted',
    patched(
      controller('CronJob'),
      'CronJob other',
      replace('/spec/jobTemplate/spec/template/spec/restartPolicy', 'Always'),
    ),
    'other: CronJob other: the restartPolicy of a CronJob must be Never or OnFailure, but is Always. On a cluster, the API server refuses it.',
  ],
  [
    'a Deployment that is never restarted',
    changed('Deployment helloworld', add(`${template}/restartPolicy`, 'Never')),
    'deployment: Deployment helloworld: the restartPolicy of a Deployment must be Always, but is Never. On a cluster, the API server refuses it.',
  ],
  [
    'a StatefulSet that is restarted only if it fails',
    controller('StatefulSet', add('/spec/restartPolicy', 'OnFailure')),
    'other: StatefulSet other: the restartPolicy of a StatefulSet must be Always, but is OnFailure. On a cluster, the API server refuses it.',
  ],
  [
    'a Deployment whose Pods end at a time',
    changed('Deployment helloworld', add(`${template}/activeDeadlineSeconds`, 60)),
    'deployment: Deployment helloworld: the Pods of a Deployment cannot have activeDeadlineSeconds. On a cluster, the API server refuses it.',
  ],
]);

test.each<[string, Item[]]>([
  [
    'a Job that is restarted if it fails, and ends at a time',
    patched(
      controller('Job'),
      'Job other',
      replace(`${template}/restartPolicy`, 'OnFailure'),
      add(`${template}/activeDeadlineSeconds`, 60),
    ),
  ],
  [
    'a Deployment that is always restarted',
    changed('Deployment helloworld', add(`${template}/restartPolicy`, 'Always')),
  ],
  [
    'a Pod that is always restarted, and ends at a time',
    changed('Pod helloworld', replace('/spec/restartPolicy', 'Always'), add('/spec/activeDeadlineSeconds', 60)),
  ],
  ...['Always', 'OnFailure', 'Never'].map<[string, Item[]]>((policy) => [
    `a PodTemplate with ${policy}`,
    [...chapterItems(), { chart: 'other', object: podTemplate(policy) }],
  ]),
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});

function podTemplate(policy: string) {
  const spec = { ...podSpec('helloworld'), restartPolicy: policy };
  return { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'other' }, template: { spec } };
}
