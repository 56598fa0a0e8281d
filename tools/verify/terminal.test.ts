import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { Terminal } from '@xterm/headless';
import { cluster, json, pods, readyStatus, ScriptedKubectl, waiting } from './cluster/fake-kubectl';

/** `npm run verify` as a person sees it: in a pseudo-terminal, which `script` makes, on a screen that understands its codes. */
class Screen {
  readonly ended: Promise<unknown>;

  private readonly child: ChildProcess;
  private readonly terminal = new Terminal({ cols: 120, rows: 30, allowProposedApi: true });
  private written = '';

  constructor(kubectl: ScriptedKubectl, ...args: readonly string[]) {
    const command = `stty cols 120 rows 30; exec '${process.execPath}' lib/program/run.js tools/verify/main.ts ${args.join(' ')}`;
    // That of util-linux takes the command as an option; that of BSD, which macOS has, after the file.
    const words =
      process.platform === 'linux' ? ['-qfec', command, '/dev/null'] : ['-q', '/dev/null', 'sh', '-c', command];
    this.child = spawn('script', words, { env: { ...kubectl.environment, TERM: 'xterm', CI: '' }, stdio: 'pipe' });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.written += text;
      this.terminal.write(text);
    });
    const drawn = () => new Promise<void>((resolve) => this.terminal.write('', resolve));
    this.ended = once(this.child, 'close').then(drawn);
  }

  /** What is to be read there, with a second for each time. */
  get text(): string {
    const { active } = this.terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
    return lines
      .join('\n')
      .trimEnd()
      .replace(/verify-\w+/g, 'verify-x')
      .replace(/\[[\d.]+m?s\]/g, '[1s]');
  }

  /** Whether there is a cursor again. */
  get hasCursor(): boolean {
    return this.written.lastIndexOf('\u001b[?25h') >= this.written.lastIndexOf('\u001b[?25l');
  }

  async shows(pattern: RegExp): Promise<void> {
    for (let tries = 0; !pattern.test(this.text); tries++) {
      if (tries > 1500) throw new Error(`the terminal never showed ${pattern}, but:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  type(keys: string): void {
    this.child.stdin?.write(keys);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

let kubectl: ScriptedKubectl;
let screen: Screen;
afterEach(() => {
  screen.kill();
  kubectl.remove();
});

test('a run shows what it is at, then what came of everything', async () => {
  kubectl = new ScriptedKubectl([...cluster, { ...pods(waiting), delay: 1 }]);
  screen = new Screen(kubectl, '--section', '4.3', '--timeout', '0.1');
  await screen.shows(/[⠀-⣿] kubectl apply/);
  expect(screen.text.replace(/[⠀-⣿] kubectl/, '⠋ kubectl')).toMatchSnapshot();
  await screen.ended;
  expect(screen.text).toMatchSnapshot();
  expect(screen.hasCursor).toBe(true);
});

test('a claim that passes says what there is to say about it', async () => {
  const address = json('get Pod helloworld', { metadata: {}, spec: {}, status: readyStatus });
  const script = [address, { words: 'exec curl', stdout: 'Version: 1.0.0\n' }, pods(readyStatus), ...cluster];
  kubectl = new ScriptedKubectl(script);
  screen = new Screen(kubectl, '--section', '4.3', '--timeout', '0.1');
  await screen.ended;
  expect(screen.text).toMatch(
    /^ {2}✔ from this machine, the Pod's address does not answer \[1s\]\n {4}› .*192\.0\.2\.1/m,
  );
});

test('Ctrl-C stops the list, and cleans up', async () => {
  kubectl = new ScriptedKubectl([...cluster, pods({})]);
  screen = new Screen(kubectl, '--section', '4.3');
  await kubectl.wasAsked(/get pods/);
  screen.type('\u0003');
  await screen.ended;
  expect(screen.text).toMatch(
    /\n\ncleaning up; press Ctrl-C again to exit immediately\n\n0 passed, 0 failed, 0 skipped$/,
  );
  expect(screen.hasCursor).toBe(true);
  expect(kubectl.asked()).toMatch(/delete namespace hello-world-verify-/);
});
