import { Refusal } from './refusal';

/**
 * Runs a program that takes no arguments. If it is given one, or throws a Refusal, this prints the reason and sets the exit
 * status to 1, also where not `run.js` runs the program; any other error is a mistake in the code and keeps its stack trace.
 */
export async function start(program: () => void | Promise<void>): Promise<void> {
  try {
    const [argument] = process.argv.slice(2);
    if (argument !== undefined) throw new Refusal(`expected no arguments, got ${argument}`);
    await program();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
