import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, changed, check, controller, finds, patched } from '../../../tools/testing/test-chapter';
import { expressions } from './expressions';

const { add } = JsonPatch;

const selector = (...matchExpressions: object[]) => add('/spec/selector/matchExpressions', matchExpressions);

finds(expressions, [
  [
    'values that are not wanted',
    changed('Deployment helloworld', selector({ key: 'run', operator: 'Exists', values: ['helloworld'] })),
    'deployment: Deployment helloworld: the operator Exists accepts no values. On a cluster, the API server refuses it.',
  ],
  [
    'values that are missing, in a StatefulSet',
    controller('StatefulSet', add('/spec/affinity', affinity({ key: 'gpu', operator: 'NotIn' }))),
    'other: StatefulSet other: the operator NotIn needs at least one value. On a cluster, it is accepted, but none of its Pods can be created.',
  ],
  [
    'two numbers to be greater than',
    changed('Pod curl', add('/spec/affinity', affinity({ key: 'cpus', operator: 'Gt', values: ['1', '2'] }))),
    'pod: Pod curl: the operator Gt needs exactly one value. On a cluster, the API server refuses it.',
  ],
  [
    'no number to be less than',
    changed('Pod curl', add('/spec/affinity', affinity({ key: 'cpus', operator: 'Lt' }))),
    'pod: Pod curl: the operator Lt needs exactly one value. On a cluster, the API server refuses it.',
  ],
  [
    "values that are missing, in a StatefulSet's own selector",
    patched(controller('StatefulSet'), 'StatefulSet other', selector({ key: 'role', operator: 'NotIn', values: [] })),
    'other: StatefulSet other: the operator NotIn needs at least one value. On a cluster, the API server refuses it.',
  ],
  [
    'values that are not wanted, in a NetworkPolicy',
    beside({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'other' },
      spec: { podSelector: { matchExpressions: [{ key: 'old', operator: 'DoesNotExist', values: ['yes'] }] } },
    }),
    'other: NetworkPolicy other: the operator DoesNotExist accepts no values. On a cluster, the API server refuses it.',
  ],
  [
    'values that are missing, in a webhook',
    beside({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: 'other' },
      webhooks: [
        {
          name: 'other.example.com',
          admissionReviewVersions: ['v1'],
          clientConfig: { url: 'https://example.com' },
          sideEffects: 'None',
          namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'In' }] },
        },
      ],
    }),
    'other: ValidatingWebhookConfiguration other: the operator In needs at least one value. On a cluster, the API server refuses it.',
  ],
]);

test('nothing is found in requirements that have what they need', () => {
  const requirements = [
    { key: 'cpus', operator: 'Gt', values: ['1'] },
    { key: 'cpus', operator: 'Lt', values: ['64'] },
    { key: 'zone', operator: 'In', values: ['a', 'b'] },
    { key: 'zone', operator: 'NotIn', values: ['c'] },
    { key: 'gpu', operator: 'Exists' },
    { key: 'old', operator: 'DoesNotExist', values: [] },
  ];
  expect(check(changed('Pod curl', add('/spec/affinity', affinity(...requirements))))).toEqual([]);
});

test('nothing is found in what is called so, but selects nothing', () => {
  const object = {
    apiVersion: 'example.com/v1',
    kind: 'Sum',
    metadata: { name: 'other' },
    spec: { matchExpressions: [{ key: 'a', operator: 'Plus' }, { key: 'b', operator: 'In', values: 'c' }, 'd'] },
  };
  expect(check(beside(object), { given: ['example.com/v1/Sum'] })).toEqual([]);
});

function affinity(...matchExpressions: object[]) {
  const nodeSelectorTerms = [{ matchExpressions }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
}
