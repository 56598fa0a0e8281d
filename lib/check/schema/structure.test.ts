import { describe, expect, jest, test } from '@jest/globals';
import Ajv from 'ajv';
import { JsonPatch } from 'cdk8s';
import fc from 'fast-check';
import {
  beside,
  changed,
  chapterItems,
  check,
  container,
  controller,
  routed,
  template,
} from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import { formats } from './formats';
import { schemas } from './imported';
import { Structure } from './structure';

const { add, remove, replace } = JsonPatch;

const refused = 'On a cluster, the API server refuses it.';

describe('the structure of an object', () => {
  test.each<[string, string, JsonPatch, string]>([
    [
      'a misspelt field',
      'Deployment helloworld',
      add('/spec/replica', 3),
      'spec.replica is unknown: did you mean replicas?',
    ],
    [
      'a field at the wrong level, too far in',
      'Deployment helloworld',
      add(`${template}/replicas`, 3),
      'spec.template.spec.replicas is unknown here: it belongs in spec.',
    ],
    [
      'a field at the wrong level, too far out',
      'Pod curl',
      add('/spec/image', 'web:1.0'),
      'spec.image is unknown here: it belongs in spec.containers[].',
    ],
    [
      'a field that there is not',
      'Service helloworld-lb',
      add('/spec/ports/0/colour', 'blue'),
      'spec.ports[0].colour is unknown: the valid fields are appProtocol, name, nodePort, port, protocol, targetPort.',
    ],
    [
      'a field that came later',
      'Deployment helloworld',
      add(`${template}/containers/0/lifecycle`, { preStop: { sleep: { seconds: 5 } } }),
      'spec.template.spec.containers[0].lifecycle.preStop.sleep was added in Kubernetes 1.30.',
    ],
    [
      'an unknown field that is null',
      'Pod curl',
      add('/spec/replicas', null),
      'spec.replicas is unknown: the valid fields are activeDeadlineSeconds, affinity, automountServiceAccountToken, containers, dnsConfig, dnsPolicy, enableServiceLinks, ephemeralContainers, hostAliases, hostIPC, hostNetwork, hostPID, hostUsers, hostname, imagePullSecrets, initContainers, nodeName, nodeSelector, os, overhead, preemptionPolicy, priority, priorityClassName, readinessGates, resourceClaims, restartPolicy, runtimeClassName, schedulerName, schedulingGates, securityContext, serviceAccount, serviceAccountName, setHostnameAsFQDN, shareProcessNamespace, subdomain, terminationGracePeriodSeconds, tolerations, topologySpreadConstraints, volumes.',
    ],
    [
      'a number in quotes',
      'Deployment helloworld',
      replace('/spec/replicas', '3'),
      'spec.replicas must be a whole number, 0 or more, but is "3".',
    ],
    [
      'a number without quotes',
      'Pod helloworld',
      replace(`${container}/env`, [{ name: 'PORT', value: 8080 }]),
      'spec.containers[0].env[0].value must be text, but is 8080.',
    ],
    [
      'a fraction',
      'ReplicaSet helloworld',
      replace('/spec/replicas', 1.5),
      'spec.replicas must be a whole number, 0 or more, but is 1.5.',
    ],
    [
      'an object for a list',
      'Pod curl',
      replace('/spec/containers', { name: 'curl' }),
      'spec.containers must be a list that is not empty, but is an object.',
    ],
    [
      'an empty list',
      'Pod curl',
      replace('/spec/containers', []),
      'spec.containers must be a list that is not empty, but is [].',
    ],
    [
      'nothing in a list',
      'Pod curl',
      add(`${container}/env`, [null]),
      'spec.containers[0].env[0].name is missing: it must be letters, digits, "-", "_" and ".", not starting with a digit.',
    ],
    [
      'a field that is missing',
      'Ingress helloworld',
      remove('/spec/rules/0/http/paths/0/pathType'),
      'spec.rules[0].http.paths[0].pathType is missing: it must be Exact, ImplementationSpecific or Prefix.',
    ],
    ['no name', 'Pod curl', remove('/metadata/name'), 'metadata.name is missing: every object must have a name.'],
    [
      'lowercase letters for capitals',
      'Service helloworld-lb',
      replace('/spec/type', 'loadbalancer'),
      'spec.type must be ClusterIP, ExternalName, LoadBalancer or NodePort, but is "loadbalancer".',
    ],
    [
      'a port out of range',
      'Service helloworld-lb',
      replace('/spec/ports/0/port', 80808),
      'spec.ports[0].port must be a whole number from 1 to 65535, but is 80808.',
    ],
    [
      'a port in quotes',
      'Service helloworld-lb',
      replace('/spec/ports/0/targetPort', '8080'),
      'spec.ports[0].targetPort must be a port: a number from 1 to 65535, or a name of lowercase letters, digits and single "-", at least one letter among them, 15 characters at most, but is "8080".',
    ],
    [
      'a unit that there is not',
      'Pod curl',
      replace(`${container}/resources/limits/memory`, '64MB'),
      'spec.containers[0].resources.limits.memory must be a quantity of 0 or more, such as 100m or 64Mi, but is "64MB".',
    ],
    [
      'the value of a label',
      'Pod curl',
      add('/metadata/labels/x', 'a value'),
      'metadata.labels.x must be letters, digits, "-", "_" and ".", 63 characters at most, but is "a value".',
    ],
    [
      'the key of a label',
      'Pod curl',
      add('/metadata/labels/Example.com~1x', 'x'),
      'the key "Example.com/x" of metadata.labels must be letters, digits, "-", "_" and ".", 63 characters at most, optionally after a DNS name and "/".',
    ],
    [
      'two handlers of a probe',
      'Pod helloworld',
      add(`${container}/readinessProbe/exec`, { command: ['true'] }),
      'spec.containers[0].readinessProbe must have one of exec, grpc, httpGet or tcpSocket, but has exec and tcpSocket.',
    ],
  ])('%s', (_, title, patch, problem) => {
    const lines = check(changed(title, patch)).map(lineOf);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`: ${problem} ${refused}`);
  });

  test('hides what rules would find, in other objects, too', () => {
    const items = changed('Pod helloworld-v2', replace('/spec/containers', {}), replace('/metadata/labels', {}));
    expect(check(items).map(({ rule }) => rule)).toEqual(['structure']);
  });

  test("of a StatefulSet's Pods is looked at only when these are made, but for what cannot even be read", () => {
    const pods = (...patches: JsonPatch[]) => check(controller('StatefulSet', ...patches)).map(({ effect }) => effect);
    expect(pods(replace('/spec/containers/0/name', 'Hello'))).toEqual([
      { severity: 'broken', text: 'it is accepted, but none of its Pods can be created' },
    ]);
    expect(pods(replace('/spec/containers/0/name', 5))).toMatchObject([{ severity: 'refused' }]);
    expect(pods(add('/spec/restartPolicy', 'always'))).toMatchObject([{ severity: 'refused' }]);
  });

  test.each<[string, unknown, string]>([
    ['nothing', null, 'other: a value: it must be an object, but is null'],
    ['a text', 'Pod', 'other: a value: it must be an object, but is "Pod"'],
    [
      'no kind',
      { apiVersion: 'v1', metadata: { name: 'a' } },
      'other: a: kind is missing: it must be text that is not empty',
    ],
    [
      'a number for a kind',
      { apiVersion: 'v1', kind: 5, metadata: { name: 'a' } },
      'other: 5 a: kind must be text that is not empty, but is 5',
    ],
    [
      'no metadata',
      { apiVersion: 'v1', kind: 'Secret' },
      'other: Secret: metadata.name is missing: every object must have a name',
    ],
    [
      'a list of nothing',
      { apiVersion: 'v1', kind: 'List', items: [null] },
      'other: a value: it must be an object, but is null',
    ],
  ])('%s is not an object', (_, object, line) => {
    const found = check([...chapterItems(), { chart: 'other', object }]);
    expect(found.map(lineOf)).toEqual([`${line}. ${refused}`]);
  });

  test('a list counts as its items', () => {
    const [pod, ...others] = chapterItems();
    const list = { apiVersion: 'v1', kind: 'List', items: [pod?.object] };
    expect(check([...others, { chart: 'other', object: list }])).toEqual([]);
    expect(
      check([...others, { chart: 'other', object: { ...list, items: [{ ...pod?.object, spec: {} }] } }]),
    ).toHaveLength(1);
  });
});

describe('a field that came later', () => {
  const problems = (kubernetes: string, preStop: object) =>
    check(changed('Deployment helloworld', add(`${template}/containers/0/lifecycle`, { preStop })), { kubernetes }).map(
      ({ problem }) => problem.replace(/^spec\.template\.spec\.containers\[0\]\.lifecycle\./, ''),
    );

  test.each([
    ['1.29', { sleep: { seconds: 5 } }, ['preStop.sleep was added in Kubernetes 1.30']],
    ['1.30', { sleep: { seconds: 5 } }, []],
    ['1.100', { sleep: { seconds: 5 } }, []],
    ['1.30', { sleep: { second: 5 } }, ['preStop.sleep.second is unknown: did you mean seconds?']],
    ['1.30', { sleep: { seconds: '5' } }, ['preStop.sleep.seconds must be a whole number, 0 or more, but is "5"']],
    [
      '1.30',
      { sleep: { seconds: 5 }, exec: { command: ['a'] } },
      ['preStop must have one of exec, httpGet, sleep or tcpSocket, but has exec and sleep'],
    ],
    ['1.29', {}, ['preStop must have one of exec, httpGet or tcpSocket, but has none']],
    ['1.30', { slep: {} }, ['preStop.slep is unknown: did you mean sleep?']],
    ['1.29', { slep: {} }, ['preStop.slep is unknown: the valid fields are exec, httpGet, tcpSocket']],
  ])('for Kubernetes %s: %j', (kubernetes, preStop, found) => {
    expect(problems(kubernetes, preStop)).toEqual(expect.arrayContaining(found));
    if (found.length === 0) expect(problems(kubernetes, preStop)).toEqual([]);
  });
});

describe('a Gateway or an HTTPRoute', () => {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  const gateway = (...listeners: object[]) => ({
    apiVersion,
    kind: 'Gateway',
    metadata: { name: 'web' },
    spec: { gatewayClassName: 'traefik', listeners },
  });
  const route = (rule: object, ...parentRefs: object[]) => ({
    apiVersion,
    kind: 'HTTPRoute',
    metadata: { name: 'web' },
    spec: { parentRefs, rules: [rule] },
  });
  const http = { name: 'http', port: 80, protocol: 'HTTP' };

  test('is not called sound because the library for expressions is missing', () => {
    const listener = { port: 80, protocol: 'HTTP' };
    const gateway = routed('Gateway helloworld', add('/spec/listeners/-', { ...listener, name: 'again' }));
    const line = /^gateway: Gateway helloworld: spec\.listeners violates a validation rule of its kind: /;
    expect(check(gateway).map(lineOf)).toEqual([expect.stringMatching(line)]);
    jest.isolateModules(() => {
      jest.doMock('@marcbachmann/cel-js', () => {
        throw new Error("Cannot find module '@marcbachmann/cel-js'");
      });
      const { check } = jest.requireActual<typeof import('../check')>('../check');
      expect(() => check(gateway)).toThrow("Cannot find module '@marcbachmann/cel-js'");
    });
    jest.dontMock('@marcbachmann/cel-js');
  });

  test.each([
    ['fits its definition', gateway(http), []],
    ['without a listener', gateway(), ['spec.listeners must be a list of 1 to 64 items, but is []']],
    [
      'without a class',
      { ...gateway(http), spec: { listeners: [http] } },
      ['spec.gatewayClassName is missing: it must be text of 1 to 253 characters'],
    ],
    [
      'with two listeners of one name',
      gateway(http, { ...http, port: 81 }),
      ['spec.listeners[1] repeats spec.listeners[0]'],
    ],
    [
      'with two listeners for one port',
      gateway(http, { ...http, name: 'web' }),
      [
        'spec.listeners violates a validation rule of its kind: Combination of port, protocol and hostname must be unique for each listener',
      ],
    ],
    [
      'with a certificate for HTTP',
      gateway({ ...http, tls: { certificateRefs: [{ name: 'a' }] } }),
      [
        "spec.listeners violates a validation rule of its kind: tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
      ],
    ],
    [
      'with a certificate that is not there',
      gateway({ ...http, protocol: 'HTTPS', tls: {} }),
      [
        'spec.listeners[0].tls violates a validation rule of its kind: certificateRefs or options must be specified when mode is Terminate',
      ],
    ],
    [
      'with a path that does not begin with a slash',
      route({ matches: [{ path: { value: 'web' } }] }),
      [
        "spec.rules[0].matches[0].path violates a validation rule of its kind: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
      ],
    ],
    [
      'with a type of path that there is not',
      route({ matches: [{ path: { type: 'Prefix', value: '/' } }] }),
      ['spec.rules[0].matches[0].path.type must be Exact, PathPrefix or RegularExpression, but is "Prefix"'],
    ],
    [
      'with a Service without a port',
      route({ backendRefs: [{ name: 'web' }] }),
      ['spec.rules[0].backendRefs[0] violates a validation rule of its kind: Must have port for Service reference'],
    ],
    [
      'with one parent twice',
      route({}, { name: 'web' }, { name: 'web' }),
      [
        'spec.parentRefs violates a validation rule of its kind: sectionName must be unique when parentRefs includes 2 or more references to the same parent',
      ],
    ],
    ['with two parents', route({}, { name: 'a' }, { name: 'b' }, { name: 'a', namespace: 'other' }), []],
  ])('%s', (_, object, problems) => {
    expect(check([{ chart: 'test', object }], { rules: [] }).map(({ problem }) => problem)).toEqual(problems);
  });
});

test('of an imported kind that the cluster is said to have, it may have another release', () => {
  const retry = { attempts: 2 };
  const items = routed('HTTPRoute helloworld', add('/spec/rules/0/retry', retry));
  expect(check(items).map(({ problem }) => problem)).toEqual([
    expect.stringMatching(/^spec\.rules\[0\]\.retry is unknown: the valid fields are /),
  ]);
  expect(check(items, { given: ['gateway.networking.k8s.io/v1/HTTPRoute'] })).toEqual([]);
  const pod = changed('Pod curl', add('/spec/retry', retry));
  expect(check(pod, { given: ['v1/Pod'] })).toHaveLength(1);
});

const shirts = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shirts.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Shirt', plural: 'shirts' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size', 'colour', 'owner'],
                properties: {
                  size: { type: 'string', enum: ['S', 'M'] },
                  price: { 'x-kubernetes-int-or-string': true },
                  code: { type: 'string', pattern: '^[A-Z]+$' },
                  extra: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: {} },
                  stock: { type: 'integer', format: 'int32', minimum: 0, maximum: 10 },
                  year: { type: 'integer', enum: [2025, 2026] },
                  label: { type: 'string', maxLength: 2 },
                  colour: { type: 'string', default: 'blue' },
                  owner: { type: 'string', nullable: true },
                  bag: {
                    type: 'object',
                    'x-kubernetes-embedded-resource': true,
                    properties: { spec: { type: 'object' } },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};
const shirt = (spec: object) => ({ apiVersion: 'example.com/v1', kind: 'Shirt', metadata: { name: 'mine' }, spec });

describe('a custom resource', () => {
  test('keeps to the expressions of its definition, as far as they can be told', () => {
    const definition = structuredClone(shirts);
    const [version] = definition.spec.versions;
    Object.assign(version?.schema.openAPIV3Schema.properties.spec ?? {}, {
      'x-kubernetes-validations': [
        { rule: "self.size == 'S' || self.colour != 'blue'", message: 'only S is blue' },
        { rule: 'self.stock == oldSelf.stock', message: 'nothing is sold' },
        { rule: 'ofTomorrow(self)', message: 'what is not known here' },
        { rule: "self.size.matches('^\\\\A[[:alpha:]]+\\\\z')", message: 'a pattern that JavaScript reads otherwise' },
      ],
    });
    const problems = (spec: object) => check(beside(definition, shirt(spec))).map(({ problem }) => problem);
    expect(problems({ size: 'M' })).toEqual(['spec violates a validation rule of its kind: only S is blue']);
    expect(problems({ size: 'M', colour: 'red' })).toEqual([]);
    expect(problems({ size: 'S' })).toEqual([]);
    // For the API server, these are no texts.
    const properties = definition.spec.versions[0]?.schema.openAPIV3Schema.properties.spec.properties ?? {};
    const rules = [{ rule: "self == duration('60s') || self == ''", message: 'wrong' }];
    for (const format of ['byte', 'date-time', 'duration']) {
      Object.assign(properties, { of: { type: 'string', format, 'x-kubernetes-validations': rules } });
      const of = format === 'byte' ? 'AAAA' : format === 'duration' ? '1m' : '2026-11-25T00:00:00Z';
      expect(problems({ size: 'S', of })).toEqual([]);
    }
    // A default that is of another type than its field is for the definition's author to mend.
    Object.assign(properties, { of: { type: 'integer', default: 0.5 } });
    expect(problems({ size: 'S' })).toEqual([]);
    // What JavaScript cannot make a text of, to sort it.
    const set = { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object', additionalProperties: {} } };
    const few = [{ rule: 'size(self) < 3', message: 'too many' }];
    Object.assign(properties, { of: { ...set, 'x-kubernetes-validations': few } });
    const of = ['a', 'b', 'c'].map((text) => ({ toString: text }));
    expect(problems({ size: 'S', of: of.slice(1) })).toEqual([]);
    expect(problems({ size: 'S', of })).toEqual(['spec.of violates a validation rule of its kind: too many']);
  });

  test.each([
    ['fits its definition', { size: 'M', price: '5', extra: { colour: 'blue' } }, []],
    [
      'has what its definition allows',
      {
        size: 'S',
        owner: null,
        year: 2026,
        label: '👕👖',
        stock: 10,
        bag: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} },
      },
      [],
    ],
    [
      'has a number out of its range',
      { size: 'S', stock: -5 },
      ['spec.stock must be a whole number from 0 to 10, but is -5'],
    ],
    ['has another number', { size: 'S', year: 2024 }, ['spec.year must be 2025 or 2026, but is 2024']],
    ['has an unknown field', { size: 'M', siz: 'S' }, ['spec.siz is unknown: did you mean size?']],
    ['lacks a field', {}, ['spec.size is missing: it must be S or M']],
    ['has another value', { size: 'XXL' }, ['spec.size must be S or M, but is "XXL"']],
    ['has another form', { size: 'S', code: 'a' }, ['spec.code must be text matching ^[A-Z]+$, but is "a"']],
  ])('%s', (_, spec, problems) => {
    expect(check(beside(shirts, shirt(spec))).map(({ problem }) => problem)).toEqual(problems);
  });

  test('has lists whose items are unique, as far as its definition says so', () => {
    const definition = structuredClone(shirts);
    const item = { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'integer', default: 0 } } };
    const lists = {
      colours: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      pairs: { type: 'array', items: item, 'x-kubernetes-list-type': 'set' },
      keyed: { type: 'array', items: item, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['x', 'y'] },
      any: { type: 'array', items: item, 'x-kubernetes-list-type': 'atomic' },
    };
    Object.assign(definition.spec.versions[0]?.schema.openAPIV3Schema.properties.spec.properties ?? {}, lists);
    const problems = (spec: object) =>
      check(beside(definition, shirt({ size: 'S', ...spec }))).map(({ problem }) => problem);
    const [one, two] = [{ x: 1 }, { x: 2 }];
    expect(
      problems({ colours: ['red', 'blue'], pairs: [one, two], keyed: [one, { x: 1, y: 1 }], any: [one, one] }),
    ).toEqual([]);
    expect(problems({ colours: ['red', 'red'] })).toEqual(['spec.colours[1] repeats spec.colours[0]']);
    expect(problems({ pairs: [one, two, one] })).toEqual(['spec.pairs[2] repeats spec.pairs[0]']);
    expect(problems({ keyed: [one, { x: 1, y: 0 }] })).toEqual(['spec.keyed[1] repeats spec.keyed[0]']);
  });

  test('that nobody defines is found, unless the cluster is said to have its kind', () => {
    expect(check(beside(shirt({}))).map(lineOf)).toEqual([
      'other: Shirt mine: nothing defines the kind Shirt in example.com/v1; if the cluster defines it, declare it as given: example.com/v1/Shirt. On a cluster, kubectl finds no such kind, unless the cluster serves it.',
    ]);
    expect(check(beside(shirt({})), { given: ['example.com/v1/Shirt'] })).toEqual([]);
  });
});

// The interpreter against a validator that others keep, which takes the same schemas.
describe('the interpreter agrees with ajv', () => {
  const ajv = new Ajv({ strict: false, allErrors: false });
  for (const [name, { test }] of Object.entries(formats)) ajv.addFormat(name, (text) => text === '' || test(text));
  ajv.addSchema({ definitions: schemas.definitions }, 'k8s');
  const structure = new Structure();

  /** Every place in a value, as JSON pointers. */
  const placesIn = (value: unknown, at = ''): string[] =>
    typeof value !== 'object' || value === null
      ? [at]
      : [
          at,
          ...Object.entries(value).flatMap(([key, inner]) =>
            placesIn(inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
          ),
        ];

  const values = [
    0,
    1,
    -1,
    1.5,
    2 ** 40,
    65536,
    true,
    '',
    'a',
    'A b',
    '8080',
    '64Mi',
    '25%',
    [],
    ['a'],
    [{}],
    {},
    { a: 'b' },
    { name: 'a' },
  ];

  test.each(chapterItems().map(({ object }) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    'on %s',
    (_, object) => {
      const name = schemas.kinds[`${object.apiVersion} ${object.kind}`];
      const validate = ajv.compile({ $ref: `k8s#/definitions/${name}` });
      const places = placesIn(object).filter(
        (place) => !/^$|^\/(apiVersion|kind|metadata|metadata\/name)$/.test(place),
      );
      const change = fc.oneof(
        fc.record({ place: fc.constantFrom(...places), value: fc.constantFrom(...values) }),
        fc.record({ place: fc.constantFrom(...places), value: fc.constant(undefined) }),
        fc.record({
          place: fc.constantFrom(...places),
          value: fc.constantFrom(...values),
          field: fc.constantFrom('name', 'image', 'colour', 'port'),
        }),
      );
      fc.assert(
        fc.property(change, (broken) => {
          const { place, value } = broken;
          const at = 'field' in broken ? `${place}/${broken.field}` : place;
          let changed: unknown;
          try {
            changed = JsonPatch.apply(
              JSON.parse(JSON.stringify(object)),
              value === undefined ? remove(at) : add(at, value),
            );
          } catch {
            return; // no such place: a text has no fields
          }
          expect({ at, value, valid: structure.mismatches(changed).length === 0 }).toEqual({
            at,
            value,
            valid: validate(changed),
          });
        }),
        { numRuns: 300 },
      );
    },
  );
});
