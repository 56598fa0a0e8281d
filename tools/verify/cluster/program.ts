// What the programs have in common that work on a cluster.

import { Command, InvalidArgumentError } from 'commander';
import { Refusal } from '../../../lib/program/refusal';
import { CommandFailed, lastLine, NotAllowed, Unreachable } from './answer';
import { Interrupted, interruption } from './interruption';

/** The command line of a program on a cluster; a mistake in it gives the status 2. */
export function commandLine(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--context <name>', 'the kubeconfig context to use (default: the current context)')
    .exitOverride(({ exitCode }) => process.exit(exitCode && 2));
}

/**
 * The value of an option that is a number of seconds.
 *
 * @throws InvalidArgumentError if it is none.
 */
export function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds greater than 0 and at most 86400.');
}

/** Properties for `run`. */
export interface RunProps {
  /**
   * What is still on the cluster, in lines: it is said at the end.
   *
   * @default - nothing is made there
   */
  readonly left?: () => string;

  /**
   * Ends what is drawn, once Ctrl-C is pressed.
   *
   * @default - nothing is drawn
   */
  readonly end?: () => Promise<void>;
}

/**
 * Runs a program on a cluster to its end. The exit status is what it returns; 2, with one line, if it is refused, kubectl fails
 * or the cluster goes away; 130 if a signal ended it.
 */
export async function run(
  program: (signal: AbortSignal) => Promise<number>,
  { left = () => '', end = async () => {} }: RunProps = {},
): Promise<void> {
  const signal = interruption(end, left);
  try {
    process.exitCode = await program(signal);
  } catch (error) {
    process.exitCode = error instanceof Interrupted ? 130 : 2;
    if (error instanceof Unreachable) console.error(`\nthe cluster no longer responds: ${error.message}`);
    else if (error instanceof CommandFailed) console.error(lastLine(error.message));
    else if (error instanceof Refusal || error instanceof NotAllowed) console.error(error.message);
    else if (!(error instanceof Interrupted)) throw error;
  }
  if (left()) console.error(left());
}
