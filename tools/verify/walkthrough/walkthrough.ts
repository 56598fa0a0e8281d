import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { lastLine, NotAllowed } from '../cluster/answer';
import { ending } from '../cluster/interruption';
import { Kubectl } from '../cluster/kubectl';
import { OwnNamespace } from '../cluster/own-namespace';
import { type Rest, removeRest } from '../cluster/rest';
import { headline, nodesOf, reach } from '../cluster/target';
import { compare } from './compare';
import { linesOf, type Names } from './normalise';
import type { Step } from './page';
import type { PageFiles } from './page-files';
import { type Outcome, report } from './report';
import { type Answer, Shell } from './shell';
import { asMinikube, Workshop } from './workshop';

/** What is told of a run as it goes on. */
export interface Listener {
  /** There is something to say. */
  say(line: string): void;

  /** From now on, there is something of the run on the cluster. */
  made(rest: Rest): void;

  /** It is gone. */
  removed(rest: Rest): void;
}

/** Properties for `walkthrough`. */
export interface WalkthroughProps {
  /** The pages, in their order. */
  readonly pages: readonly PageFiles[];

  readonly listener: Listener;

  /** Ends the run; it then cleans up. */
  readonly signal: AbortSignal;

  /**
   * The context of the kubeconfig.
   *
   * @default - the current one
   */
  readonly context?: string;

  /** How long a block may take, in milliseconds. */
  readonly timeout: number;

  /**
   * Whether the pages get what was seen in place of what they print and was not.
   *
   * @default false
   */
  readonly write?: boolean;
}

/** How many blocks came to what. */
export type Tally = Record<Outcome['result'], number>;

/**
 * Runs the blocks of commands of some pages on a cluster, in a namespace of their own, and compares what they print with what
 * the pages print.
 *
 * @throws Refusal if it cannot begin; Unreachable or Interrupted after it has cleaned up as far as it can.
 */
export async function walkthrough(props: WalkthroughProps): Promise<Tally> {
  const { listener, signal, context, write, pages } = props;
  if (write) for (const files of pages) files.seeAlike();

  const kubectl = new Kubectl({ context, signal, timeout: 120_000 });
  const namespace = new OwnNamespace(`hello-world-walkthrough-${randomBytes(3).toString('hex')}`, 'privileged', 60_000);
  try {
    const target = await reach(kubectl, context);
    await namespace.see(kubectl, `the user of context ${target.context}`);
    const config = await kubectl.do(['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json']);
    const names = { nodes: (await nodesOf(kubectl)) ?? [], namespace: namespace.name };
    const workshop = new Workshop(asMinikube(config, namespace.name));
    listener.say(headline({ ...target, namespace: namespace.name }));

    const rest = { what: namespace.rest, command: kubectl.commandOf(namespace.removal) };
    listener.made(rest);
    try {
      await namespace.make(kubectl.in(namespace.name));
      return await runPages(props, kubectl, workshop, names);
    } finally {
      // The copy first, at once: it has the user's credentials, and the cluster may take its time or be gone.
      try {
        workshop.remove();
      } finally {
        if (await removeRest(namespace, kubectl.unstoppable())) listener.removed(rest);
      }
    }
  } catch (error) {
    throw ending(error, signal);
  }
}

async function runPages(props: WalkthroughProps, kubectl: Kubectl, workshop: Workshop, names: Names): Promise<Tally> {
  const { folder, environment, file } = workshop;
  const shell = new Shell({ folder, environment, file, signal: props.signal });
  try {
    return await new Run(props, kubectl, shell, names).all();
  } finally {
    shell.end();
  }
}

/** The pages, one after the other in one shell. */
class Run {
  private readonly tally: Tally = { passed: 0, failed: 0, skipped: 0 };

  /** Why the rest is skipped. */
  private over?: string;

  constructor(
    private readonly props: WalkthroughProps,
    private readonly kubectl: Kubectl,
    private readonly shell: Shell,
    private readonly names: Names,
  ) {}

  async all(): Promise<Tally> {
    for (const files of this.props.pages) await this.page(files);
    return this.tally;
  }

  private async page(files: PageFiles): Promise<void> {
    const { listener, write } = this.props;
    const { steps, needs } = files.page;
    listener.say(`\n${basename(files.paths[0])}`);
    const missing = this.over ?? (await this.missing(needs));
    const different = new Map<number, readonly string[]>();
    for (const step of steps) {
      const start = performance.now();
      const reason = step.notRun ?? this.over ?? missing;
      const outcome = reason === undefined ? await this.step(step) : ({ result: 'skipped', reason } as const);
      this.tally[outcome.result]++;
      for (const line of report(step, outcome, performance.now() - start)) listener.say(line);
      if (outcome.result === 'failed' && outcome.pairs && step.output) different.set(step.output.block, outcome.seen);
    }
    if (!write || different.size === 0) return;
    files.write(different);
    listener.say(`  written: ${files.paths.join(', ')}`);
  }

  /** Why a page cannot be run on this cluster. */
  private async missing(needs: readonly string[]): Promise<string | undefined> {
    for (const need of needs) {
      try {
        const { status, stderr } = await this.kubectl.try(['get', need, '-o', 'name']);
        if (status !== 0) return `it needs ${need}: ${lastLine(stderr)}`;
      } catch (error) {
        if (error instanceof NotAllowed) return `it needs ${need}: ${error.message}`;
        throw error;
      }
    }
    return undefined;
  }

  private async step({ commands, output }: Step): Promise<Outcome> {
    const answer = await this.shell.run(commands, this.props.timeout);
    const seen = linesOf(answer.output, this.names);
    if (answer.over !== undefined) this.over = 'the run has ended before it';
    const why = whyOf(answer, output === undefined);
    const pairs = output && compare(output.lines, seen);
    if (answer.over === undefined && pairs?.some(({ fits }) => !fits)) return { result: 'failed', pairs, seen };
    return why === undefined ? { result: 'passed' } : { result: 'failed', why, seen };
  }
}

/** What is wrong with an answer, whatever it printed. */
function whyOf({ over, status }: Answer, mustSucceed: boolean): string | undefined {
  return over ?? (mustSucceed && status !== 0 ? `a command ended with status ${status}` : undefined);
}
