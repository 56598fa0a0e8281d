import { setTimeout as sleep } from 'node:timers/promises';
import { Listr, PRESET_TIMER } from 'listr2';
import type { Claim, SectionClaims } from './cluster/claim';
import type { Outcome } from './cluster/outcome';
import { linesOf, type Result, type Tally } from './cluster/tally';
import { headline, type Target } from './cluster/target';

/** What came of a run, for machines. */
export interface Report extends Partial<Target>, Tally {
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly checks: readonly ({ readonly text: string; readonly seconds?: number } & Partial<Outcome>)[];
  }[];
}

/** Is told of a run as it goes on, and notes what comes of it. */
export class Reporter {
  protected sections: readonly SectionClaims[] = [];
  private target?: Target;
  private readonly outcomes = new Map<Claim, { readonly outcome: Outcome; readonly seconds: number }>();

  /** The cluster answers. */
  started(target: Target, sections: readonly SectionClaims[]): void {
    this.target = target;
    this.sections = sections;
  }

  /** A claim is over. */
  tried(claim: Claim, outcome: Outcome, milliseconds: number): void {
    this.outcomes.set(claim, { outcome, seconds: Math.round(milliseconds / 100) / 10 });
  }

  /** The run has removed something. */
  removed(_what: string): void {}

  /** Shows nothing more of the run. */
  async end(): Promise<void> {}

  report(): Report {
    const count = (result: Result) =>
      [...this.outcomes.values()].filter(({ outcome }) => outcome.result === result).length;
    return {
      ...this.target,
      sections: this.sections.map(({ id, title, claims }) => ({
        id,
        title,
        checks: claims.map((claim) => {
          const { seconds, outcome } = this.outcomes.get(claim) ?? {};
          return { text: claim.text, seconds, ...outcome };
        }),
      })),
      passed: count('passed'),
      failed: count('failed'),
      skipped: count('skipped'),
    };
  }
}

/** Says what comes of a run as it goes on, a line each: for a pipe. */
export class Lines extends Reporter {
  constructor(readonly say: (line: string) => void) {
    super();
  }

  override started(target: Target, sections: readonly SectionClaims[]): void {
    super.started(target, sections);
    this.say(headline(target));
  }

  override tried(claim: Claim, outcome: Outcome, milliseconds: number): void {
    super.tried(claim, outcome, milliseconds);
    for (const { id, title, claims } of this.sections) {
      if (claims[0] === claim) this.say(`\n${id} ${title}`);
    }
    for (const line of linesOf(claim.text, outcome.result, details(outcome), milliseconds)) this.say(line);
  }

  override removed(what: string): void {
    this.say(`\nremoved ${what}`);
  }
}

/** Longer than Listr takes from one drawing to the next, in milliseconds. */
const frame = 200;

/** Draws where a run is: for a terminal. */
export class Drawing extends Reporter {
  readonly say = console.log;
  private readonly waiting = new Map<Claim, (outcome?: Outcome) => void>();
  private drawn: Promise<unknown> = Promise.resolve();

  override started(target: Target, sections: readonly SectionClaims[]): void {
    super.started(target, sections);
    console.log(`${headline(target)}\n`);
    const outcomeOf = new Map(
      sections.flatMap(({ claims }) =>
        claims.map((claim) => [claim, new Promise<Outcome | undefined>((resolve) => this.waiting.set(claim, resolve))]),
      ),
    );
    const tasks = sections.map(({ id, title, claims }) => ({
      title: `${id} ${title}`,
      task: () =>
        new Listr(
          claims.map((claim) => ({
            title: claim.text,
            task: async (_: unknown, task: { skip(message?: string): void; output: string }) => {
              const outcome = await outcomeOf.get(claim);
              const lines = outcome && details(outcome).join('\n');
              if (outcome?.result === 'failed') throw new Error(lines);
              if (outcome?.result === 'passed') {
                if (lines) await sleep(frame); // Listr loses what is said of a task that it has not drawn yet
                task.output = lines ?? '';
              }
              // Listr's word for what did not run: the lines say why, and without any the run ended before this claim.
              else task.skip(lines);
            },
            rendererOptions: { persistentOutput: true },
          })),
          { exitOnError: false, registerSignalListeners: false },
        ),
    }));
    const list = new Listr(tasks, {
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { collapseSubtasks: false, collapseErrors: false, collapseSkips: false, timer: PRESET_TIMER },
    });
    this.drawn = list.run();
  }

  override tried(claim: Claim, outcome: Outcome, milliseconds: number): void {
    super.tried(claim, outcome, milliseconds);
    this.waiting.get(claim)?.(outcome);
  }

  override async end(): Promise<void> {
    for (const resolve of this.waiting.values()) resolve();
    await this.drawn;
  }
}

/** What there is to say about an outcome. */
function details(outcome: Outcome): string[] {
  switch (outcome.result) {
    case 'passed':
      return outcome.remark ? [outcome.remark] : [];
    case 'skipped':
      return [`skipped: ${outcome.reason}`];
    case 'failed':
      return [
        outcome.command,
        `expected: ${outcome.expected}`,
        `got: ${outcome.got || 'nothing'}`,
        ...outcome.why.map((line) => `why: ${line}`),
      ];
  }
}
