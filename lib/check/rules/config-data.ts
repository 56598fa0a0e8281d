import { refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import type { Known } from '../objects/kubernetes';
import { below } from '../schema/paths';
import { isObject } from '../schema/schema';

/** What the API server demands of the data of a Secret, by its type: all of some keys, or any. */
const demands = new Map<
  string,
  { readonly all?: readonly string[]; readonly any?: readonly string[]; readonly json?: true }
>([
  ['kubernetes.io/basic-auth', { any: ['username', 'password'] }],
  ['kubernetes.io/dockercfg', { all: ['.dockercfg'], json: true }],
  ['kubernetes.io/dockerconfigjson', { all: ['.dockerconfigjson'], json: true }],
  ['kubernetes.io/ssh-auth', { all: ['ssh-privatekey'] }],
  ['kubernetes.io/tls', { all: ['tls.crt', 'tls.key'] }],
]);

const account = 'kubernetes.io/service-account.name';

/** A Secret has what its type demands, and no key of a ConfigMap comes twice. */
export const configData: Rule = {
  id: 'config-data',
  finds:
    'A Secret without the keys that its type requires, or a ConfigMap with the same key in both data and binaryData.',
  mend: 'Add the keys that the type requires to `data` (in base64) or `stringData`, or leave out the type; set each key of a ConfigMap once.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/secret/#secret-types'],

  *find(app) {
    for (const item of app.ofKind('Secret')) {
      for (const { path, problem } of lacks(item.object)) yield { item, path, problem, effect: refused };
    }
    for (const item of app.ofKind('ConfigMap')) {
      const { data = {}, binaryData = {} } = item.object;
      for (const key of Object.keys(data).filter((name) => Object.hasOwn(binaryData, name))) {
        const problem = `the key ${key} is in both data and binaryData`;
        yield { item, path: below('data', key), problem, effect: refused };
      }
    }
  },
};

function* lacks({ type = 'Opaque', data = {}, stringData = {}, metadata }: Known<'Secret'>) {
  const { all = [], any = [], json } = demands.get(type) ?? {};
  const has = (key: string) => Object.hasOwn(data, key) || Object.hasOwn(stringData, key);
  for (const key of all.filter((name) => !has(name))) {
    yield { path: 'data', problem: `a Secret of type ${type} must have the key ${key}` };
  }
  if (any.length > 0 && !any.some(has)) {
    yield { path: 'data', problem: `a Secret of type ${type} must have the key ${any.join(' or ')}` };
  }
  for (const key of json ? all.filter(has) : []) {
    const text = stringData[key] ?? Buffer.from(data[key] ?? '', 'base64').toString();
    const path = below(Object.hasOwn(stringData, key) ? 'stringData' : 'data', key);
    if (!isJsonObject(text)) yield { path, problem: `${key} is not a JSON object` };
  }
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[account]) {
    yield { path: 'metadata.annotations', problem: `a Secret of type ${type} must have the annotation ${account}` };
  }
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
