import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { check, finds, patched, routed } from '../../../tools/testing/test-chapter';
import { routeBackends } from './route-backends';

const { add, replace } = JsonPatch;
const backend = '/spec/rules/0/backendRefs/0';
const error = 'On a cluster, the Gateway answers these requests with an error (500).';

finds(routeBackends, [
  [
    'a backend that does not exist',
    routed('HTTPRoute helloworld', replace(`${backend}/name`, 'hello')),
    `gateway: HTTPRoute helloworld: its backend, Service hello, is not in the app. ${error}`,
  ],
  [
    'a port that the backend does not have',
    routed('HTTPRoute helloworld-v2', replace(`${backend}/port`, 80)),
    `gateway_path: HTTPRoute helloworld-v2: its backend, Service helloworld-v2-nodeport, has no port 80. ${error}`,
  ],
  [
    'a backend of another namespace',
    routed('HTTPRoute helloworld', add(`${backend}/namespace`, 'kube-public')),
    `gateway: HTTPRoute helloworld: its backend, Service helloworld-nodeport in namespace kube-public, is not in the app. ${error}`,
  ],
  [
    'the second of two backends, in a second rule',
    routed(
      'HTTPRoute helloworld',
      add('/spec/rules/-', {
        matches: [{ path: { value: '/api' } }],
        backendRefs: [
          { name: 'helloworld-lb', port: 8080 },
          { name: 'api', port: 80 },
        ],
      }),
    ),
    `gateway: HTTPRoute helloworld: its backend, Service api, is not in the app. ${error}`,
  ],
  [
    'a Service without ports',
    patched(
      routed('Service helloworld-nodeport', replace('/spec', { clusterIP: 'None', selector: { run: 'helloworld' } })),
      'HTTPRoute helloworld-v2',
      replace('/spec/rules/0/matches/0/path/value', '/v2'),
    ),
    `gateway: HTTPRoute helloworld: its backend, Service helloworld-nodeport, has no port 8080. ${error}`,
  ],
]);

test.each([
  ['a backend that gets no requests', add('/spec/rules/0/backendRefs/-', { name: 'hello', port: 80, weight: 0 })],
  ['a backend of another kind', replace(backend, { group: 'example.com', kind: 'Bucket', name: 'files' })],
  [
    'no backend, but a redirect',
    replace('/spec/rules/0', { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }),
  ],
])('%s is left alone', (_, patch) => {
  expect(check(routed('HTTPRoute helloworld', patch))).toEqual([]);
});

test('a Service that the cluster has is left alone', () => {
  const items = routed('HTTPRoute helloworld', replace(`${backend}/name`, 'hello'));
  expect(check(items, { given: ['Service/hello'] })).toEqual([]);
});
