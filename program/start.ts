import { Refusal } from './refusal';

/**
 * Runs a program. If it is refused, prints the reason and ends the process with status 1; any other error is a mistake in the
 * code and keeps its stack trace.
 */
export async function run(program: () => void | Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Runs a program that takes no arguments, as {@link run} does. */
export function start(program: () => void): void {
  run(() => {
    const [argument] = process.argv.slice(2);
    if (argument !== undefined) throw new Refusal(`expected no arguments, got ${argument}`);
    program();
  });
}
