import { jest } from '@jest/globals';
import { Refusal } from '../../lib/program/refusal';

/** What became of a program. */
export interface Ended {
  /** `null` if a signal ended it. */
  readonly status: number | null;

  readonly stdout: string;
  readonly stderr: string;
}

/** The program wants to end at once. */
class Exit extends Error {
  constructor(readonly status: number) {
    super(`exit ${status}`);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls what a program does, and returns what there would be to see if it ran as a process of its own. It takes about a
 * hundredth of the time.
 *
 * @param args of its command line
 * @param environment variables besides those of the tests
 */
export async function inProcess(
  program: () => unknown,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { argv, env, exitCode } = process;
  const heard = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const { isTTY } = process.stdout;
  let [stdout, stderr] = ['', ''];
  const print = (text: unknown) => {
    stdout += text;
    return true;
  };
  const warn = (text: unknown) => {
    stderr += text;
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(print),
    jest.spyOn(process.stderr, 'write').mockImplementation(warn),
    jest.spyOn(console, 'log').mockImplementation((line) => void print(`${line}\n`)),
    jest.spyOn(console, 'error').mockImplementation((line) => void warn(`${line}\n`)),
    jest.spyOn(process, 'exit').mockImplementation((status) => {
      throw new Exit(Number(status ?? 0));
    }),
  ];
  process.argv = ['node', 'program', ...args];
  process.env = { ...env, ...environment };
  process.exitCode = 0;
  process.stdout.isTTY = false;
  try {
    await program();
    return { status: Number(process.exitCode), stdout, stderr };
  } catch (error) {
    if (error instanceof Exit) return { status: error.status, stdout, stderr };
    if (error instanceof Refusal) return { status: 1, stdout, stderr: `${stderr}${error.message}\n` }; // as run.js does
    throw error;
  } finally {
    Object.assign(process, { argv, env, exitCode });
    process.stdout.isTTY = isTTY;
    for (const spy of spies) spy.mockRestore();
    for (const signal of signals) {
      for (const listener of process.listeners(signal)) {
        if (!heard.get(signal)?.includes(listener)) process.off(signal, listener);
      }
    }
  }
}
