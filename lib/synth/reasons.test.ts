import { expect, test } from '@jest/globals';
import { Chart, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Refusal } from '../program/refusal';
import { because } from './because';
import { ManifestApp } from './manifest-app';

const { KubeConfigMap, KubePod, KubeService } = k8s;

/** The lines with comments of the manifest that some objects become, without their indentation. */
function comments(add: (chart: Chart) => void): string[] {
  const app = new ManifestApp({ rules: [] });
  add(new Chart(app, 'test'));
  const lines = app.synthYaml().split('\n').slice(1);
  return lines.filter((line) => /\s# /.test(` ${line}`)).map((line) => line.trim());
}

const web: k8s.PodSpec = { containers: [{ name: 'web', image: 'web:1' }] };

test.each<[string, (chart: Chart) => void, string[]]>([
  [
    'a field, from the object that has it',
    (chart) => new KubePod(chart, 'web', { spec: { ...web, hostname: 'web', ...because({ hostname: 'its own' }) } }),
    ['hostname: web # its own'],
  ],
  [
    'a field, from an object around it',
    (chart) => new KubePod(chart, 'web', { spec: web, ...because({ spec: { containers: [{ image: 'of today' }] } }) }),
    ['- image: web:1 # of today'],
  ],
  [
    'an object itself, and a field of it',
    (chart) =>
      new KubePod(chart, 'web', {
        spec: {
          ...web,
          securityContext: { ...because('all of it'), runAsUser: 1, ...because({ runAsUser: 'the number' }) },
        },
      }),
    ['securityContext: # all of it', 'runAsUser: 1 # the number'],
  ],
  [
    'an item of a list',
    (chart) =>
      new KubePod(chart, 'web', {
        spec: { containers: [...web.containers, { name: 'log', image: 'log:1', ...because('beside it') }] },
      }),
    ['# beside it'],
  ],
  [
    'an empty object, and a text of several lines',
    (chart) => {
      new KubePod(chart, 'web', {
        spec: { ...web, volumes: [{ name: 'tmp', emptyDir: {}, ...because({ emptyDir: 'to write to' }) }] },
      });
      new KubeConfigMap(chart, 'page', { data: { index: 'one\ntwo\n', ...because({ index: 'what it says' }) } });
    },
    ['- emptyDir: {} # to write to', 'index: | # what it says'],
  ],
  [
    'labels and annotations, dots in their names included',
    (chart) =>
      new KubePod(chart, 'web', {
        metadata: { labels: { 'a.b/c': 'x', ...because({ 'a.b/c': 'the label' }) }, ...because({ labels: 'labels' }) },
        spec: web,
      }),
    ['labels: # labels', 'a.b/c: x # the label'],
  ],
  [
    'a field that the class writes in another case',
    (chart) => new KubeService(chart, 'web', { spec: { clusterIp: 'None', ...because({ clusterIp: 'headless' }) } }),
    ['clusterIP: None # headless'],
  ],
  [
    'what is known only in the end',
    (chart) =>
      new KubePod(chart, 'web', { spec: Lazy.any({ produce: () => ({ ...web, ...because({ containers: 'one' }) }) }) }),
    ['containers: # one'],
  ],
  [
    'of two for a field, the one further out; of two beside each other, the later',
    (chart) =>
      new KubePod(chart, 'web', {
        spec: {
          ...web,
          hostname: 'web',
          subdomain: 'all',
          ...because({ hostname: 'inner', subdomain: 'earlier' }),
          ...because({ subdomain: 'later' }),
        },
        ...because({ spec: { hostname: 'outer' } }),
      }),
    ['hostname: web # outer', 'subdomain: all # later'],
  ],
  [
    'of two for a label, the one further out',
    (chart) =>
      new KubePod(chart, 'web', {
        metadata: { labels: { a: 'x', ...because({ a: 'inner' }) } },
        spec: web,
        ...because({ metadata: { labels: { a: 'outer' } } }),
      }),
    ['a: x # outer'],
  ],
  [
    'the key of its case, where keys may differ in that alone',
    (chart) =>
      new KubeConfigMap(chart, 'page', {
        data: { key: 'a', Key: 'b', ...because({ Key: 'the second', key: 'the first' }) },
      }),
    ['Key: b # the second', 'key: a # the first'],
  ],
  [
    'no object but its own',
    (chart) => {
      const spec = { ...web, hostname: 'web' };
      new KubePod(chart, 'a', { spec: { ...spec, ...because({ hostname: 'its own' }) } });
      new KubePod(chart, 'b', { spec });
    },
    ['hostname: web # its own'],
  ],
])('a reason is for %s', (_, add, expected) => expect(comments(add)).toEqual(expected));

test('a shared part keeps its reasons wherever it is spread', () => {
  const part = { hostname: 'web', ...because({ hostname: 'of the part' }) };
  const other = { subdomain: 'all', ...because({ subdomain: 'of the other' }) };
  const lines = comments((chart) => new KubePod(chart, 'web', { spec: { ...web, ...part, ...other } }));
  expect(lines).toEqual(['hostname: web # of the part', 'subdomain: all # of the other']);
});

test('rendered twice, it is the same', () => {
  const app = new ManifestApp({ rules: [] });
  new KubePod(new Chart(app, 'test'), 'web', { spec: { ...web, ...because({ containers: 'one' }) } });
  expect(app.synthYaml()).toBe(app.synthYaml());
});

test.each<[string, object, string]>([
  ['that is misspelt', because({ spec: { contaners: 'one' } }), 'spec.contaners'],
  ['that is not there', because({ spec: { containers: [{ ports: 'where' }] } }), 'spec.containers.0.ports'],
  ['of an item too many', because({ spec: { containers: [{}, 'two'] } }), 'spec.containers.1'],
  [
    'of another case, where keys may differ in that alone',
    because({ metadata: { labels: { APP: 'caps' } } }),
    'metadata.labels.APP',
  ],
])('the reason for a field %s is refused', (_, reason, field) => {
  const app = new ManifestApp({ rules: [] });
  new KubePod(new Chart(app, 'test'), 'web', {
    metadata: { name: 'web', labels: { App: 'web' } },
    spec: web,
    ...reason,
  });
  expect(() => app.synthYaml()).toThrow(Refusal);
  expect(() => app.synthYaml()).toThrow(
    `test: Pod web: a reason is given for ${field}, but the object has no such field: "`,
  );
});

test.each(['', ' ', 'two\nlines'])('the reason %j is refused', (text) => {
  const app = new ManifestApp({ rules: [] });
  new KubePod(new Chart(app, 'test'), 'web', { metadata: { name: 'web' }, spec: web, ...because({ kind: text }) });
  expect(() => app.synthYaml()).toThrow(
    new Refusal(`test: Pod web: the reason for kind must be one line of text, but is ${JSON.stringify(text)}`),
  );
});
