import { expect, test } from '@jest/globals';
import { beside, type Case, check, finds } from '../../../tools/testing/test-chapter';
import { limitRanges } from './limit-ranges';

const range = (...limits: object[]) => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'small' },
  spec: { limits },
});

finds(limitRanges, [
  ...Object.entries<[object, string]>({
    'a least that is more than the most': [
      { min: { cpu: 2 }, max: { cpu: '1500m' } },
      'min of cpu, 2, exceeds max, 1500m',
    ],
    'a least that is more than the default': [
      { min: { cpu: '200m' }, default: { cpu: '100m' } },
      'min of cpu, 200m, exceeds default, 100m',
    ],
    'a least that is more than the default request': [
      { min: { memory: '64Mi' }, defaultRequest: { memory: '32Mi' } },
      'min of memory, 64Mi, exceeds defaultRequest, 32Mi',
    ],
    'a default request that is more than the default': [
      { defaultRequest: { memory: '1G' }, default: { memory: '500M' } },
      'defaultRequest of memory, 1G, exceeds default, 500M',
    ],
    'a default request that is more than the most': [
      { defaultRequest: { cpu: 3 }, max: { cpu: 2 } },
      'defaultRequest of cpu, 3, exceeds max, 2',
    ],
    'a default that is more than the most': [
      { default: { cpu: '1' }, max: { cpu: 0.5 } },
      'default of cpu, 1, exceeds max, 0.5',
    ],
  }).map<Case>(([what, [limits, problem]]) => [
    what,
    beside(range({ type: 'Container', max: { memory: '1Gi' } }, { type: 'Container', ...limits })),
    `other: LimitRange small: ${problem}. On a cluster, the API server refuses it.`,
  ]),
  ...['default', 'defaultRequest'].map<Case>((field) => [
    `a ${field} for whole Pods`,
    beside(range({ type: 'Pod', [field]: { cpu: '100m' } })),
    'other: LimitRange small: the type Pod has no defaults. On a cluster, the API server refuses it.',
  ]),
]);

test('nothing is found in a LimitRange without limits', () => {
  expect(check(beside({ ...range(), spec: undefined }))).toEqual([]);
});

test.each<[string, object]>([
  [
    'amounts that rise',
    {
      type: 'Container',
      min: { cpu: '+0.1' },
      defaultRequest: { cpu: '100m' },
      default: { cpu: ' 1' },
      max: { cpu: 1, memory: '1Gi' },
    },
  ],
  ['bounds for whole Pods', { type: 'Pod', min: { cpu: '10m' }, max: { cpu: 2 } }],
  ['bounds for claims', { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '1Ti' } }],
])('nothing is found in %s', (_, limits) => {
  expect(check(beside(range(limits)))).toEqual([]);
});
