import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { type Case, changed, check, copied, finds } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { ingressPaths } from './ingress-paths';

const { add, remove, replace } = JsonPatch;

finds(ingressPaths, [
  [
    'two Ingresses for the same path',
    changed('Ingress helloworld-v2', replace('/spec/rules/0/http/paths/0/path', '/')),
    'ingress_path: Ingress helloworld-v2: it claims Prefix /, and so does Ingress helloworld in ingress. On a cluster, only one of the two answers; which one depends on the ingress controller.',
  ],
  [
    'the same path but for a slash, of a class given the old way',
    copied(
      'Ingress helloworld-v2',
      replace('/metadata/name', 'again'),
      add('/metadata/annotations', { 'kubernetes.io/ingress.class': 'nginx' }),
      remove('/spec/ingressClassName'),
      replace('/spec/rules/0/http/paths/0/path', '/helloworld_v2/'),
    ),
    'copy: Ingress again: it claims Prefix /helloworld_v2/, and so does Ingress helloworld-v2 in ingress_path. On a cluster, only one of the two answers; which one depends on the ingress controller.',
  ],
  [
    'two rules of one Ingress for the same path, by two types',
    changed(
      'Ingress helloworld-v2',
      add('/spec/rules/0/http/paths/-', {
        path: '/helloworld_v2',
        pathType: 'ImplementationSpecific',
        backend: { service: { name: 'helloworld-v2-nodeport', port: { number: 8080 } } },
      }),
    ),
    'ingress_path: Ingress helloworld-v2: it claims ImplementationSpecific /helloworld_v2, and so does Ingress helloworld-v2 in ingress_path, as Prefix. On a cluster, only one of the two answers; which one depends on the ingress controller.',
  ],
  [
    'an Ingress of two classes',
    changed('Ingress helloworld', add('/metadata/annotations', { 'kubernetes.io/ingress.class': 'traefik' })),
    'ingress: Ingress helloworld: ingressClassName is nginx, but the annotation kubernetes.io/ingress.class is traefik. On a cluster, the API server refuses it.',
  ],
  ...Object.entries({
    'an Ingress without rules': remove('/spec/rules'),
    'an Ingress with an empty list of rules': replace('/spec/rules', []),
  }).map<Case>(([what, patch]) => [
    what,
    changed('Ingress helloworld', patch),
    'ingress: Ingress helloworld: it has neither rules nor a defaultBackend. On a cluster, the API server refuses it.',
  ]),
  [
    'no path',
    changed('Ingress helloworld', remove('/spec/rules/0/http/paths/0/path')),
    'ingress: Ingress helloworld: with pathType Prefix, a path is required: "/" matches all. On a cluster, the API server refuses it.',
  ],
  ...Object.entries({
    '/a//b': '//',
    '/a/./b': '/./',
    '/a/../b': '/../',
    '/a%2fb': '%2f',
    '/a%2Fb': '%2F',
    '/a/..': '/..',
    '/.': '/.',
  }).map<Case>(([path, wrong]) => [
    `the path ${path}`,
    changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/path', path)),
    `ingress: Ingress helloworld: the path ${path} must not contain ${wrong}, unless its pathType is ImplementationSpecific. On a cluster, the API server refuses it.`,
  ]),
]);

test.each<[string, Item[]]>([
  [
    'the same path, once exactly',
    copied(
      'Ingress helloworld-v2',
      replace('/metadata/name', 'again'),
      replace('/spec/rules/0/http/paths/0/pathType', 'Exact'),
    ),
  ],
  [
    'the same path of another host',
    copied('Ingress helloworld-v2', replace('/metadata/name', 'again'), add('/spec/rules/0/host', 'example.com')),
  ],
  [
    'the same path of another class',
    copied('Ingress helloworld-v2', replace('/metadata/name', 'again'), replace('/spec/ingressClassName', 'traefik')),
  ],
  [
    'the same path of the default class',
    copied('Ingress helloworld-v2', replace('/metadata/name', 'again'), remove('/spec/ingressClassName')),
  ],
  [
    'one class in both places',
    changed('Ingress helloworld', add('/metadata/annotations', { 'kubernetes.io/ingress.class': 'nginx' })),
  ],
  [
    'a backend for everything, without rules',
    changed(
      'Ingress helloworld',
      add('/spec/defaultBackend', { service: { name: 'helloworld-nodeport', port: { number: 8080 } } }),
      remove('/spec/rules'),
    ),
  ],
  [
    'any path that only the controller understands',
    changed(
      'Ingress helloworld',
      replace('/spec/rules/0/http/paths/0/path', '/a//b/../.*'),
      replace('/spec/rules/0/http/paths/0/pathType', 'ImplementationSpecific'),
    ),
  ],
  ['a host without paths', changed('Ingress helloworld', add('/spec/rules/-', { host: 'example.com' }))],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});
