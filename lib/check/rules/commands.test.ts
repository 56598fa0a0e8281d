import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, controller, finds, template } from '../../../tools/testing/test-chapter';
import { commands } from './commands';

const { add } = JsonPatch;

finds(commands, [
  [
    'a command line in one word',
    changed('Pod curl', add(`${container}/command`, ['sleep 3600'])),
    'pod: Pod curl: container curl has "sleep 3600" as its program name. On a cluster, the container does not start: no such file or directory.',
  ],
  [
    'a command line on two lines, in a CronJob',
    controller('CronJob', add('/spec/containers/0/command', ['date\nsleep 3600'])),
    'other: CronJob other: container helloworld has "date\\nsleep 3600" as its program name. On a cluster, the container does not start: no such file or directory.',
  ],
  [
    'a command line in one word, of a probe',
    changed(
      'Deployment helloworld',
      add(`${template}/containers/0/livenessProbe`, { exec: { command: ['cat /tmp/healthy'] } }),
    ),
    'deployment: Deployment helloworld: container helloworld has "cat /tmp/healthy" as its program name. On a cluster, it fails: there is no such program.',
  ],
  [
    'a command line in one word, of a hook',
    changed('Pod curl', add(`${container}/lifecycle`, { preStop: { exec: { command: ['sleep 5'] } } })),
    'pod: Pod curl: container curl has "sleep 5" as its program name. On a cluster, it fails: there is no such program.',
  ],
]);

test.each([
  ['words of their own', ['sleep', '3600']],
  ['a shell that splits the line', ['sh', '-c', 'sleep 3600']],
  ['a space at the end', ['sleep ', '3600']],
  ['no words', []],
])('nothing is found in %s', (_, command) => {
  const items = changed(
    'Pod curl',
    add(`${container}/command`, command),
    add(`${container}/startupProbe`, { exec: { command: ['curl', '--version'] } }),
  );
  expect(check(items)).toEqual([]);
});
