import { Refusal } from '../../../lib/program/refusal';
import { CommandFailed, lastLine, NotAllowed } from './answer';

/** The run was ended by its signal. */
export class Interrupted extends Error {}

/**
 * A signal that Ctrl-C gives, and what else asks a program to end. A second one leaves at once.
 *
 * @param end ends what is drawn
 * @param stays what is still there, in words; nothing if nothing is
 */
export function interruption(end: () => Promise<void>, stays: () => string): AbortSignal {
  const controller = new AbortController();
  const interrupt = async () => {
    if (controller.signal.aborted) {
      if (stays()) console.error(stays());
      process.exit(130);
    }
    controller.abort();
    await end();
    console.error('\ncleaning up; press Ctrl-C again to exit immediately');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  return controller.signal;
}

/** What a run throws when it meets an error: `Interrupted` if its signal ended it, a Refusal with what kubectl says, or the error. */
export function ending(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new Interrupted('interrupted');
  if (error instanceof CommandFailed) return new Refusal(lastLine(error.message));
  if (error instanceof NotAllowed) return new Refusal(error.message);
  return error;
}
