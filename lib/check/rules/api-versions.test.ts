import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, type Case, changed, chapterItems, check, finds } from '../../../tools/testing/test-chapter';
import { apiVersions } from './api-versions';

const { replace } = JsonPatch;

const shirt = { apiVersion: 'example.com/v1', kind: 'Shirt', metadata: { name: 'blue' } };
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shirts.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Shirt', plural: 'shirts' },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

finds(apiVersions, [
  [
    'a beta version',
    changed('Ingress helloworld', replace('/apiVersion', 'networking.k8s.io/v1beta1')),
    'ingress: Ingress helloworld: networking.k8s.io/v1beta1 is not a stable API version: did you mean networking.k8s.io/v1? On a cluster, kubectl finds no such kind, unless the cluster serves it.',
  ],
  [
    'a kind that came later',
    [
      ...chapterItems(),
      {
        chart: 'later',
        object: {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          metadata: { name: 'later' },
        },
      },
    ],
    'later: ValidatingAdmissionPolicy later: ValidatingAdmissionPolicy in admissionregistration.k8s.io/v1 was added in Kubernetes 1.30. On a cluster, the API server refuses it.',
  ],
  [
    'a group that does not have the kind',
    changed('Deployment helloworld', replace('/apiVersion', 'batch/v1')),
    'deployment: Deployment helloworld: Kubernetes 1.27 does not serve Deployment in batch/v1: did you mean apps/v1? On a cluster, kubectl finds no such kind.',
  ],
  ...Object.entries<[string, string, string]>({
    'a kind of an imported group that is written wrong': [
      'gateway.networking.k8s.io/v1',
      'HTTPRout',
      'nothing defines the kind HTTPRout in gateway.networking.k8s.io/v1: did you mean HTTPRoute? If the cluster defines it, declare it as given: gateway.networking.k8s.io/v1/HTTPRout. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ],
    'another version of an imported kind': [
      'gateway.networking.k8s.io/v1beta1',
      'Gateway',
      'nothing defines the kind Gateway in gateway.networking.k8s.io/v1beta1: did you mean gateway.networking.k8s.io/v1? If the cluster defines it, declare it as given: gateway.networking.k8s.io/v1beta1/Gateway. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ],
    'a kind of an imported group that was not imported': [
      'gateway.networking.k8s.io/v1',
      'GRPCRoute',
      'nothing defines the kind GRPCRoute in gateway.networking.k8s.io/v1; if the cluster defines it, declare it as given: gateway.networking.k8s.io/v1/GRPCRoute. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ],
    'a kind that is written wrong': [
      'v1',
      'Podd',
      'Kubernetes 1.27 does not serve Podd in v1: did you mean Pod? On a cluster, kubectl finds no such kind.',
    ],
    'a kind like no other': [
      'apps/v1',
      'Website',
      'Kubernetes 1.27 does not serve Website in apps/v1. On a cluster, kubectl finds no such kind.',
    ],
    'a version to come': [
      'apps/v2',
      'Deployment',
      'Kubernetes 1.27 does not serve Deployment in apps/v2: did you mean apps/v1? On a cluster, kubectl finds no such kind.',
    ],
    'a beta version of what there is no more': [
      'policy/v1beta1',
      'PodSecurityPolicy',
      'policy/v1beta1 is not a stable API version. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ],
    'an alpha version of a group with dots': [
      'resource.k8s.io/v1alpha2',
      'ResourceClaim',
      'nothing defines the kind ResourceClaim in resource.k8s.io/v1alpha2; if the cluster defines it, declare it as given: resource.k8s.io/v1alpha2/ResourceClaim. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ],
    'a kind that nobody defines': [
      'example.com/v1',
      'Shirt',
      'nothing defines the kind Shirt in example.com/v1; if the cluster defines it, declare it as given: example.com/v1/Shirt. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ],
    'a group that nobody can define': [
      'Example.com/v1',
      'Shirt',
      'Kubernetes 1.27 does not serve Shirt in Example.com/v1. On a cluster, kubectl finds no such kind.',
    ],
  }).map<Case>(([what, [apiVersion, kind, line]]) => [
    what,
    beside({ apiVersion, kind, metadata: { name: 'other' } }),
    `other: ${kind} other: ${line}`,
  ]),
  [
    'another version than the defined one',
    beside(definition, { ...shirt, apiVersion: 'example.com/v2' }),
    'other: Shirt blue: nothing defines the kind Shirt in example.com/v2; if the cluster defines it, declare it as given: example.com/v2/Shirt. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
  ],
]);

test('nothing is found in a kind that the app defines', () => {
  expect(check(beside(definition, shirt))).toEqual([]);
});

test('nothing is found in a kind that the cluster is said to have', () => {
  expect(check(beside(shirt), { given: ['example.com/v1/Shirt'] })).toEqual([]);
});

test.each([
  ['1.29', ['ValidatingAdmissionPolicy in admissionregistration.k8s.io/v1 was added in Kubernetes 1.30']],
  ['1.30', []],
  ['1.37', []],
])('a kind that came later, for Kubernetes %s', (kubernetes, problems) => {
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'later' },
  };
  expect(check(beside(policy), { kubernetes }).map(({ problem }) => problem)).toEqual(problems);
});

test.each(['1.26', 'v1.30', '1.30.2', ''])('%j is no version to check for', (kubernetes) => {
  expect(() => check([], { kubernetes })).toThrow(
    `kubernetes must be 1.27 or a newer version, such as 1.30, but is "${kubernetes}"`,
  );
});
