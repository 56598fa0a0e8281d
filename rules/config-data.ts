import { below, isObject } from '../structure/mismatches';
import { refused } from './effects';
import type { Rule } from './rule';

/** What the API server demands of the data of a Secret, by its type: all of these keys. */
const demanded: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** A Secret has what its type demands, and no key of a ConfigMap comes twice. */
export const configData: Rule = {
  id: 'config-data',
  finds: 'A Secret without the keys that its type demands, or a ConfigMap with one key in both data and binaryData.',
  mend: 'Write the keys of the type into `data` (in base64) or `stringData`, or leave out the type.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/secret/#secret-types'],

  *find(app) {
    for (const item of app.ofKind('Secret')) {
      const { type = 'Opaque', data = {}, stringData = {} } = item.object;
      const keys = Object.keys({ ...data, ...stringData });
      for (const key of demanded[type] ?? []) {
        if (keys.includes(key)) continue;
        yield { item, path: 'data', problem: `a Secret of the type ${type} must have the key ${key}`, effect: refused };
      }
      if (type === 'kubernetes.io/basic-auth' && !keys.includes('username') && !keys.includes('password')) {
        yield {
          item,
          path: 'data',
          problem: `a Secret of the type ${type} must have the key username or password`,
          effect: refused,
        };
      }
    }
    for (const item of app.ofKind('Secret')) {
      const { type, data = {}, stringData = {}, metadata } = item.object;
      for (const key of type === 'kubernetes.io/dockercfg' || type === 'kubernetes.io/dockerconfigjson'
        ? (demanded[type] ?? [])
        : []) {
        const encoded = data[key];
        const text = stringData[key] ?? (encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString());
        if (text === undefined || isJsonObject(text)) continue;
        const path = below(stringData[key] === undefined ? 'data' : 'stringData', key);
        yield { item, path, problem: `${key} is no object of JSON`, effect: refused };
      }
      const account = 'kubernetes.io/service-account.name';
      if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[account]) {
        const problem = `a Secret of the type ${type} must have the annotation ${account}`;
        yield { item, path: 'metadata.annotations', problem, effect: refused };
      }
    }
    for (const item of app.ofKind('ConfigMap')) {
      const { data = {}, binaryData = {} } = item.object;
      for (const key of Object.keys(data).filter((name) => Object.hasOwn(binaryData, name))) {
        yield {
          item,
          path: below('data', key),
          problem: `the key ${key} is in both data and binaryData`,
          effect: refused,
        };
      }
    }
  },
};

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
