import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../lib/program/refusal';
import { settingsFrom, withDefaults } from './settings';

const defaults = {
  repository: 'gcr.io/google-samples/hello-app',
  ingressClass: 'nginx',
  routing: 'ingress',
  gatewayClass: 'traefik',
  replicas: 1,
  version: '1.0',
  kubernetes: '1.27',
};

test('are those of the course by default', () => {
  expect(settingsFrom({})).toEqual(defaults);
  expect(withDefaults({})).toEqual(defaults);
});

test.each([
  ['HELLOWORLD_IMAGE', 'localhost:5000/hello-app', { repository: 'localhost:5000/hello-app' }],
  ['HELLOWORLD_IMAGE', 'hello-app', { repository: 'hello-app' }],
  ['HELLOWORLD_IMAGE', 'a.b-c.io/d__e/f-g/h.i', { repository: 'a.b-c.io/d__e/f-g/h.i' }],
  ['HELLOWORLD_IMAGE', 'r.io:65535/hello-app', { repository: 'r.io:65535/hello-app' }],
  ['HELLOWORLD_IMAGE', 'a'.repeat(255), { repository: 'a'.repeat(255) }],
  ['HELLOWORLD_INGRESS_CLASS', 'a'.repeat(253), { ingressClass: 'a'.repeat(253) }],
  ['HELLOWORLD_INGRESS_CLASS', 'traefik.internal', { ingressClass: 'traefik.internal' }],
  ['HELLOWORLD_INGRESS_CLASS', '', { ingressClass: '' }],
  ['HELLOWORLD_REPLICAS', '0', { replicas: 0 }],
  ['HELLOWORLD_REPLICAS', '20', { replicas: 20 }],
  ['HELLOWORLD_VERSION', '2.0', { version: '2.0' }],
  ['HELLOWORLD_ROUTING', 'gateway', { routing: 'gateway' }],
  ['HELLOWORLD_GATEWAY_CLASS', 'eg.internal', { gatewayClass: 'eg.internal' }],
  ['HELLOWORLD_GATEWAY_CLASS', 'a'.repeat(253), { gatewayClass: 'a'.repeat(253) }],
  ['HELLOWORLD_KUBERNETES', '1.27', { kubernetes: '1.27' }],
  ['HELLOWORLD_KUBERNETES', '1.30', { kubernetes: '1.30' }],
  ['HELLOWORLD_KUBERNETES', '1.100', { kubernetes: '1.100' }],
])('%s=%s is accepted', (variable, value, setting) => {
  expect(settingsFrom({ [variable]: value })).toEqual({ ...defaults, ...setting });
});

describe.each([
  [
    'HELLOWORLD_IMAGE',
    'an image repository in lowercase letters, without tag, digest or spaces',
    [
      'hello-app:1.0',
      'r.io:5000/hello-app:1.0',
      'r.io:123456/hello-app',
      '[::1]:5000/hello-app',
      `hello-app@sha256:${'0'.repeat(64)}`,
      'hello app',
      'Hello-App',
      '',
      '/a',
      'a//b',
      'a\nb',
      `${'a'.repeat(256)}`,
    ],
  ],
  [
    'HELLOWORLD_INGRESS_CLASS',
    'the name of an IngressClass (a DNS name in lowercase letters), or empty for none',
    ['Nginx', 'my class', 'my_class', '-nginx', 'nginx.', 'nginx\n', 'a'.repeat(254)],
  ],
  [
    'HELLOWORLD_REPLICAS',
    'a whole number from 0 to 20',
    ['abc', '-1', '1.5', '1e3', '21', '', ' 5', '05', '0x5', '٣', 'NaN'],
  ],
  ['HELLOWORLD_VERSION', '1.0 or 2.0', ['3', '1', '2.00', 'v1.0', 'latest', '']],
  ['HELLOWORLD_ROUTING', 'ingress or gateway', ['Gateway', 'both', 'gateways', ' ingress', '']],
  [
    'HELLOWORLD_GATEWAY_CLASS',
    'the name of a GatewayClass (a DNS name in lowercase letters)',
    ['Traefik', 'my class', 'my_class', '-eg', 'eg.', 'eg\n', '', 'a'.repeat(254)],
  ],
  [
    'HELLOWORLD_KUBERNETES',
    '1.27 or a newer version, such as 1.30',
    ['1.26', '1.3', '1.9', 'v1.30', '1.30.2', '1.030', '2.0', '1', '30', '1.', '1.3O', ' 1.30', 'latest', ''],
  ],
])('%s', (variable, accepts, refused) => {
  test.each(refused)('refuses %j in one line', (value) => {
    expect(() => settingsFrom({ [variable]: value })).toThrow(
      new Refusal(`${variable} must be ${accepts}, but is ${JSON.stringify(value)}`),
    );
  });
});

test.each([
  ['HELLOWORLD_REPLICA', 'HELLOWORLD_REPLICAS'],
  ['HELLOWORLD_INGRESSCLASS', 'HELLOWORLD_INGRESS_CLASS'],
  ['HELLOWORLD_IMAGES', 'HELLOWORLD_IMAGE'],
  ['HELLOWORLD_VERSION_', 'HELLOWORLD_VERSION'],
  ['HELLOWORLD_replicas', 'HELLOWORLD_REPLICAS'],
  ['HELLOWORLD_', 'HELLOWORLD_IMAGE'],
  ['HELLOWORLD_SUPPORT', 'HELLOWORLD_IMAGE'],
  ['HELLOWORLD_ROUTE', 'HELLOWORLD_ROUTING'],
  ['HELLOWORLD_GATEWAY', 'HELLOWORLD_GATEWAY_CLASS'],
  ['HELLOWORLD_KUBERNETES_VERSION', 'HELLOWORLD_KUBERNETES'],
])('%s is refused, and the closest setting is named', (name, nearest) => {
  expect(() => settingsFrom({ [name]: '5' })).toThrow(
    new Refusal(`${name} is not a setting; the closest is ${nearest}`),
  );
});

test.each([
  'HELLOWORLD_NODEPORT_SERVICE_HOST',
  'HELLOWORLD_NODEPORT_SERVICE_PORT',
  'HELLOWORLD_NODEPORT_SERVICE_PORT_HTTP',
  'HELLOWORLD_NODEPORT_PORT',
  'HELLOWORLD_NODEPORT_PORT_8080_TCP_ADDR',
  'HELLO_WORLD',
])('%s is left alone', (name) => {
  expect(settingsFrom({ [name]: 'tcp://10.0.0.1:8080' })).toEqual(defaults);
});

test.each([-1, 1.5, 21, Number.NaN, Number.POSITIVE_INFINITY])('the prop replicas: %d is refused too', (replicas) => {
  expect(() => withDefaults({ replicas })).toThrow('replicas must be a whole number from 0 to 20, but is ');
});
