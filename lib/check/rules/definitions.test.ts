import { expect, test } from '@jest/globals';
import { beside, check, finds } from '../../../tools/testing/test-chapter';
import { definitions } from './definitions';

const version = (name: string, storage: boolean) => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: { type: 'object' } },
});
const definition = (...versions: object[]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shirts.example.com' },
  spec: { group: 'example.com', names: { kind: 'Shirt', plural: 'shirts' }, scope: 'Namespaced', versions },
});

finds(definitions, [
  [
    'the name of something else',
    beside({ ...definition(version('v1', true)), metadata: { name: 'shirt.example.com' } }),
    'other: CustomResourceDefinition shirt.example.com: its name must match what it defines, shirts.example.com. On a cluster, the API server refuses it.',
  ],
  [
    'no version that is stored',
    beside(definition(version('v1', false), version('v2', false))),
    'other: CustomResourceDefinition shirts.example.com: exactly one version must have storage: true, but 0 do. On a cluster, the API server refuses it.',
  ],
  [
    'two versions that are stored',
    beside(definition(version('v1', true), version('v2', true))),
    'other: CustomResourceDefinition shirts.example.com: exactly one version must have storage: true, but 2 do. On a cluster, the API server refuses it.',
  ],
]);

test('nothing is found in a definition of two versions of which one is stored, and an object of the other', () => {
  const shirt = { apiVersion: 'example.com/v2', kind: 'Shirt', metadata: { name: 'blue' } };
  expect(check(beside(definition(version('v1', true), version('v2', false)), shirt))).toEqual([]);
});
