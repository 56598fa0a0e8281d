import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { diffLinesUnified } from 'jest-diff';
import { chapter } from './charts/chapter';
import { partOf, Section } from './charts/parts/section';
import type { Settings } from './charts/settings';
import { titleOf } from './lib/check/objects/item';
import { isA } from './lib/check/objects/kinds';
import type { Reasons } from './lib/synth/because';
import { type Manifest, textOf } from './lib/synth/manifest-app';

function manifests(given?: Partial<Settings>): Manifest[] {
  return chapter(given).manifests();
}

const textsOf = (all: readonly Manifest[]) => new Map(all.map((manifest) => [manifest.file, textOf(manifest)]));

const chapterAsItIs = manifests();
const texts = textsOf(chapterAsItIs);

describe('the chapter', () => {
  for (const [name, text] of texts) {
    test(name, () => expect(text).toMatchSnapshot());
  }
});

test('dist/ is what the charts make with the default settings', () => {
  const committed = new Map(readdirSync('dist').map((name) => [name, readFileSync(`dist/${name}`, 'utf8')]));
  const names = [...new Set([...texts.keys(), ...committed.keys()])];
  const different = names.filter((name) => committed.get(name) !== texts.get(name)).sort();
  if (different.length > 0) {
    throw new Error(
      `dist/ is not what the charts make with the default settings: ${different.join(', ')}. To mend that: npm run synth, with no variable HELLOWORLD_… set`,
    );
  }
});

test('every section in charts/ is in the chapter', () => {
  const sections = [chapter(), chapter({ routing: 'gateway' })].flatMap(({ charts }) => charts);
  const others = ['chapter.ts', 'check.ts', 'settings.ts'];
  const files = readdirSync('charts').filter((name) => /^\w+\.ts$/.test(name) && !others.includes(name));
  expect(new Set(sections.map(({ node }) => `${node.id}.ts`))).toEqual(new Set(files));
});

describe('the chapter with the Gateway API', () => {
  const withGateway = textsOf(manifests({ routing: 'gateway' }));
  const ofIngress = ['ingress.yaml', 'ingress_path.yaml'];
  const ofGateway = ['gateway.yaml', 'gateway_path.yaml'];

  test.each(ofGateway)('%s', (name) => expect(withGateway.get(name)).toMatchSnapshot());

  test('is otherwise the same', () => {
    const others = (all: ReadonlyMap<string, string>, own: readonly string[]) =>
      [...all].filter(([name]) => !own.includes(name));
    expect(withGateway.size).toBe(texts.size);
    expect(others(withGateway, ofGateway)).toEqual(others(texts, ofIngress));
  });
});

const states: Record<string, Partial<Settings>> = {
  'five replicas': { replicas: 5 },
  'version 2.0': { version: '2.0' },
  "hello-app's new home": { repository: 'us-docker.pkg.dev/google-samples/containers/gke/hello-app' },
  'another ingress class': { ingressClass: 'traefik' },
  'no ingress class': { ingressClass: '' },
  'another gateway class': { routing: 'gateway', gatewayClass: 'eg' },
  'Kubernetes 1.29': { kubernetes: '1.29' },
  'Kubernetes 1.30': { kubernetes: '1.30' },
};

const plain = (text: string) => text;
const format = {
  aColor: plain,
  bColor: plain,
  changeColor: plain,
  commonColor: plain,
  patchColor: () => '',
  contextLines: 0,
  expand: false,
  omitAnnotationLines: true,
};

test.each(Object.entries(states))('with %s, these lines differ', (_, settings) => {
  const changed = textsOf(manifests(settings));
  const unchanged = textsOf(manifests({ routing: settings.routing }));
  const differences = [...changed].flatMap(([name, after]) => {
    const before = unchanged.get(name);
    if (before === after) return [];
    return [`${name}\n${diffLinesUnified(before?.split('\n') ?? [], after?.split('\n') ?? [], format)}`];
  });
  expect(differences.join('\n\n')).toMatchSnapshot();
});

test('every reason that a part or a chart gives is printed somewhere', () => {
  const given: Reasons[] = [];
  let printed = '';
  jest.isolateModules(() => {
    const module = jest.requireActual<typeof import('./lib/synth/because')>('./lib/synth/because');
    const because: typeof module.because = (reasons) => {
      given.push(reasons);
      return module.because(reasons);
    };
    jest.doMock('./lib/synth/because', () => ({ ...module, because }));
    const { chapter } = jest.requireActual<typeof import('./charts/chapter')>('./charts/chapter');
    for (const settings of [{}, ...Object.values(states)]) printed += chapter(settings).synthYaml();
  });
  const flat = (reasons: Reasons): string[] =>
    typeof reasons === 'string' ? [reasons] : Object.values(reasons).flatMap(flat);
  const texts = new Set(given.flatMap(flat));
  expect(texts.size).toBeGreaterThan(10);
  expect([...texts].filter((text) => !printed.includes(`# ${text}\n`))).toEqual([]);
});

const ofGateway = manifests({ routing: 'gateway' }).filter(({ file }) => !texts.has(file));

describe.each([...chapterAsItIs, ...ofGateway].map((manifest): [string, Manifest] => [manifest.file, manifest]))(
  '%s',
  (_, { chart, objects }) => {
    test('its commands make objects of its own', () => {
      const made = Section.isSection(chart) ? chart.commands.flatMap(({ makes }) => makes ?? []) : [];
      expect(objects.map(titleOf)).toEqual(expect.arrayContaining(made));
    });

    test('its objects have the label by which the whole chapter is deleted; so have the claims of a StatefulSet', () => {
      const claims = objects.flatMap(({ object }) =>
        isA(object, 'StatefulSet') ? (object.spec?.volumeClaimTemplates ?? []) : [],
      );
      const all = [...objects.map(({ object }) => object), ...claims];
      const label = Object.fromEntries(Object.entries(partOf));
      for (const { metadata } of all) {
        expect({ labels: {}, ...metadata }).toMatchObject({ labels: label });
      }
    });
  },
);
