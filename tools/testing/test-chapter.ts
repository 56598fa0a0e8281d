// The real chapter, and what is wrong with it when it is changed: for the tests of the rules.

import { describe, expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import type { PodSpec } from 'kubernetes-types/core/v1';
import { chapter, demands } from '../../charts/chapter';
import { type Settings, settingsFrom } from '../../charts/settings';
import { type CheckOptions, check as checkFor } from '../../lib/check/check';
import { type Diagnostic, lineOf } from '../../lib/check/findings/diagnostic';
import type { Rule } from '../../lib/check/findings/rule';
import type { Entry } from '../../lib/check/objects/entries';
import { Inventory } from '../../lib/check/objects/inventory';
import { type Item, titleOf } from '../../lib/check/objects/item';
import { templateOf } from '../../lib/check/objects/pods';
import type { ManifestApp } from '../../lib/synth/manifest-app';

const { add, replace } = JsonPatch;

export { demands, type Settings };

/** What is wrong with objects; if no rules are named, by all that the chapter is checked for. */
export function check(entries: readonly Entry[], options?: CheckOptions): Diagnostic[] {
  return checkFor(entries, { rules: demands, ...options });
}

/** The objects of each edition of the chapter, as JSON. */
const editions = new Map<string, string>();

/** The objects of the real chapter, made once for all tests, and for each to change. */
export function chapterItems(given: Partial<Settings> = {}): Item[] {
  const edition = JSON.stringify(given);
  const made = editions.get(edition) ?? JSON.stringify(chapter(given).objects());
  editions.set(edition, made);
  return JSON.parse(made);
}

/** The app of the real chapter, with the settings in the environment. */
export function chapterApp(): ManifestApp {
  return chapter(settingsFrom(process.env));
}

/** The texts of its manifests, by the names of their files. */
export function chapterFiles(given?: Partial<Settings>): Record<string, string> {
  return Object.fromEntries(chapter(given).render());
}

/** One object of the real chapter, in a list as the others. */
export function one(title: string): Item[] {
  const items = chapterItems().filter((item) => titleOf(item) === title);
  if (items.length === 0) throw new Error(`the chapter has no ${title}`);
  return items;
}

/** What one of its bare Pods is made of. */
export function podSpec(name: string): PodSpec {
  const [{ spec } = {}] = new Inventory(one(`Pod ${name}`)).pods;
  if (!spec) throw new Error(`the chapter has no Pod ${name}`);
  return spec;
}

/** Changes one of some objects. */
export function patched(items: readonly Item[], title: string, ...patches: JsonPatch[]): Item[] {
  return items.map((item) =>
    titleOf(item) === title ? { ...item, object: JsonPatch.apply(item.object, ...patches) } : item,
  );
}

/** Changes one object of the real chapter. */
export function changed(title: string, ...patches: JsonPatch[]): Item[] {
  return patched(chapterItems(), title, ...patches);
}

/** Changes one object of the chapter with the Gateway API. */
export function routed(title: string, ...patches: JsonPatch[]): Item[] {
  return patched(chapterItems({ routing: 'gateway' }), title, ...patches);
}

/** Adds an object to the real chapter: a changed copy of one of its own. */
export function copied(title: string, ...patches: JsonPatch[]): Item[] {
  return [
    ...chapterItems(),
    ...one(title).map(({ object }) => ({ chart: 'copy', object: JsonPatch.apply(object, ...patches) })),
  ];
}

/** Adds objects to the real chapter. */
export function beside(...objects: readonly object[]): Entry[] {
  return [...chapterItems(), ...objects.map((object) => ({ chart: 'other', object }))];
}

/** Adds an object of another kind with the template of the chapter's Deployment, which `patches` break. */
export function controller(kind: string, ...patches: JsonPatch[]): Item[] {
  const [deployment] = one('Deployment helloworld');
  const template = JsonPatch.apply(
    deployment && templateOf(deployment.object),
    replace('/metadata/labels', { role: 'other' }),
    ...(['CronJob', 'Job'].includes(kind) ? [add('/spec/restartPolicy', 'Never')] : []),
    ...patches,
  );
  const selector = { matchLabels: { role: 'other' } };
  const [apiVersion, spec] =
    kind === 'CronJob'
      ? ['batch/v1', { schedule: '@daily', jobTemplate: { spec: { template } } }]
      : kind === 'Job'
        ? ['batch/v1', { template }]
        : ['apps/v1', { selector, template }];
  const object = { apiVersion, kind, metadata: { name: 'other' }, spec };
  return [...chapterItems(), { chart: 'other', object }];
}

/** Where the first container of a Pod is. */
export const container = '/spec/containers/0';

/** Where the spec of a controller's Pods is. */
export const template = '/spec/template/spec';

/** What is broken, in which objects, and every line that is found in them. */
export type Case = [string, readonly Entry[], ...string[]];

/** Tests that a rule finds these mistakes, and that no other rule does. */
export function finds(rule: Rule, broken: readonly Case[]): void {
  describe(`${rule.id} finds`, () => {
    test.each(broken)('%s', (_, items, ...findings) => {
      const found = check(items);
      expect(found.map(lineOf)).toEqual(findings);
      expect(found.filter((diagnostic) => diagnostic.rule !== rule.id)).toEqual([]);
    });
  });
}
