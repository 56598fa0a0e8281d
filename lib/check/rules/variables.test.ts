import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { type Case, changed, check, container, finds } from '../../../tools/testing/test-chapter';
import { variables } from './variables';

const { add } = JsonPatch;

finds(variables, [
  ...Object.entries<[JsonPatch[], string]>({
    'a variable with two sources': [
      [add(`${container}/env`, [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])],
      'pod: Pod curl: variable A of container curl has both value and valueFrom. On a cluster, the API server refuses it.',
    ],
    'a file about the node': [
      [info({ path: 'node', fieldRef: { fieldPath: 'spec.nodeName' } })],
      'pod: Pod curl: volume info cannot show spec.nodeName, which is only available to variables. On a cluster, the API server refuses it.',
    ],
    'a file about the limit of no container': [
      [info({ path: 'cpu', resourceFieldRef: { resource: 'limits.cpu' } })],
      'pod: Pod curl: volume info shows limits.cpu without a containerName. On a cluster, the API server refuses it.',
    ],
    'a variable of all labels': [
      [env({ fieldRef: { fieldPath: 'metadata.labels' } })],
      "pod: Pod curl: variable A of container curl must select a single key, as in metadata.labels['KEY']. On a cluster, the API server refuses it.",
    ],
    'a variable about another container': [
      [env({ resourceFieldRef: { containerName: 'web', resource: 'limits.cpu' } })],
      'pod: Pod curl: variable A of container curl refers to container web, which its Pod does not have. On a cluster, the container is not started: CreateContainerConfigError.',
    ],
    'a file about the node among other files': [
      [
        add('/spec/volumes', [
          {
            name: 'info',
            projected: {
              sources: [{ downwardAPI: { items: [{ path: 'node', fieldRef: { fieldPath: 'spec.nodeName' } }] } }],
            },
          },
        ]),
      ],
      'pod: Pod curl: volume info cannot show spec.nodeName, which is only available to variables. On a cluster, the API server refuses it.',
    ],
  }).map<Case>(([what, [patches, line]]) => [what, changed('Pod curl', ...patches), line]),
]);

test.each<[string, JsonPatch[]]>([
  [
    'files about the Pod and about a container',
    [
      info(
        { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
        { path: 'cpu', resourceFieldRef: { containerName: 'curl', resource: 'limits.cpu' } },
      ),
    ],
  ],
  ['a volume about nothing', [add('/spec/volumes', [{ name: 'info', downwardAPI: {} }])]],
  ['a variable of one label', [env({ fieldRef: { fieldPath: "metadata.labels['run']" } })]],
  ['a variable about its own container', [env({ resourceFieldRef: { resource: 'limits.cpu' } })]],
  [
    'a variable about a container by name',
    [env({ resourceFieldRef: { containerName: 'curl', resource: 'limits.cpu' } })],
  ],
  [
    'an empty value beside a source',
    [add(`${container}/env`, [{ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])],
  ],
])('nothing is found in %s', (_, patches) => {
  expect(check(changed('Pod curl', ...patches))).toEqual([]);
});

function env(valueFrom: object) {
  return add(`${container}/env`, [{ name: 'A', valueFrom }]);
}

function info(...items: object[]) {
  return add('/spec/volumes', [{ name: 'info', downwardAPI: { items } }]);
}
