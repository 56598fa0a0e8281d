import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { lastLine, NotAllowed } from '../cluster/answer';
import { Kubectl } from '../cluster/kubectl';
import type { Leftovers } from '../cluster/leftovers';
import { OwnNamespace } from '../cluster/own-namespace';
import { linesOf, type Result, type Tally } from '../cluster/tally';
import { headline, nodesOf, reach } from '../cluster/target';
import { compare, differences } from './compare';
import { linesSeen, type Names } from './normalise';
import type { Step } from './page';
import type { PageFiles } from './page-files';
import { asMinikube, Sandbox } from './sandbox';
import { Shell } from './shell';

/** Properties for `walkthrough`. */
export interface WalkthroughProps {
  /** The pages, in their order. */
  readonly pages: readonly PageFiles[];

  /** Is told, line by line, what there is to say. */
  readonly say: (line: string) => void;

  /** Where it is noted what the run has on the cluster. */
  readonly leftovers: Leftovers;

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
   * Whether what was seen is written into the pages, in place of what they print wrongly.
   *
   * @default false
   */
  readonly write?: boolean;
}

/** What came of a block. */
interface BlockOutcome {
  readonly result: Result;

  /** What there is to say about it. */
  readonly details: readonly string[];

  /**
   * What it printed, if the page prints something else.
   *
   * @default - the page is right, or something else is wrong
   */
  readonly seen?: readonly string[];
}

/**
 * Runs the blocks of commands of some pages on a cluster, in a namespace of their own, and compares what they print with what
 * the pages print.
 *
 * @throws Refusal, CommandFailed or NotAllowed if it cannot begin; Unreachable, or the reason of the signal, after it has
 * cleaned up as far as it can.
 */
export async function walkthrough(props: WalkthroughProps): Promise<Tally> {
  const { say, leftovers, signal, context, write, pages } = props;
  if (write) for (const files of pages) files.ensureAlike();

  const kubectl = new Kubectl({ context, signal, timeout: 120_000 });
  const namespace = new OwnNamespace(`hello-world-walkthrough-${randomBytes(3).toString('hex')}`, 'privileged', 60_000);
  const target = await reach(kubectl, context);
  await namespace.ensureUsable(kubectl, `the user of context ${target.context}`);
  const config = await kubectl.do(['config', 'view', '--raw', '--minify', '--flatten', '-o', 'json']);
  const names = { nodes: (await nodesOf(kubectl)) ?? [], namespace: namespace.name };
  const sandbox = new Sandbox(asMinikube(config, namespace.name));
  say(headline({ ...target, namespace: namespace.name }));
  try {
    await leftovers.use(namespace, kubectl);
    return await runPages(props, kubectl, sandbox, names);
  } finally {
    // The copy first, at once: it has the user's credentials, and the cluster may take its time or be gone.
    try {
      sandbox.remove();
    } finally {
      await leftovers.remove(kubectl);
    }
  }
}

async function runPages(props: WalkthroughProps, kubectl: Kubectl, sandbox: Sandbox, names: Names): Promise<Tally> {
  const { folder, environment, file } = sandbox;
  const shell = new Shell({ folder, environment, file, signal: props.signal });
  try {
    return await new Run(props, kubectl, shell, names).all();
  } finally {
    shell.end();
  }
}

/** The pages, one after the other in one shell. */
class Run {
  private readonly tally = { passed: 0, failed: 0, skipped: 0 };

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
    const { say, write } = this.props;
    const { steps, needs } = files.page;
    say(`\n${basename(files.paths[0])}`);
    const missing = this.over ?? (await this.missing(needs));
    const different = new Map<number, readonly string[]>();
    for (const step of steps) {
      const start = performance.now();
      const reason = step.notRun ?? this.over ?? missing;
      const { result, details, seen } = reason === undefined ? await this.step(step) : skipped(reason);
      this.tally[result]++;
      for (const line of linesOf(titleOf(step), result, details, performance.now() - start)) say(line);
      if (seen && step.output) different.set(step.output.block, seen);
    }
    if (!write || different.size === 0) return;
    files.write(different);
    say(`  written: ${files.paths.join(', ')}`);
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

  private async step({ commands, output }: Step): Promise<BlockOutcome> {
    const { over, status, ...answer } = await this.shell.run(commands, this.props.timeout);
    const seen = linesSeen(answer.output, this.names);
    const pairs = output && compare(output.lines, seen);
    if (over !== undefined) this.over = 'the run has ended before it';
    else if (pairs?.some(({ fits }) => !fits)) return { result: 'failed', details: differences(pairs), seen };
    const why = over ?? (output || status === 0 ? undefined : `a command ended with status ${status}`);
    if (why === undefined) return { result: 'passed', details: [] };
    return { result: 'failed', details: [why, ...seen.map((line) => `+ ${line}`)] };
  }
}

function skipped(reason: string): BlockOutcome {
  return { result: 'skipped', details: [`skipped: ${reason}`] };
}

/** The line and the first command of a block. */
function titleOf({ line, commands }: Step): string {
  const first = commands.split('\n').find((command) => command.trim() !== '' && !command.trim().startsWith('#'));
  return `${line}: ${first?.trim() ?? ''}`;
}
