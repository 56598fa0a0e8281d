import { execa } from 'execa';
import { type Answer, allowed, CommandFailed, lastLine, Unreachable } from './answer';

/** Properties for `Kubectl`. */
export interface KubectlProps {
  /**
   * The context of the kubeconfig.
   *
   * @default - the current one
   */
  readonly context?: string;

  /**
   * The namespace that the commands are for.
   *
   * @default - that of the context
   */
  readonly namespace?: string;

  /**
   * What it is told in place of the arguments.
   *
   * @default - the arguments
   */
  readonly replace?: (args: readonly string[]) => readonly string[];

  /**
   * Whether Ctrl-C, which a terminal sends to all that runs in it, leaves the commands alone.
   *
   * @default false
   */
  readonly detached?: boolean;

  /** Ends what is running. */
  readonly signal: AbortSignal;

  /** How long a command may take, in milliseconds. */
  readonly timeout: number;
}

/** What kubectl says when it is the connection that failed, not the command. */
const connectionTrouble =
  /unable to connect|connection (to the server|refused|reset)|was refused|EOF|timed? ?out|lost/i;

/** The user's kubectl, for one context and one namespace. */
export class Kubectl {
  constructor(private readonly props: KubectlProps) {}

  /** The same for another namespace. */
  in(namespace: string): Kubectl {
    return new Kubectl({ ...this.props, namespace });
  }

  /** The same, but ended neither by the signal nor by Ctrl-C: for cleaning up. */
  unstoppable(): Kubectl {
    return new Kubectl({ ...this.props, signal: new AbortController().signal, detached: true });
  }

  /**
   * Runs a command, whatever comes of it.
   *
   * @param input what it reads
   * @throws Unreachable if the cluster no longer answers; NotAllowed if the user may not do it; the reason of the signal, if
   * that ended it.
   */
  async try(args: readonly string[], input = ''): Promise<Answer> {
    const answer = await this.answer(args, input);
    if (answer.status !== 0 && connectionTrouble.test(answer.stderr)) {
      const trouble = await this.trouble();
      if (trouble !== undefined) throw new Unreachable(trouble);
    }
    return allowed(answer);
  }

  /**
   * Runs a command that has to succeed; returns what it prints.
   *
   * @throws CommandFailed if it does not.
   */
  async do(args: readonly string[], input?: string): Promise<string> {
    const answer = await this.try(args, input);
    if (answer.status !== 0) throw new CommandFailed(answer);
    return answer.stdout;
  }

  /** Runs a command in the background, and reads what it prints line by line, until it ends. */
  async *lines(args: readonly string[]): AsyncIterable<string> {
    yield* execa('kubectl', this.arguments(args), {
      stdin: 'ignore',
      reject: false,
      cancelSignal: this.props.signal,
    });
  }

  /** A command as one would type it. */
  commandOf(args: readonly string[]): string {
    return ['kubectl', ...this.flags, ...args].map(quoted).join(' ');
  }

  private async answer(args: readonly string[], input: string): Promise<Answer> {
    const { signal, timeout, detached } = this.props;
    // A command that waits for something, such as a deletion, would not notice that the cluster is gone.
    const gone = new AbortController();
    const watchdog = setInterval(async () => {
      const trouble = await this.trouble();
      if (trouble !== undefined) gone.abort(new Unreachable(trouble));
    }, 5_000);
    const result = await execa('kubectl', this.arguments(args), {
      input,
      reject: false,
      cancelSignal: AbortSignal.any([signal, gone.signal]),
      detached,
      timeout,
    });
    clearInterval(watchdog);
    signal.throwIfAborted();
    gone.signal.throwIfAborted();
    if (result.code === 'ENOENT') throw new Unreachable('kubectl was not found: install it or add its folder to PATH');
    return {
      command: this.commandOf(args),
      status: result.exitCode ?? 1,
      stdout: result.stdout,
      stderr: result.timedOut ? `${result.stderr}\ntimed out after ${timeout / 1000} s` : result.stderr,
    };
  }

  /** What is wrong with the connection to the cluster; undefined if it answers. */
  private async trouble(): Promise<string | undefined> {
    const ask = this.arguments(['get', '--raw', '/readyz', '--request-timeout=5s']);
    const { exitCode, stderr } = await execa('kubectl', ask, { reject: false, timeout: 10_000 });
    if (exitCode === 0 || stderr.includes('(Forbidden)')) return undefined; // that is an answer, too
    return lastLine(stderr) || 'no answer within 10 s';
  }

  private arguments(args: readonly string[]): string[] {
    return [...this.flags, ...(this.props.replace?.(args) ?? args)];
  }

  private get flags(): string[] {
    const { context, namespace } = this.props;
    return [...(context ? ['--context', context] : []), ...(namespace ? ['-n', namespace] : [])];
  }
}

function quoted(word: string): string {
  return /^[\w./:=@,{}[\]-]+$/.test(word) ? word : `'${word}'`;
}
