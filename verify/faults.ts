// `node program/run.js verify/faults.ts [WORDS]` says whether the checks check: it breaks the chapter in one way after the other,
// runs the sections concerned on the cluster that kubectl points at, and compares the checks that fail with those that should.
// WORDS choose the faults whose names contain them. The status is 0 if just those failed, 1 if not, 2 if there is no cluster.

import { titleOf } from '../inventory/inventory';
import { Refusal } from '../program/refusal';
import { Unreachable } from './answer';
import { Notes } from './display';
import { type Fault, faults, isNamed, unbreakable } from './fault-list';
import { manifests } from './manifests';
import type { Outcome } from './outcome';
import { sectionsOf } from './sections';
import { Interrupted, verify } from './verify';

/** What the chapter claims when nothing is wrong with it. */
const sections = sectionsOf(manifests);

/** Runs the sections that a fault concerns; returns what came of each of their claims. */
async function outcomesWith(fault: Fault, signal: AbortSignal): Promise<Map<string, Partial<Outcome>>> {
  const notes = new Notes();
  await verify({
    manifests: (state = {}) =>
      manifests(state).map((object) => fault.breaks?.(object, titleOf({ object }), state) ?? [object]),
    replace: fault.replaces,
    sections: sections.filter(({ title }) => fault.fall.some((claim) => claim.startsWith(`${title}: `))),
    listener: notes,
    signal,
    timeout: 20_000,
  });
  return new Map(
    notes.report().sections.flatMap(({ title, checks }) => checks.map((check) => [`${title}: ${check.text}`, check])),
  );
}

/** Why a claim is not seen to fall on this cluster, if that is because the cluster lacks something. */
function lackOf(claim: string, outcomes: ReadonlyMap<string, Partial<Outcome>>): string | undefined {
  const outcome = outcomes.get(claim);
  if (outcome?.result !== 'skipped') return undefined;
  const needed = /^it needs what did not pass: (.*)$/.exec(outcome.reason ?? '')?.[1];
  return needed ? lackOf(`${claim.split(': ')[0]}: ${needed}`, outcomes) : outcome.reason;
}

/** Tries a fault; returns the claims that fell, and those that this cluster lacks something for, or undefined if they are not those that should. */
async function tryFault(fault: Fault, signal: AbortSignal): Promise<{ fell: string[]; sound: boolean }> {
  const outcomes = await outcomesWith(fault, signal);
  const fell: string[] = [];
  let sound = true;
  console.log(`\n${fault.name}`);
  for (const [claim, outcome] of outcomes) {
    const isDue = fault.fall.some((name) => isNamed(claim, name));
    const lack = lackOf(claim, outcomes);
    if (outcome.result === 'failed') {
      fell.push(claim);
      console.log(`  ${isDue ? '✔' : '✘'} ${claim}${isDue ? '' : ': fell, but should not'}`);
      if (!isDue) console.log(`      expected ${outcome.expected}, got ${outcome.got}; ${outcome.why?.join('; ')}`);
    } else if (isDue) {
      console.log(
        `  ${lack ? '–' : '✘'} ${claim}: ${lack ? `not seen here: ${lack}` : `should have fallen, but ${outcome.result}`}`,
      );
    } else continue;
    sound &&= isDue && (outcome.result === 'failed' || lack !== undefined);
  }
  return { fell, sound };
}

async function main(): Promise<number> {
  const words = process.argv[2] ?? '';
  const chosen = faults.filter(({ name }) => name.includes(words));
  if (chosen.length === 0)
    throw new Refusal(`there is no fault "${words}", but ${faults.map(({ name }) => name).join('; ')}`);
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort());

  const fallen = new Set<string>();
  const wrong: string[] = [];
  for (const fault of chosen) {
    const { fell, sound } = await tryFault(fault, interruption.signal);
    for (const claim of fell) fallen.add(claim);
    if (!sound) wrong.push(fault.name);
  }
  const claims = sections.flatMap(({ title, checks }) => checks.map(({ text }) => `${title}: ${text}`));
  console.log(`\n${chosen.length - wrong.length} of ${chosen.length} faults broke what they should, and nothing else`);
  console.log(`${fallen.size} of ${claims.length} claims fell`);
  for (const { claim, reason } of unbreakable) console.log(`  – ${claim}: no fault breaks it: ${reason}`);
  return wrong.length > 0 ? 1 : 0;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    if (error instanceof Interrupted) process.exitCode = 130;
    else if (error instanceof Refusal || error instanceof Unreachable) {
      console.error(error.message);
      process.exitCode = 2;
    } else throw error;
  },
);
