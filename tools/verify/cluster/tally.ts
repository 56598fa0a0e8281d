/** What may come of a claim, or of a block of commands in a page. */
export type Result = 'failed' | 'passed' | 'skipped';

/** How many passed, failed and were skipped. */
export type Tally = Readonly<Record<Result, number>>;

const marks: Readonly<Record<Result, string>> = { passed: '✔', failed: '✘', skipped: '–' };

/** The lines that report a claim or a block: its mark, title and time, and the details below. */
export function linesOf(title: string, result: Result, details: readonly string[], milliseconds: number): string[] {
  const time = result === 'skipped' ? '' : ` [${(milliseconds / 1000).toFixed(1)} s]`;
  return [`  ${marks[result]} ${title}${time}`, ...details.map((line) => `      ${line}`.trimEnd())];
}

/** The last line of a run. */
export function summaryOf({ passed, failed, skipped }: Tally): string {
  return `\n${passed} passed, ${failed} failed, ${skipped} skipped`;
}
