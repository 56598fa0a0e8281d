import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { chapterItems, check, finds, patched, routed } from '../../../tools/testing/test-chapter';
import { routeParents } from './route-parents';

const { add, remove, replace } = JsonPatch;
const unused = 'On a cluster, it receives no requests.';
const title = 'HTTPRoute helloworld-v2';
const found = (problem: string) => `gateway_path: ${title}: ${problem}. ${unused}`;

/** Both routes look for a listener of their Gateway. */
const listener = (...patches: JsonPatch[]) =>
  patched(
    routed('Gateway helloworld', ...patches),
    'HTTPRoute helloworld',
    replace('/spec/parentRefs', [{ kind: 'Service', group: '', name: 'helloworld-nodeport' }]),
  );

finds(routeParents, [
  [
    'a Gateway that does not exist',
    routed(title, replace('/spec/parentRefs/0/name', 'hello')),
    found('its parent, Gateway hello, is not in the app'),
  ],
  [
    'a Gateway of another namespace that does not exist',
    routed(title, add('/spec/parentRefs/0/namespace', 'kube-public')),
    found('its parent, Gateway helloworld in namespace kube-public, is not in the app'),
  ],
  ['no Gateway at all', routed(title, remove('/spec/parentRefs')), found('it names no Gateway as its parent')],
  [
    'a listener that does not exist',
    routed(title, add('/spec/parentRefs/0/sectionName', 'https')),
    found('its parent, Gateway helloworld, has no listener https, only http on port 80'),
  ],
  [
    'a port on which nothing listens',
    routed(title, add('/spec/parentRefs/0/port', 8080)),
    found('its parent, Gateway helloworld, has no listener on port 8080, only http on port 80'),
  ],
  [
    'a listener for another protocol',
    listener(replace('/spec/listeners/0/protocol', 'TCP')),
    found('no listener of its parent, Gateway helloworld, accepts HTTPRoutes: http on port 80'),
  ],
  [
    'a listener for other kinds of routes',
    listener(add('/spec/listeners/0/allowedRoutes', { kinds: [{ kind: 'GRPCRoute' }] })),
    found('no listener of its parent, Gateway helloworld, accepts HTTPRoutes: http on port 80'),
  ],
  [
    'a listener for routes of its own namespace',
    patched(listener(add('/metadata/namespace', 'default')), title, add('/spec/parentRefs/0/namespace', 'default')),
    found('no listener of its parent, Gateway helloworld in namespace default, accepts routes from another namespace'),
  ],
  [
    'a listener that accepts no HTTPRoutes, whatever it allows',
    listener(
      replace('/spec/listeners/0/protocol', 'TCP'),
      add('/spec/listeners/0/allowedRoutes', { kinds: [{ kind: 'HTTPRoute' }] }),
    ),
    found('no listener of its parent, Gateway helloworld, accepts HTTPRoutes: http on port 80'),
  ],
  [
    'one listener for its namespace, and another for its hostname',
    patched(
      listener(
        add('/metadata/namespace', 'default'),
        replace('/spec/listeners', [
          { name: 'a', protocol: 'HTTP', port: 80, hostname: 'example.com' },
          {
            name: 'b',
            protocol: 'HTTP',
            port: 81,
            hostname: 'example.org',
            allowedRoutes: { namespaces: { from: 'All' } },
          },
        ]),
      ),
      title,
      add('/spec/parentRefs/0/namespace', 'default'),
      add('/spec/hostnames', ['example.com']),
    ),
    found(
      'no listener of its parent, Gateway helloworld in namespace default, serves example.com: they serve example.org',
    ),
  ],
  [
    'a listener for other hostnames',
    patched(
      listener(add('/spec/listeners/0/hostname', '*.example.com')),
      title,
      add('/spec/hostnames', ['example.org', 'example.com']),
    ),
    found('no listener of its parent, Gateway helloworld, serves example.org, example.com: they serve *.example.com'),
  ],
]);

test.each<[string, ...JsonPatch[]]>([
  [
    'a listener by its name and port',
    add('/spec/parentRefs/0/sectionName', 'http'),
    add('/spec/parentRefs/0/port', 80),
  ],
  ['a hostname', add('/spec/hostnames', ['example.com'])],
])('%s is left alone', (_, ...patches) => {
  expect(check(routed(title, ...patches))).toEqual([]);
});

test.each([
  ['web.example.com', '*.example.com'],
  ['*.example.com', 'web.example.com'],
  ['*.example.com', '*.web.example.com'],
  ['web.example.com', 'web.example.com'],
])('a route for %s goes with a listener for %s', (hostname, ofListener) => {
  const items = patched(
    listener(add('/spec/listeners/0/hostname', ofListener)),
    title,
    add('/spec/hostnames', [hostname]),
  );
  expect(check(items)).toEqual([]);
});

test.each([{ from: 'All' }, { from: 'Selector', selector: { matchLabels: { team: 'web' } } }])(
  'a listener for routes of other namespaces, %j, is left alone',
  (namespaces) => {
    const items = patched(
      listener(add('/metadata/namespace', 'default'), add('/spec/listeners/0/allowedRoutes', { namespaces })),
      title,
      add('/spec/parentRefs/0/namespace', 'default'),
    );
    expect(check(items)).toEqual([]);
  },
);

test('a Gateway that the cluster has is left alone', () => {
  const items = chapterItems({ routing: 'gateway' }).filter(({ object }) => object.kind !== 'Gateway');
  expect(check(items)).toHaveLength(2);
  expect(check(items, { given: ['Gateway/helloworld'] })).toEqual([]);
});
