import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { check, finds, patched, routed } from '../../../tools/testing/test-chapter';
import { routeMatches } from './route-matches';

const { add, remove, replace } = JsonPatch;
const title = 'HTTPRoute helloworld-v2';
const matches = '/spec/rules/0/matches';
const oneAnswers = 'On a cluster, only the older of the two answers, if the controller follows the specification.';

const found = (match: string, other = 'HTTPRoute helloworld in gateway') =>
  `gateway_path: ${title}: it matches ${match}, and so does ${other}. ${oneAnswers}`;

/** Both routes match the same, but for what is changed in the second. */
const same = (...patches: JsonPatch[]) =>
  patched(
    routed('HTTPRoute helloworld', add(matches, [{ path: { value: '/a' }, method: 'GET' }])),
    title,
    replace(matches, [{ path: { type: 'PathPrefix', value: '/a' }, method: 'GET' }]),
    ...patches,
  );

finds(routeMatches, [
  ['two routes for every path', routed(title, remove(matches)), found('PathPrefix /')],
  ['a path that stands for all', routed(title, replace(`${matches}/0/path/value`, '/')), found('PathPrefix /')],
  ['the same path and method', same(), found('GET PathPrefix /a')],
  ['the same path but for a slash', same(replace(`${matches}/0/path/value`, '/a/')), found('GET PathPrefix /a/')],
  ['the second of two matches', same(add(`${matches}/0`, { path: { value: '/b' } })), found('GET PathPrefix /a')],
  [
    'the same path through one listener',
    same(add('/spec/parentRefs/0/sectionName', 'http')),
    found('GET PathPrefix /a'),
  ],
  [
    'the same path of one host',
    patched(
      same(add('/spec/hostnames', ['example.com', 'example.org'])),
      'HTTPRoute helloworld',
      add('/spec/hostnames', ['example.org']),
    ),
    found('GET PathPrefix example.org/a'),
  ],
  [
    'the same headers, in another order and case',
    patched(
      same(
        add(`${matches}/0/headers`, [
          { name: 'A', value: 'b' },
          { name: 'c', value: 'd' },
        ]),
      ),
      'HTTPRoute helloworld',
      add(`${matches}/0/headers`, [
        { name: 'C', value: 'd', type: 'Exact' },
        { name: 'a', value: 'b' },
      ]),
    ),
    found('GET PathPrefix /a with A, c'),
  ],
  [
    'two rules of one route',
    routed(
      title,
      add('/spec/rules/-', {
        matches: [{ path: { value: '/helloworld_v2' } }],
        backendRefs: [{ name: 'helloworld-lb', port: 8080 }],
      }),
    ),
    `gateway_path: ${title}: it matches PathPrefix /helloworld_v2, and so does another of its rules. On a cluster, only the first of the two answers.`,
  ],
]);

test.each<[string, JsonPatch]>([
  ['another method', replace(`${matches}/0/method`, 'POST')],
  ['another type of path', replace(`${matches}/0/path/type`, 'Exact')],
  ['another path', replace(`${matches}/0/path/value`, '/a/b')],
  ['a header', add(`${matches}/0/headers`, [{ name: 'a', value: 'b' }])],
  ['a parameter', add(`${matches}/0/queryParams`, [{ name: 'a', value: 'b' }])],
  ['a hostname', add('/spec/hostnames', ['example.com'])],
])('%s makes the difference', (_, patch) => {
  expect(check(same(patch))).toEqual([]);
});

test('only listeners that take a route make it clash with another', () => {
  const namespaced = (from: string) => ({ allowedRoutes: { namespaces: { from } } });
  const items = patched(
    same(add('/metadata/namespace', 'shop'), add('/spec/parentRefs/0/namespace', 'infra')),
    'HTTPRoute helloworld',
    add('/metadata/namespace', 'infra'),
    add('/spec/parentRefs/0/sectionName', 'internal'),
  );
  const listeners = [
    { name: 'internal', protocol: 'HTTP', port: 80, ...namespaced('Same') },
    { name: 'public', protocol: 'HTTP', port: 81, ...namespaced('All') },
  ];
  const gateway = patched(
    items,
    'Gateway helloworld',
    add('/metadata/namespace', 'infra'),
    replace('/spec/listeners', listeners),
  );
  expect(check(gateway, { rules: [routeMatches] })).toEqual([]);
});

test('a route has a host only by a listener that has it, too', () => {
  const listener = (name: string) => ({ name, protocol: 'HTTP', port: 80, hostname: `${name}.example.com` });
  const items = patched(
    same(add('/spec/hostnames', ['b.example.com'])),
    'HTTPRoute helloworld',
    add('/spec/hostnames', ['a.example.com', 'b.example.com']),
    add('/spec/parentRefs/0/sectionName', 'a'),
  );
  const gateway = patched(items, 'Gateway helloworld', replace('/spec/listeners', [listener('a'), listener('b')]));
  expect(check(gateway, { rules: [routeMatches] })).toEqual([]);
});

test('of a Gateway that the cluster has, another port makes the difference', () => {
  const items = patched(
    same(add('/spec/parentRefs/0/port', 443)),
    'HTTPRoute helloworld',
    add('/spec/parentRefs/0/port', 80),
  ).filter(({ object }) => object.kind !== 'Gateway');
  expect(check(items, { given: ['Gateway/helloworld'] })).toEqual([]);
});

test('empty lists count as none', () => {
  const items = patched(
    same(replace(matches, []), add('/spec/hostnames', [])),
    'HTTPRoute helloworld',
    replace(matches, []),
  );
  expect(check(items)).toHaveLength(1);
});

test('the same match twice in one rule is left alone: both lead to the same backends', () => {
  expect(check(routed(title, add(`${matches}/-`, { path: { value: '/helloworld_v2/' } })))).toEqual([]);
});

test('another listener makes the difference', () => {
  const items = patched(
    same(add('/spec/parentRefs/0/sectionName', 'other')),
    'HTTPRoute helloworld',
    add('/spec/parentRefs/0/sectionName', 'http'),
  );
  const other = { name: 'other', protocol: 'HTTP', port: 81 };
  expect(check(patched(items, 'Gateway helloworld', add('/spec/listeners/-', other)))).toEqual([]);
});
