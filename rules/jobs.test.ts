import { JsonPatch } from 'cdk8s';
import { controller, finds, patched } from '../tools/broken';
import { jobs } from './jobs';

const { add } = JsonPatch;

finds(jobs, [
  [
    'a Job with an index without an end',
    patched(controller('Job'), 'Job other', add('/spec/completionMode', 'Indexed')),
    'other: Job other: its completionMode is Indexed, but it has no completions. On a cluster, the API server refuses it.',
  ],
  [
    'a CronJob with an index without an end',
    patched(controller('CronJob'), 'CronJob other', add('/spec/jobTemplate/spec/completionMode', 'Indexed')),
    'other: CronJob other: its completionMode is Indexed, but it has no completions. On a cluster, the API server refuses it.',
  ],
]);
