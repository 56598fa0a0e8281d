import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../lib/program/refusal';
import { chapter } from './chapter';
import { routings, type Settings, settingsFrom, variables, versions, withDefaults } from './settings';

function synthesise(given: Partial<Settings>): [string, string][] {
  const app = chapter(given);
  return [...app.render()]; // throws what the rules find
}

const dnsLabel = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/);
const dnsName = fc.array(dnsLabel, { minLength: 1, maxLength: 3 }).map((labels) => labels.join('.'));
const path = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,5}(([._]|__|-{1,3})[a-z0-9]{1,5}){0,2}$/), { minLength: 1, maxLength: 3 })
  .map((components) => components.join('/'));
const host = fc
  .tuple(dnsName, fc.option(fc.nat(65_535)))
  .map(([name, port]) => (port === null ? name : `${name}:${port}`));

/** Settings that are accepted. */
const accepted: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    repository: fc.oneof(
      path,
      fc.tuple(host, path).map(([name, rest]) => `${name}/${rest}`),
    ),
    ingressClass: fc.oneof(fc.constant(''), dnsName),
    routing: fc.constantFrom(...routings),
    gatewayClass: dnsName,
    replicas: fc.integer({ min: 0, max: 20 }),
    version: fc.constantFrom(...versions),
    kubernetes: fc.integer({ min: 27, max: 200 }).map((minor) => `1.${minor}`),
  },
  { requiredKeys: [] },
);

const environmentOf = (settings: Partial<Settings>) =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([setting, variable]) =>
      Object.entries(settings)
        .filter(([name]) => name === setting)
        .map(([, value]) => [variable, String(value)]),
    ),
  );

test('every accepted combination of props synthesises without a finding, and twice to the same bytes', () => {
  fc.assert(
    fc.property(accepted, (settings) => {
      expect(synthesise(settings)).toEqual(synthesise(settings));
    }),
    { numRuns: 50 }, // by far the slowest of these properties
  );
});

test('the environment says the same as the props', () => {
  fc.assert(
    fc.property(accepted, (settings) => {
      expect(settingsFrom(environmentOf(settings))).toEqual(withDefaults(settings));
    }),
  );
});

/** For each setting, values of which none is accepted. */
const refused = {
  repository: fc.oneof(
    path.chain((image) => fc.stringMatching(/^[\w.-]{1,9}$/).map((tag) => `${image}:${tag}`)),
    path.map((image) => `${image}@sha256:${'0'.repeat(64)}`),
    fc.string().filter((text) => /[^a-z0-9._/:-]/.test(text)),
    fc.constant(''),
  ),
  ingressClass: fc.oneof(
    fc.string({ minLength: 1 }).filter((text) => /[^a-z0-9.-]/.test(text)),
    dnsName.map((name) => `-${name}`),
    dnsName.map((name) => `${name}.`),
  ),
  replicas: fc.oneof(
    fc.integer({ max: -1 }),
    fc.integer({ min: 21 }),
    fc.double().filter((number) => !Number.isInteger(number)),
    fc.string().filter((text) => !/^\d+$/.test(text)),
  ),
  routing: fc.string().filter((text) => !routings.some((routing) => routing === text)),
  gatewayClass: fc.oneof(
    fc.string().filter((text) => /^$|[^a-z0-9.-]/.test(text)),
    dnsName.map((name) => `${name}-`),
  ),
  version: fc.string().filter((text) => !versions.some((version) => version === text)),
  kubernetes: fc.oneof(
    fc.integer({ max: 26 }).map((minor) => `1.${minor}`),
    fc.integer({ min: 27, max: 99 }).map((minor) => `1.${minor}.0`),
    fc.string().filter((text) => !/^1\.\d+$/.test(text)),
  ),
} as const;

describe.each(Object.entries(refused))('a refused %s', (setting, values) => {
  test('gives one line that names the variable and the value', () => {
    fc.assert(
      fc.property(accepted, values, (others, value) => {
        const variable = Object.entries(variables).find(([name]) => name === setting)?.[1] ?? '';
        const given = String(value);
        const error = caught(() => settingsFrom({ ...environmentOf(others), [variable]: given }));
        expect(error.message.split('\n')).toEqual([
          expect.stringMatching(new RegExp(`^${variable} must be .*, but is `)),
        ]);
        expect(error.message.endsWith(JSON.stringify(given))).toBe(true);
      }),
    );
  });
});

test('a refused prop gives one line, too', () => {
  fc.assert(
    fc.property(
      accepted,
      fc.oneof(fc.integer({ min: 21 }), fc.integer({ max: -1 }), fc.constant(0.5)),
      (others, replicas) => {
        expect(caught(() => synthesise({ ...others, replicas })).message).toBe(
          `replicas must be a whole number from 0 to 20, but is ${replicas}`,
        );
      },
    ),
  );
});

function caught(action: () => unknown): Refusal {
  try {
    action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
