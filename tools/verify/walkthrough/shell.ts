import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';

/** What came of a block of commands. */
export interface ShellAnswer {
  /** What it printed, on either stream. */
  readonly output: string;

  /** 0 if every command succeeded; else the status of the last that did not. */
  readonly status: number;

  /**
   * Why there is no shell any more.
   *
   * @default - there is
   */
  readonly over?: string;
}

/** Properties for `Shell`. */
export interface ShellProps {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;

  /** A file of its own, for the block that it runs. */
  readonly file: string;

  /** Ends it. */
  readonly signal: AbortSignal;
}

/** A bash that runs one block of commands after the other, as if they were typed into it. */
export class Shell {
  private readonly child: ChildProcess;
  private output = '';
  private over?: string;

  /** Sees whether what is waited for has come. */
  private look = () => {};

  constructor(private readonly props: ShellProps) {
    const { folder, environment, signal } = props;
    // A process group of its own: Ctrl-C in a terminal leaves it alone, and all that it starts can be ended with it.
    this.child = spawn('bash', ['--norc', '--noprofile'], { cwd: folder, env: environment, detached: true });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      this.look();
    });
    this.child.stdin?.on('error', () => {}); // that it has ended is said below
    this.child.on('error', ({ message }) => this.end(message));
    // Node may report the exit before it has read the last output, which the next round of the event loop does.
    this.child.on('exit', () => setImmediate(() => setImmediate(() => this.end('the shell has ended'))));
    signal.addEventListener('abort', () => this.end('interrupted'));
    this.child.stdin?.write('exec 2>&1\n');
  }

  /**
   * Runs a block of commands.
   *
   * @param timeout how long it may take, in milliseconds; then the shell is ended
   * @throws the reason of the signal, if that ended it.
   */
  async run(commands: string, timeout: number): Promise<ShellAnswer> {
    const { file, signal } = this.props;
    writeFileSync(file, `${commands}\n`);
    const marker = `end-of-block-${randomUUID()}`;
    const run = `eval "$(cat '${file}')" </dev/null`;
    this.child.stdin?.write(`__status=0; trap '__status=$?' ERR; ${run}; echo "${marker} $__status"\n`);

    const timer = setTimeout(() => this.end(`it took longer than ${timeout / 1000} s`), timeout);
    const answer = await new Promise<ShellAnswer>((resolve) => {
      this.look = () => {
        const [end, status] = new RegExp(`${marker} (\\d+)\\n`).exec(this.output) ?? [];
        if (end === undefined && this.over === undefined) return;
        const [output = '', rest = ''] = end === undefined ? [this.output] : this.output.split(end);
        this.output = rest;
        resolve({ output, status: Number(status ?? 1), over: this.over });
      };
      this.look();
    });
    clearTimeout(timer);
    signal.throwIfAborted();
    return answer;
  }

  /** Ends it, and all that it has started. */
  end(why = 'ended'): void {
    this.over ??= why;
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // All of it has ended already.
    }
    this.look();
    // What has left the process group keeps it open: this program would wait for that at its end.
    this.child.stdout?.destroy();
  }
}
