import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, check, copied, finds } from '../../../tools/testing/test-chapter';
import { uniqueNames } from './unique-names';

const { replace } = JsonPatch;

finds(uniqueNames, [
  [
    'two Services of one name',
    copied('Service helloworld-lb', replace('/spec/type', 'NodePort')),
    'copy: Service helloworld-lb: service_loadbalancer also has an object of this kind and name. On a cluster, kubectl apply makes a single object, and the file that it reads last wins.',
  ],
]);

const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };

test.each<[string, object]>([
  ['in another namespace', { ...settings, metadata: { name: 'settings', namespace: 'kube-public' } }],
  ['of another kind', { ...settings, kind: 'Secret' }],
  ['of the same kind in another group', { ...settings, apiVersion: 'example.com/v1' }],
])('nothing is found in two objects of one name, one %s', (_, object) => {
  expect(check(beside(settings, object), { given: ['example.com/v1/ConfigMap'] })).toEqual([]);
});

test('two objects of one group are found, whatever the version', () => {
  const autoscaler = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' } };
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' };
  const spec = { scaleTargetRef, maxReplicas: 2 };
  const items = beside({ ...autoscaler, spec }, { ...autoscaler, apiVersion: 'autoscaling/v1', spec });
  expect(check(items, { rules: [uniqueNames] })).toHaveLength(1);
});

test('names that the API server completes are not the same', () => {
  const object = { ...settings, metadata: { generateName: 'settings-' } };
  expect(check(beside(object, object), { rules: [uniqueNames] })).toEqual([]);
});
