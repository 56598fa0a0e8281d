import { Listr, PRESET_TIMER } from 'listr2';
import type { Claim, Section } from './claim';
import type { Outcome } from './outcome';
import type { Cluster, Listener } from './verify';

/** What came of a run, for machines. */
export interface Report extends Partial<Cluster> {
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly claims: readonly ({ readonly text: string; readonly seconds?: number } & Partial<Outcome>)[];
  }[];
  readonly held: number;
  readonly fell: number;
  readonly untried: number;

  /** Namespaces of the run that are still there. */
  readonly namespaces: readonly string[];
}

/** Notes what comes of a run. */
export class Notes implements Listener {
  readonly namespaces = new Set<string>();
  protected sections: readonly Section[] = [];
  private cluster?: Cluster;
  private readonly outcomes = new Map<Claim, { readonly outcome: Outcome; readonly seconds: number }>();

  started(cluster: Cluster, sections: readonly Section[]): void {
    this.cluster = cluster;
    this.sections = sections;
  }

  made(namespace: string): void {
    this.namespaces.add(namespace);
  }

  tried(claim: Claim, outcome: Outcome, milliseconds: number): void {
    this.outcomes.set(claim, { outcome, seconds: Math.round(milliseconds / 100) / 10 });
  }

  removed(namespace: string): void {
    this.namespaces.delete(namespace);
  }

  /** Shows nothing more of the run. */
  async end(): Promise<void> {}

  report(): Report {
    const count = (result: Outcome['result']) =>
      [...this.outcomes.values()].filter(({ outcome }) => outcome.result === result).length;
    return {
      ...this.cluster,
      sections: this.sections.map(({ id, title, claims }) => ({
        id,
        title,
        claims: claims.map((claim) => {
          const { seconds, outcome } = this.outcomes.get(claim) ?? {};
          return { text: claim.text, seconds, ...outcome };
        }),
      })),
      held: count('held'),
      fell: count('fell'),
      untried: count('untried'),
      namespaces: [...this.namespaces],
    };
  }
}

/** Says what comes of a run as it goes on, a line each: for a pipe. */
export class Lines extends Notes {
  override started(cluster: Cluster, sections: readonly Section[]): void {
    super.started(cluster, sections);
    console.log(headline(cluster));
  }

  override tried(claim: Claim, outcome: Outcome, milliseconds: number): void {
    super.tried(claim, outcome, milliseconds);
    for (const { id, title, claims } of this.sections) {
      if (claims[0] === claim) console.log(`\n${id} ${title}`);
    }
    const mark = { held: '✔', fell: '✘', untried: '–' }[outcome.result];
    const time = outcome.result === 'untried' ? '' : ` [${(milliseconds / 1000).toFixed(1)} s]`;
    console.log(`  ${mark} ${claim.text}${time}`);
    for (const line of details(outcome)) console.log(`      ${line}`);
  }

  override removed(namespace: string): void {
    super.removed(namespace);
    console.log(`\nremoved namespace ${namespace}`);
  }
}

/** Draws where a run is: for a terminal. */
export class Drawing extends Notes {
  private readonly waiting = new Map<Claim, (outcome?: Outcome) => void>();
  private drawn: Promise<unknown> = Promise.resolve();

  override started(cluster: Cluster, sections: readonly Section[]): void {
    super.started(cluster, sections);
    console.log(`${headline(cluster)}\n`);
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
              if (outcome?.result === 'fell') throw new Error(lines);
              if (outcome?.result === 'held') task.output = lines ?? '';
              else task.skip(lines); // not tried: the lines say why, and without any the run ended before it
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

function headline({ context, server, version, namespace }: Cluster): string {
  return `context ${context}, ${server}, Kubernetes ${version}, namespace ${namespace}`;
}

/** What there is to say about an outcome. */
function details(outcome: Outcome): string[] {
  switch (outcome.result) {
    case 'held':
      return outcome.remark ? [outcome.remark] : [];
    case 'untried':
      return [`could not be tried here: ${outcome.reason}`];
    case 'fell':
      return [
        outcome.command,
        `expected: ${outcome.expected}`,
        `came: ${outcome.came || 'nothing'}`,
        ...outcome.why.map((line) => `why: ${line}`),
      ];
  }
}
