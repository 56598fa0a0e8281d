import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, finds, patched } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { ingressBackends } from './ingress-backends';

const { add, replace } = JsonPatch;

finds(ingressBackends, [
  [
    'a backend that does not exist',
    changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/backend/service/name', 'hello')),
    'ingress: Ingress helloworld: the backend of /, Service hello, is not in the app. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
  [
    'a backend in another namespace',
    changed('Ingress helloworld', add('/metadata/namespace', 'kube-public')),
    'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, is not in the app. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
  [
    'a port that the backend does not have',
    changed('Ingress helloworld-v2', replace('/spec/rules/0/http/paths/0/backend/service/port/number', 80)),
    'ingress_path: Ingress helloworld-v2: the backend of /helloworld_v2, Service helloworld-v2-nodeport, has no port 80. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
  [
    'a port by a name that the backend does not know',
    changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/backend/service/port', { name: 'http' })),
    'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, has no port http. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
  [
    'a default backend that does not exist',
    changed('Ingress helloworld', add('/spec/defaultBackend', { service: { name: 'none', port: { number: 80 } } })),
    'ingress: Ingress helloworld: the backend of all other paths, Service none, is not in the app. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
  [
    'the targetPort of the backend instead of its port',
    patched(
      changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/port', 80)),
      'Ingress helloworld-v2',
      replace('/spec/rules/0/http/paths/0/backend/service/port/number', 8080),
    ),
    'ingress_path: Ingress helloworld-v2: the backend of /helloworld_v2, Service helloworld-v2-nodeport, has no port 8080. On a cluster, ingress-nginx treats it as the targetPort; other controllers answer with an error (503).',
  ],
  [
    'a backend without ports',
    changed('Service helloworld-nodeport', replace('/spec', { clusterIP: 'None', selector: { run: 'helloworld' } })),
    'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, has no port 8080. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
  [
    'a backend for one host',
    changed(
      'Ingress helloworld',
      add('/spec/rules/-', {
        host: 'example.com',
        http: {
          paths: [{ path: '/api', pathType: 'Prefix', backend: { service: { name: 'api', port: { number: 80 } } } }],
        },
      }),
    ),
    'ingress: Ingress helloworld: the backend of example.com/api, Service api, is not in the app. On a cluster, the ingress controller answers these requests with an error (503).',
  ],
]);

test.each<[string, Item[]]>([
  [
    'an ExternalName, with whatever port',
    patched(
      changed(
        'Service helloworld-v2-nodeport',
        replace('/spec', { type: 'ExternalName', externalName: 'example.com' }),
      ),
      'Ingress helloworld-v2',
      replace('/spec/rules/0/http/paths/0/backend/service/port/number', 443),
    ),
  ],
  [
    'a backend that is no Service',
    changed(
      'Ingress helloworld',
      replace('/spec/rules/0/http/paths/0/backend', {
        resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'files' },
      }),
    ),
  ],
  [
    'a port by its name',
    patched(
      changed('Service helloworld-v2-nodeport', add('/spec/ports/0/name', 'http')),
      'Ingress helloworld-v2',
      replace('/spec/rules/0/http/paths/0/backend/service/port', { name: 'http' }),
    ),
  ],
  [
    'a default backend and a host without paths',
    changed(
      'Ingress helloworld',
      add('/spec/defaultBackend', { service: { name: 'helloworld-nodeport', port: { number: 8080 } } }),
      add('/spec/rules/-', { host: 'example.com' }),
    ),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});
