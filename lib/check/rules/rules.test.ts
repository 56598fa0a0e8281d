import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { filesWith } from '../../../tools/testing/files';
import { changed, chapterItems, check, controller, demands, type Settings } from '../../../tools/testing/test-chapter';

const { replace } = JsonPatch;

const tests = filesWith('.test.ts', 'lib/check/rules').filter((name) => basename(name) !== 'rules.test.ts');
for (const name of tests) jest.requireActual(resolve(name)); // instead of their own runs: see tools/testing/rules-at-once.js

/** What a rule is called in the code. */
const camel = (id: string) => id.replace(/-./g, (dash) => dash.slice(1).toUpperCase());

test('the folder holds the rules, a file each, and nothing else', () => {
  const files = filesWith('.ts', 'lib/check/rules').map((name) => basename(name, '.ts'));
  const rules = files.filter((name) => !name.endsWith('.test') && name !== 'index');
  expect(rules.sort()).toEqual(demands.map(({ id }) => id).sort());
});

test('every rule has a test', () => {
  const code = tests.map((name) => readFileSync(name, 'utf8')).join('');
  expect(demands.map(({ id }) => id).filter((id) => !code.includes(`\nfinds(${camel(id)}, [`))).toEqual([]);
});

test.each<Partial<Settings>>([
  {},
  { replicas: 0 },
  { replicas: 20 },
  { replicas: 20, version: '2.0' },
  { ingressClass: '' },
  { routing: 'gateway' },
  { kubernetes: '1.30' },
])('nothing is found in the chapter with %j', (settings) => {
  expect(check(chapterItems(settings), { kubernetes: settings.kubernetes })).toEqual([]);
});

test.each(['CronJob', 'Job', 'StatefulSet', 'DaemonSet'])('nothing is found in a %s with its Service', (kind) => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'other' },
    spec: { selector: { role: 'other' }, ports: [{ port: 80, targetPort: 8080 }] },
  };
  expect(check([...controller(kind), { chart: 'other', object: service }])).toEqual([]);
});

test('all findings are listed at once', () => {
  const items = changed(
    'Service helloworld-clusterip',
    replace('/spec/selector/run', 'hello'),
    replace('/metadata/name', 'Hello'),
    replace('/spec/ports', []),
  );
  expect(check(items)).toHaveLength(3);
});
