import { expect, test } from '@jest/globals';
import { chapterItems } from '../../tools/testing/test-chapter';
import { Refusal } from '../program/refusal';
import { check } from './check';
import { lineOf } from './findings/diagnostic';
import { accepted } from './findings/effects';
import type { Rule } from './findings/rule';
import { rules } from './rules/index';

const rule: Rule = { id: 'broken', finds: 'nothing', mend: 'nothing', sources: [], find: () => [] };

test('a mistake in a rule is reported with the rule and the object', () => {
  const broken: Rule = {
    ...rule,
    find: (app) => app.items.flatMap(({ object }) => JSON.parse(object.kind === 'ReplicaSet' ? 'no JSON' : '[]')),
  };
  expect(() => check(chapterItems(), { rules: [broken] })).toThrow(
    /^the rule broken cannot read ReplicaSet helloworld of replicaset: SyntaxError: /,
  );
});

test('a mistake that only shows with several objects is reported with the rule', () => {
  const broken: Rule = {
    ...rule,
    find({ items }) {
      if (items.length > 1) throw new Error('too many');
      return [];
    },
  };
  expect(() => check(chapterItems(), { rules: [broken] })).toThrow(
    'the rule broken cannot read these objects together: Error: too many',
  );
});

test('a finding that ends with a question has no full stop', () => {
  const found = { place: { file: 'web' }, object: 'Pod web', rule: 'any', path: '', effect: accepted('it waits') };
  expect(lineOf({ ...found, problem: 'it has no name' })).toBe('web: Pod web: it has no name. On a cluster, it waits.');
  expect(lineOf({ ...found, problem: 'did you mean it?' })).toBe(
    'web: Pod web: did you mean it? On a cluster, it waits.',
  );
});

test.each(['db', 'Secret/', 'a b/c', 'a/b/c/d'])('%s is not taken for given', (name) => {
  expect(() => check([], { given: [name] })).toThrow(Refusal);
});

test("the Pods of somebody else's controller are looked at, but not what else it has", () => {
  const probe = { exec: { command: ['true'] }, successThreshold: 2 };
  const rollout = (template: object) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web' },
    spec: { selector: 'any', template },
  });
  const entries = [
    rollout({ spec: { containers: [{ name: 'web', image: 'web:1.0', livenessProbe: probe }] } }),
    rollout({ spec: { containers: 'any' } }),
  ].map((object, index) => ({ chart: `web-${index}`, object }));
  const general = rules.filter(({ id }) => id !== 'unique-names');
  expect(check(entries, { rules: general, given: ['argoproj.io/v1alpha1/Rollout'] }).map(lineOf)).toEqual([
    'web-0: Rollout web: the livenessProbe of container web must have successThreshold 1, but has 2. On a cluster, it is accepted, but none of its Pods can be created.',
  ]);
});
