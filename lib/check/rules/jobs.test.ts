import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { check, controller, finds, patched, template } from '../../../tools/testing/test-chapter';
import { jobs } from './jobs';

const { add, replace } = JsonPatch;

finds(jobs, [
  [
    'a Job with an index without an end',
    patched(controller('Job'), 'Job other', add('/spec/completionMode', 'Indexed'), add('/spec/parallelism', 3)),
    'other: Job other: its completionMode is Indexed, but it has no completions. On a cluster, the API server refuses it.',
  ],
  [
    'a CronJob with an index without an end',
    patched(
      controller('CronJob'),
      'CronJob other',
      add('/spec/jobTemplate/spec/completionMode', 'Indexed'),
      add('/spec/jobTemplate/spec/parallelism', 3),
    ),
    'other: CronJob other: its completionMode is Indexed, but it has no completions. On a cluster, the API server refuses it.',
  ],
  [
    'a policy for failures that are none, of a container that there is not, in Pods that are restarted',
    patched(
      controller('Job'),
      'Job other',
      replace(`${template}/restartPolicy`, 'OnFailure'),
      add('/spec/podFailurePolicy', {
        rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [0] } }],
      }),
    ),
    'other: Job other: with a podFailurePolicy, the restartPolicy must be Never. On a cluster, the API server refuses it.',
    'other: Job other: the exit code 0 is not a failure. On a cluster, the API server refuses it.',
    'other: Job other: the podFailurePolicy names container main, which the Pod does not have. On a cluster, the API server refuses it.',
  ],
]);

test.each<[string, JsonPatch[]]>([
  ['an index of one Pod', [add('/spec/completionMode', 'Indexed')]],
  [
    'an index with an end',
    [add('/spec/completionMode', 'Indexed'), add('/spec/completions', 3), add('/spec/parallelism', 3)],
  ],
  ['Pods beside each other without an index', [add('/spec/parallelism', 3)]],
  [
    'a policy for failures',
    [
      add('/spec/podFailurePolicy', {
        rules: [
          { action: 'FailJob', onExitCodes: { containerName: 'helloworld', operator: 'In', values: [42] } },
          { action: 'Count', onExitCodes: { operator: 'NotIn', values: [0] } },
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ],
      }),
    ],
  ],
])('nothing is found in a Job with %s', (_, patches) => {
  expect(check(patched(controller('Job'), 'Job other', ...patches))).toEqual([]);
});
