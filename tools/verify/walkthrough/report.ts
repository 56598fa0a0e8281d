import { differences, type Pair } from './compare';
import type { Step } from './page';

/** What came of a block. */
export type Outcome =
  | { readonly result: 'passed' }
  | { readonly result: 'skipped'; readonly reason: string }
  | {
      readonly result: 'failed';

      /** What it printed is not what the page prints: both, side by side. */
      readonly pairs?: readonly Pair[];

      /** What else is wrong. */
      readonly why?: string;

      /** What it printed. */
      readonly seen: readonly string[];
    };

const marks = { passed: '✔', failed: '✘', skipped: '–' };

/** The lines that say what came of a block. */
export function report({ line, commands }: Step, outcome: Outcome, milliseconds: number): string[] {
  const first = commands.split('\n').find((command) => command.trim() !== '' && !command.trim().startsWith('#'));
  const after =
    outcome.result === 'skipped' ? `: skipped: ${outcome.reason}` : ` [${(milliseconds / 1000).toFixed(1)} s]`;
  return [
    `  ${marks[outcome.result]} ${line}: ${first?.trim() ?? ''}${after}`,
    ...details(outcome).map((text) => `      ${text}`.trimEnd()),
  ];
}

function details(outcome: Outcome): string[] {
  if (outcome.result !== 'failed') return [];
  const { pairs, why, seen } = outcome;
  return [...(why ? [why] : []), ...(pairs ? differences(pairs) : seen.map((line) => `+ ${line}`))];
}
