import { expect, test } from '@jest/globals';
import { beside, type Case, check, finds } from '../../../tools/testing/test-chapter';
import { configData } from './config-data';

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' } };

finds(configData, [
  [
    'a certificate without its key',
    beside({ ...secret, type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'x' } }),
    'other: Secret secret: a Secret of type kubernetes.io/tls must have the key tls.key. On a cluster, the API server refuses it.',
  ],
  [
    'neither user nor password',
    beside({ ...secret, type: 'kubernetes.io/basic-auth' }),
    'other: Secret secret: a Secret of type kubernetes.io/basic-auth must have the key username or password. On a cluster, the API server refuses it.',
  ],
  [
    'a key in two places',
    beside({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { colour: 'blue' },
      binaryData: { colour: 'Ymx1ZQ==' },
    }),
    'other: ConfigMap settings: the key colour is in both data and binaryData. On a cluster, the API server refuses it.',
  ],
  ...Object.entries({
    'kubernetes.io/dockercfg': '.dockercfg',
    'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
    'kubernetes.io/ssh-auth': 'ssh-privatekey',
  }).map<Case>(([type, key]) => [
    `a ${type} without its key`,
    beside({ ...secret, type, data: { other: 'e30=' } }),
    `other: Secret secret: a Secret of type ${type} must have the key ${key}. On a cluster, the API server refuses it.`,
  ]),
  ...[{ stringData: { '.dockerconfigjson': 'auths' } }, { data: { '.dockerconfigjson': 'YXV0aHM=' } }].map<Case>(
    (data) => [
      `settings for a registry in ${Object.keys(data)} that are no JSON`,
      beside({ ...secret, type: 'kubernetes.io/dockerconfigjson', ...data }),
      'other: Secret secret: .dockerconfigjson is not a JSON object. On a cluster, the API server refuses it.',
    ],
  ),
  [
    'a token for nobody',
    beside({ ...secret, type: 'kubernetes.io/service-account-token' }),
    'other: Secret secret: a Secret of type kubernetes.io/service-account-token must have the annotation kubernetes.io/service-account.name. On a cluster, the API server refuses it.',
  ],
]);

test.each<[string, object]>([
  ['a Secret without a type', { ...secret, stringData: { '.dockerconfigjson': 'auths' } }],
  ['a Secret of a type of its own', { ...secret, type: 'example.com/licence' }],
  [
    'a certificate with its key',
    { ...secret, type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==' }, stringData: { 'tls.key': 'x' } },
  ],
  [
    'settings for a registry',
    { ...secret, type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'eyJhdXRocyI6e319' } },
  ],
  [
    'settings for a registry, as they are',
    { ...secret, type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{"auths":{}}' } },
  ],
  ['a password without a user', { ...secret, type: 'kubernetes.io/basic-auth', stringData: { password: 'x' } }],
  ['a user without a password', { ...secret, type: 'kubernetes.io/basic-auth', stringData: { username: 'x' } }],
  [
    'a token for an account',
    {
      ...secret,
      metadata: { name: 'secret', annotations: { 'kubernetes.io/service-account.name': 'default' } },
      type: 'kubernetes.io/service-account-token',
    },
  ],
  [
    'a ConfigMap with both kinds of data',
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: { a: 'b' },
      binaryData: { c: 'ZA==' },
    },
  ],
  ['a ConfigMap with none', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } }],
])('nothing is found in %s', (_, object) => {
  expect(check(beside(object))).toEqual([]);
});
