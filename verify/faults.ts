// `node program/run.js verify/faults.ts [WORDS]` says whether the checks check: it breaks the chapter in one way after the other,
// runs the sections concerned on the cluster that kubectl points at, up to the last claim that should fall, and compares those
// that fall with those that should. WORDS choose the faults whose names contain them. The status is 0 if just those fell, 1 if
// not, 2 if there is nothing to run on.

import { titleOf } from '../inventory/inventory';
import { Refusal } from '../program/refusal';
import { Unreachable } from './answer';
import type { Check, SectionChecks } from './check';
import { Notes } from './display';
import { type Fault, faults, isNamed, unbreakable } from './fault-list';
import { Interrupted } from './interruption';
import { manifests } from './manifests';
import type { Outcome } from './outcome';
import { sectionsOf } from './sections';
import { neededReason, unpreparedReason, verify } from './verify';

/** The sections in which much has to happen before something is to be seen. */
const slow = new Set(['Deployment', 'All at once']);

/** The sections that a fault concerns, up to the last claim that it breaks; they claim what holds when nothing is wrong. */
function concernedBy({ fall }: Fault): SectionChecks[] {
  return sectionsOf(manifests).flatMap((section) => {
    const isDue = ({ text }: Check) => fall.some((name) => isNamed(`${section.title}: ${text}`, name));
    const last = section.checks.map(isDue).lastIndexOf(true);
    return last < 0 ? [] : [{ ...section, checks: section.checks.slice(0, last + 1) }];
  });
}

/** Runs the sections that a fault concerns; returns what came of each of their claims. */
async function outcomesWith(fault: Fault, signal: AbortSignal): Promise<Map<string, Partial<Outcome>>> {
  const notes = new Notes();
  const concerned = concernedBy(fault);
  await verify({
    manifests: (state = {}) =>
      manifests(state).map((object) => fault.breaks?.(object, titleOf({ object }), state) ?? [object]),
    replace: fault.replaces,
    sections: concerned,
    listener: notes,
    signal,
    timeout: concerned.some(({ title }) => slow.has(title)) ? 20_000 : 10_000,
  });
  const { sections, left } = notes.report();
  for (const { what, command } of left) console.error(`${what} is still there: ${command}`);
  return new Map(sections.flatMap(({ title, checks }) => checks.map((check) => [`${title}: ${check.text}`, check])));
}

/** What the cluster lacks to see a claim fall; undefined if it was skipped because of the fault, or not at all. */
function missingFor(claim: string, outcomes: ReadonlyMap<string, Partial<Outcome>>): string | undefined {
  const outcome = outcomes.get(claim);
  if (outcome?.result !== 'skipped' || outcome.reason?.startsWith(unpreparedReason)) return undefined;
  const needed = outcome.reason?.startsWith(neededReason) ? outcome.reason.slice(neededReason.length) : undefined;
  return needed ? missingFor(`${claim.split(': ')[0]}: ${needed}`, outcomes) : outcome.reason;
}

/** What came of a fault. */
interface Result {
  readonly name: string;

  /** The claims that fell. */
  readonly fell: readonly string[];

  /** The claims that should have fallen, and for which the cluster lacks something. */
  readonly unseen: readonly string[];

  /** Whether, but for these, just those fell that should. */
  readonly sound: boolean;
}

/** Tries a fault, and says what came of it. */
async function tryFault(fault: Fault, signal: AbortSignal): Promise<Result> {
  const start = performance.now();
  const outcomes = await outcomesWith(fault, signal);
  const lines: string[] = [];
  const fell: string[] = [];
  const unseen: string[] = [];
  let sound = true;
  for (const [claim, outcome] of outcomes) {
    const isDue = fault.fall.some((name) => isNamed(claim, name));
    const missing = missingFor(claim, outcomes);
    if (outcome.result === 'failed') fell.push(claim);
    if (outcome.result === 'failed' && isDue) lines.push(`  ✔ ${claim}`);
    else if (outcome.result === 'failed') {
      const { expected, got, why = [] } = outcome;
      lines.push(`  ✘ ${claim}: fell, but should not: ${[`expected ${expected}, got ${got}`, ...why].join('; ')}`);
      sound = false;
    } else if (isDue && missing) {
      lines.push(`  – ${claim}: not to be seen here: ${missing}`);
      unseen.push(claim);
    } else if (isDue) {
      lines.push(`  ✘ ${claim}: should have fallen, but ${outcome.result}`);
      sound = false;
    }
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log([`\n${fault.name} [${seconds} s]`, ...lines].join('\n'));
  return { name: fault.name, fell, unseen, sound };
}

/** Tries faults one after the other. */
async function tryEach(some: readonly Fault[], signal: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  for (const fault of some) results.push(await tryFault(fault, signal));
  return results;
}

/** The sections that take long, or open ways into the cluster that no other run may take at the same time. */
const lanes = [['LoadBalancer Service', 'Ingress', 'Gateway', 'All at once'], ['Deployment']];

/** Tries faults one after the other in each lane, and the lanes at the same time; if one fails, the others clean up, too. */
async function inLanes(some: readonly Fault[], interruption: AbortController): Promise<Result[]> {
  const laneOf = (fault: Fault) =>
    lanes.findIndex((titles) => concernedBy(fault).some(({ title }) => titles.includes(title)));
  const running = [...lanes.keys(), -1].map((lane) =>
    tryEach(
      some.filter((fault) => laneOf(fault) === lane),
      interruption.signal,
    ).catch((error: unknown) => {
      interruption.abort();
      throw error;
    }),
  );
  await Promise.allSettled(running);
  return (await Promise.all(running)).flat();
}

async function main(): Promise<number> {
  const words = process.argv.slice(2).join(' ');
  const chosen = faults.filter(({ name }) => name.includes(words));
  if (chosen.length === 0) {
    throw new Refusal(`there is no fault "${words}", but ${faults.map(({ name }) => name).join('; ')}`);
  }
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort());
  const results = await inLanes(chosen, interruption);

  const wrong = results.flatMap(({ name, sound }) => (sound ? [] : [name]));
  const status = wrong.length > 0 ? 1 : 0;
  console.log(
    `\n${results.length - wrong.length} of ${results.length} faults broke what they should, and nothing else`,
  );
  for (const name of wrong) console.log(`  ✘ ${name}`);
  if (words !== '') return status;

  const fallen = new Set(results.flatMap(({ fell }) => fell));
  const unseen = new Set(results.flatMap((result) => result.unseen).filter((claim) => !fallen.has(claim)));
  const claims = sectionsOf(manifests).flatMap(({ title, checks }) => checks.map(({ text }) => `${title}: ${text}`));
  console.log(`of ${claims.length} claims, ${fallen.size} fell, and ${unseen.size} could not be seen to fall here`);
  for (const { claim, reason } of unbreakable) {
    console.log(`  – ${claim} …: nothing in the chapter breaks it: ${reason}`);
  }
  return status;
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
