import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import * as k8s from '../imports/k8s';
import type { Settings } from '../settings';
import { changed, chapterItems, controller } from '../tools/broken';
import { check, rules } from './index';
import type { KubernetesObject } from './kubernetes';
import { servedKinds } from './kubernetes-1.27';

const { replace } = JsonPatch;

test('every rule has a test', () => {
  const files = readdirSync('rules').filter((name) => name.endsWith('.test.ts'));
  const tests = files.map((name) => readFileSync(`rules/${name}`, 'utf8')).join('');
  expect(rules.map(({ name }) => name).filter((name) => !tests.includes(`\nfinds(${name}, [`))).toEqual([]);
});

test.each<Partial<Settings>>([
  {},
  { replicas: 0 },
  { replicas: 20 },
  { replicas: 20, version: '2.0' },
  { ingressClass: '' },
])('nothing is found in the chapter with %j', (settings) => {
  expect(check(chapterItems(settings))).toEqual([]);
});

test.each(['CronJob', 'Job', 'StatefulSet', 'DaemonSet'])('nothing is found in a %s with its Service', (kind) => {
  const service: KubernetesObject = {
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
    replace('/apiVersion', 'v1beta1'),
  );
  expect(check(items)).toHaveLength(3);
});

test('the kinds that Kubernetes 1.27 serves are those that its API imports', () => {
  const imported: Record<string, string[]> = {};
  for (const value of Object.values(k8s)) {
    if (!('GVK' in value)) continue;
    const { apiVersion, kind } = value.GVK;
    if (/v\d+(alpha|beta)\d+$/.test(apiVersion) || /List$|^Status$/.test(kind)) continue;
    imported[apiVersion] = [...(imported[apiVersion] ?? []), kind].sort();
  }
  expect(servedKinds).toEqual(imported);
});
