/** The run was ended from outside: by Ctrl-C, or because another beside it failed. */
export class Interrupted extends Error {}

/**
 * The signal of Ctrl-C, and of what else asks a program to end, with an `Interrupted` as its reason. At a second Ctrl-C, the
 * program leaves at once.
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
    controller.abort(new Interrupted('interrupted'));
    await end();
    console.error('\ncleaning up; press Ctrl-C again to exit immediately');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  return controller.signal;
}
