import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { type Case, changed, check, finds } from '../../../tools/testing/test-chapter';
import { scheduling } from './scheduling';

const { add } = JsonPatch;

finds(scheduling, [
  ...Object.entries<[JsonPatch[], string]>({
    'a toleration of any value, with one': [
      [add('/spec/tolerations', [{ key: 'a', operator: 'Exists', value: 'b' }])],
      'pod: Pod curl: a toleration with the operator Exists must not have a value, but has b. On a cluster, the API server refuses it.',
    ],
    'a toleration without a key': [
      [add('/spec/tolerations', [{ value: 'b' }])],
      'pod: Pod curl: a toleration without a key needs the operator Exists. On a cluster, the API server refuses it.',
    ],
    'a toleration for a time, of what does not end it': [
      [add('/spec/tolerations', [{ key: 'a', tolerationSeconds: 5 }])],
      'pod: Pod curl: tolerationSeconds is only allowed with the effect NoExecute. On a cluster, the API server refuses it.',
    ],
    'spreading the Pods of others': [
      [
        add('/spec/topologySpreadConstraints', [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'other' } },
          },
        ]),
      ],
      'pod: Pod curl: the labelSelector for spreading by zone, app=other, does not match its own Pods. On a cluster, its own Pods are not spread.',
    ],
    'spreading twice': [
      [
        add(
          '/spec/topologySpreadConstraints',
          [1, 2].map((maxSkew) => ({ maxSkew, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' })),
        ),
      ],
      'pod: Pod curl: two of its topologySpreadConstraints are for zone, DoNotSchedule. On a cluster, the API server refuses it.',
    ],
    'a node before it may go to one': [
      [add('/spec/nodeName', 'node'), add('/spec/schedulingGates', [{ name: 'example.com/wait' }])],
      'pod: Pod curl: a Pod with schedulingGates cannot have a nodeName. On a cluster, the API server refuses it.',
    ],
    'a least number of zones for Pods that may be anywhere': [
      [spread({ minDomains: 2, whenUnsatisfiable: 'ScheduleAnyway' })],
      'pod: Pod curl: minDomains is only allowed with DoNotSchedule. On a cluster, the API server refuses it.',
    ],
    'spreading the Pods with one label, but no Pods': [
      [spread({ matchLabelKeys: ['run'] })],
      'pod: Pod curl: matchLabelKeys is only allowed with a labelSelector. On a cluster, the API server refuses it.',
    ],
    'a key that is in both selectors': [
      [
        add('/spec/topologySpreadConstraints', [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { run: 'curl' } },
            matchLabelKeys: ['run'],
          },
        ]),
      ],
      'pod: Pod curl: the key run is in both its labelSelector and its matchLabelKeys. On a cluster, the API server refuses it.',
    ],
  }).map<Case>(([what, [patches, line]]) => [what, changed('Pod curl', ...patches), line]),
]);

test.each<[string, JsonPatch[]]>([
  [
    'tolerations of one taint, of any, and for a time',
    [
      add('/spec/tolerations', [
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { operator: 'Exists' },
        { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 },
      ]),
    ],
  ],
  ['a node', [add('/spec/nodeName', 'node')]],
  [
    'spreading by zone and by node',
    [
      spread(
        { labelSelector: { matchLabels: { run: 'curl' } }, matchLabelKeys: ['pod-template-hash'], minDomains: 2 },
        { whenUnsatisfiable: 'ScheduleAnyway' },
        { topologyKey: 'node' },
      ),
    ],
  ],
])('nothing is found in %s', (_, patches) => {
  expect(check(changed('Pod curl', ...patches))).toEqual([]);
});

function spread(...constraints: object[]) {
  return add(
    '/spec/topologySpreadConstraints',
    constraints.map((constraint) => ({
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      ...constraint,
    })),
  );
}
