import { titleOf } from '../../lib/check/objects/item';
import { Refusal } from '../../lib/program/refusal';
import type { Claim, SectionClaims } from './cluster/claim';
import { Interrupted } from './cluster/interruption';
import { Leftovers } from './cluster/leftovers';
import { manifests } from './cluster/manifests';
import type { Outcome } from './cluster/outcome';
import { commandLine, run } from './cluster/program';
import { type Fault, faults, isNamed, unbreakable } from './fault-list';
import { Reporter } from './reporters';
import { sectionsOf } from './sections';
import { neededReason, unpreparedReason, verify } from './verify';

/** The sections whose claims wait for whole rollouts, so they get more time to fail. */
const slow = new Set(['Deployment', 'All at once']);

/** The sections that a fault affects, up to the last claim that it breaks; their expectations are those of the unbroken chapter. */
function concernedBy({ fails }: Fault): SectionClaims[] {
  return sectionsOf(manifests).flatMap((section) => {
    const isDue = ({ text }: Claim) => fails.some((name) => isNamed(`${section.title}: ${text}`, name));
    const last = section.claims.map(isDue).lastIndexOf(true);
    return last < 0 ? [] : [{ ...section, claims: section.claims.slice(0, last + 1) }];
  });
}

/** What the runs of the faults have in common. */
interface FaultRuns {
  readonly context?: string;
  readonly signal: AbortSignal;

  /** What each has on the cluster. */
  readonly left: Leftovers[];
}

/** Runs the sections that a fault affects; returns the outcome of each of their claims. */
async function outcomesWith(
  fault: Fault,
  { context, signal, left }: FaultRuns,
): Promise<Map<string, Partial<Outcome>>> {
  const [reporter, leftovers] = [new Reporter(), new Leftovers()];
  left.push(leftovers);
  const concerned = concernedBy(fault);
  await verify({
    manifests: (state = {}) =>
      manifests(state).map((object) => fault.breaks?.(object, titleOf({ object }), state) ?? [object]),
    replace: fault.replaces,
    sections: concerned,
    context,
    reporter,
    leftovers,
    signal,
    timeout: concerned.some(({ title }) => slow.has(title)) ? 20_000 : 10_000,
  });
  const { sections } = reporter.report();
  return new Map(sections.flatMap(({ title, checks }) => checks.map((check) => [`${title}: ${check.text}`, check])));
}

/** What the cluster lacks to try a claim; undefined if it was tried, or skipped only because the fault broke the setup. */
function missingFor(claim: string, outcomes: ReadonlyMap<string, Partial<Outcome>>): string | undefined {
  const outcome = outcomes.get(claim);
  if (outcome?.result !== 'skipped' || outcome.reason?.startsWith(unpreparedReason)) return undefined;
  const needed = outcome.reason?.startsWith(neededReason) ? outcome.reason.slice(neededReason.length) : undefined;
  return needed ? missingFor(`${claim.split(': ')[0]}: ${needed}`, outcomes) : outcome.reason;
}

/** The result of a fault. */
interface FaultResult {
  readonly name: string;

  /** The claims that failed. */
  readonly failed: readonly string[];

  /** The claims that should have failed, but for which the cluster lacks something. */
  readonly unseen: readonly string[];

  /** Whether, apart from these, exactly those failed that should. */
  readonly sound: boolean;
}

/** Tries a fault and prints the result. */
async function tryFault(fault: Fault, runs: FaultRuns): Promise<FaultResult> {
  const start = performance.now();
  const outcomes = await outcomesWith(fault, runs);
  const lines: string[] = [];
  const failed: string[] = [];
  const unseen: string[] = [];
  let sound = true;
  for (const [claim, outcome] of outcomes) {
    const isDue = fault.fails.some((name) => isNamed(claim, name));
    const missing = missingFor(claim, outcomes);
    if (outcome.result === 'failed') failed.push(claim);
    if (outcome.result === 'failed' && isDue) lines.push(`  ✔ ${claim}`);
    else if (outcome.result === 'failed') {
      const { expected, got, why = [] } = outcome;
      lines.push(
        `  ✘ ${claim}: failed, but should not have: ${[`expected ${expected}, got ${got}`, ...why].join('; ')}`,
      );
      sound = false;
    } else if (isDue && missing) {
      lines.push(`  – ${claim}: cannot be tested here: ${missing}`);
      unseen.push(claim);
    } else if (isDue) {
      lines.push(`  ✘ ${claim}: should have failed; result: ${outcome.result}`);
      sound = false;
    }
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log([`\n${fault.name} [${seconds} s]`, ...lines].join('\n'));
  return { name: fault.name, failed, unseen, sound };
}

/** Tries faults one after another. */
async function tryEach(some: readonly Fault[], runs: FaultRuns): Promise<FaultResult[]> {
  const results: FaultResult[] = [];
  for (const fault of some) results.push(await tryFault(fault, runs));
  return results;
}

/** Each lane's faults are tried one at a time: of the sections that claim the same ways into the cluster, and of the longest. */
const lanes = [['LoadBalancer Service', 'Ingress', 'Gateway', 'All at once'], ['Deployment']];

/** Tries the faults of each lane one after another, and the lanes in parallel; if one throws, the others clean up too. */
async function inLanes(some: readonly Fault[], runs: FaultRuns): Promise<FaultResult[]> {
  const failure = new AbortController();
  let cause: unknown;
  const laneOf = (fault: Fault) =>
    lanes.findIndex((titles) => concernedBy(fault).some(({ title }) => titles.includes(title)));
  const running = [...lanes.keys(), -1].map((lane) =>
    tryEach(
      some.filter((fault) => laneOf(fault) === lane),
      { ...runs, signal: AbortSignal.any([runs.signal, failure.signal]) },
    ).catch((error: unknown) => {
      cause ??= error;
      failure.abort(new Interrupted('a fault in another lane could not be tried'));
      throw error;
    }),
  );
  await Promise.allSettled(running);
  if (cause !== undefined) throw cause;
  return (await Promise.all(running)).flat();
}

/** Tries the faults whose names contain some words; returns the exit status. */
async function tryThose(words: string, runs: FaultRuns): Promise<number> {
  const chosen = faults.filter(({ name }) => name.includes(words));
  if (chosen.length === 0) {
    throw new Refusal(`no fault matches "${words}"; the faults are: ${faults.map(({ name }) => name).join('; ')}`);
  }
  const results = await inLanes(chosen, runs);

  const wrong = results.flatMap(({ name, sound }) => (sound ? [] : [name]));
  const status = wrong.length > 0 ? 1 : 0;
  console.log(`\n${results.length - wrong.length} of ${results.length} faults broke exactly what they should`);
  for (const name of wrong) console.log(`  ✘ ${name}`);
  if (words !== '') return status;

  const failed = new Set(results.flatMap(({ failed }) => failed));
  const unseen = new Set(results.flatMap((result) => result.unseen).filter((claim) => !failed.has(claim)));
  const claims = sectionsOf(manifests).flatMap(({ title, claims }) => claims.map(({ text }) => `${title}: ${text}`));
  console.log(
    `of ${claims.length} checks, ${failed.size} failed at least once and ${unseen.size} could not be tested here`,
  );
  for (const { claim, reason } of unbreakable) {
    console.log(`  – ${claim} …: no fault breaks it: ${reason}`);
  }
  return status;
}

/** What `faults.ts` does with the arguments of the process: it sets the exit status as {@link run} does. */
export async function cli(): Promise<void> {
  const program = commandLine(
    'node lib/program/run.js tools/verify/faults.ts',
    'Breaks the chapter in one way after another, and sees that the checks of npm run verify notice.',
  )
    .argument('[words...]', 'only the faults whose names contain these words')
    .parse();
  const { context } = program.opts<{ readonly context?: string }>();
  const left: Leftovers[] = [];
  await run((signal) => tryThose(program.args.join(' '), { context, signal, left }), {
    left: () => left.map(String).filter(Boolean).join('\n'),
  });
}
