import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, changed, check, controller, finds, patched, template } from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import type { Item } from '../objects/item';
import { enforcedSecurity } from './enforced-security';

const { add } = JsonPatch;

const team = (level?: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team', ...(level && { labels: { 'pod-security.kubernetes.io/enforce': level } }) },
});
const within = (items: readonly Item[], title: string, level?: string) => [
  ...patched(items, title, add('/metadata/namespace', 'team')),
  { chart: 'other', object: team(level) },
];

finds(enforcedSecurity, [
  [
    'a level that there is not',
    beside(team('strict')),
    'other: Namespace team: the label pod-security.kubernetes.io/enforce must be baseline, privileged or restricted, but is strict. On a cluster, the API server refuses it.',
  ],
]);

// That of this project, pod-security, finds these Pods wherever they are.
test.each<[string, Item[], string]>([
  [
    'Pod curl',
    changed('Pod curl', add('/spec/hostNetwork', true)),
    'pod: Pod curl: hostNetwork must not be true, because Namespace team enforces Pod Security "restricted". On a cluster, the API server refuses it.',
  ],
  [
    'CronJob other',
    controller('CronJob', add('/spec/hostIPC', true)),
    'other: CronJob other: hostIPC must not be true, because Namespace team enforces Pod Security "restricted". On a cluster, none of its Pods is created.',
  ],
])('enforced-security finds what the namespace of a %s refuses', (title, items, line) => {
  expect(check(within(items, title, 'restricted'), { rules: [enforcedSecurity] }).map(lineOf)).toEqual([line]);
});

test.each<[string, string | undefined, string]>([
  ['a restricted Pod where that is enforced', 'restricted', '/spec/enableServiceLinks'],
  ['any Pod where baseline is enforced', 'baseline', '/spec/hostNetwork'],
  ['any Pod where nothing is enforced', undefined, '/spec/hostNetwork'],
])('nothing is found in %s', (_, level, path) => {
  const items = within(changed('Pod curl', add(path, true)), 'Pod curl', level);
  expect(check(items, { rules: [enforcedSecurity] })).toEqual([]);
});

test('nothing is found in a Pod beside the namespace', () => {
  const items = changed('Deployment helloworld', add(`${template}/hostNetwork`, true));
  const namespace = { chart: 'other', object: team('restricted') };
  expect(check([...items, namespace], { rules: [enforcedSecurity] })).toEqual([]);
});
