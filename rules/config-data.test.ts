import { beside, finds } from '../tools/broken';
import { configData } from './config-data';

const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' } };

finds(configData, [
  [
    'a certificate without its key',
    beside({ ...secret, type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'x' } }),
    'other: Secret secret: a Secret of the type kubernetes.io/tls must have the key tls.key. On a cluster, the API server refuses it.',
  ],
  [
    'neither user nor password',
    beside({ ...secret, type: 'kubernetes.io/basic-auth' }),
    'other: Secret secret: a Secret of the type kubernetes.io/basic-auth must have the key username or password. On a cluster, the API server refuses it.',
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
]);
