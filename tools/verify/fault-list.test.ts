import { expect, test } from '@jest/globals';
import { manifests } from './cluster/manifests';
import { faults, isNamed, unbreakable } from './fault-list';
import { sectionsOf } from './sections';

const claims = sectionsOf(manifests).flatMap(({ title, claims }) => claims.map(({ text }) => `${title}: ${text}`));
const named = [...faults.flatMap(({ fails }) => fails), ...unbreakable.map(({ claim }) => claim)];

test('some fault breaks each claim, or there is a reason why none does', () => {
  expect(claims.filter((claim) => !named.some((name) => isNamed(claim, name)))).toEqual([]);
});

test('each name is that of a claim', () => {
  expect(named.filter((name) => !claims.some((claim) => isNamed(claim, name)))).toEqual([]);
});

test('a claim that some fault breaks is not called unbreakable', () => {
  const broken = claims.filter((claim) => faults.some(({ fails }) => fails.some((name) => isNamed(claim, name))));
  expect(broken.filter((claim) => unbreakable.some((other) => isNamed(claim, other.claim)))).toEqual([]);
});

test('each fault changes something', () => {
  const states = [{}, { routing: 'gateway' }, { kubernetes: '1.30' }, { version: '2.0' }] as const;
  const sound = states.flatMap((state) => manifests(state).objects.map((object) => ({ object, state })));
  const idle = faults.filter(({ breaks, replaces }) => {
    const changes = sound.some(({ object, state }) => {
      const broken = breaks?.(structuredClone(object), `${object.kind} ${object.metadata.name}`, state) ?? [object];
      return JSON.stringify(broken) !== JSON.stringify([object]);
    });
    return !changes && !replaces;
  });
  expect(idle.map(({ name }) => name)).toEqual([]);
});
