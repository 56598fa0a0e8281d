import { normalise } from './normalise';

/** A line of what a page prints, a line of what was seen, or both, side by side. */
export interface Pair {
  readonly printed?: string;
  readonly seen?: string;

  /** Whether they say the same; of a line alone, whether it may be missing on the other side. */
  readonly fits: boolean;
}

/** From kubectl 1.36 on, `kubectl rollout undo` begins with it. */
const undoWarning =
  "Warning: resource deployments/helloworld was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.";

/** What kubectl prints or not, depending on its version. */
const optional = new Set([undoWarning].map(normalise));

/** In a page: any number of lines, or any text within a line. */
const anything = '…';

/** A way to lay the lines side by side, from some point on: how bad it is, and its first pair. */
interface Way {
  readonly cost: number;
  readonly pair?: Pair;
  readonly rest?: Way;
}

/**
 * Lays what a page prints and what was seen side by side, with as few misfits as there can be: none if the page is right.
 */
export function compare(printed: readonly string[], seen: readonly string[]): Pair[] {
  const patterns = printed.map(patternOf);
  const lines = seen.map(normalise);
  // ways[i][j] is the best one from the printed line i and the seen line j on, found from the end.
  const ways: Way[][] = Array.from({ length: patterns.length + 1 }, () => []);
  for (let i = patterns.length; i >= 0; i--) {
    for (let j = lines.length; j >= 0; j--) {
      const [pattern, page] = [patterns[i], printed[i]];
      const [line, run] = [lines[j], seen[j]];
      const [both, pageOnly, runOnly] = [ways[i + 1]?.[j + 1], ways[i + 1]?.[j], ways[i]?.[j + 1]];
      const possible: Way[] = [];
      const may = (cost: number, pair: Pair, rest: Way | undefined) => {
        if (rest) possible.push({ cost: cost + rest.cost, pair, rest });
      };
      if (pattern === anything) {
        may(0, { printed: page, fits: true }, pageOnly);
        // Not free, so that a line that has changed is not taken for one of these.
        may(2, { seen: run, fits: true }, runOnly);
      } else if (pattern !== undefined) {
        if (line !== undefined && fits(pattern, line)) may(0, { printed: page, seen: run, fits: true }, both);
        if (optional.has(pattern)) may(0, { printed: page, fits: true }, pageOnly);
        may(10, { printed: page, fits: false }, pageOnly);
        may(11, { printed: page, seen: run, fits: false }, both);
      }
      if (line !== undefined && optional.has(line)) may(0, { seen: run, fits: true }, runOnly);
      may(10, { seen: run, fits: false }, runOnly);
      const row = ways[i] ?? [];
      row[j] = possible.reduce((best, way) => (way.cost < best.cost ? way : best), possible[0] ?? { cost: 0 });
    }
  }
  const pairs: Pair[] = [];
  for (let way = ways[0]?.[0]; way?.pair; way = way.rest) pairs.push(way.pair);
  return pairs;
}

/** A line of a page as it is compared. */
function patternOf(line: string): string {
  return line.trim() === anything ? anything : normalise(line);
}

function fits(pattern: string, line: string): boolean {
  if (!pattern.includes(anything)) return pattern === line;
  const parts = pattern.split(anything).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(line);
}

/** What the page is to print: its own lines where they fit, and what was seen elsewhere. */
export function corrected(pairs: readonly Pair[]): string[] {
  return pairs.flatMap(({ fits, printed, seen }) => (fits ? printed : seen) ?? []);
}

/** How many lines that fit are shown before and after those that do not. */
const context = 2;

/** The lines that do not fit, `-` printed in the page and `+` seen, with some of what stands around them. */
export function differences(pairs: readonly Pair[]): string[] {
  const isNear = (index: number) =>
    pairs.slice(Math.max(0, index - context), index + context + 1).some((pair) => !pair.fits);
  const lines: string[] = [];
  let added: string[] = [];
  for (const [index, { fits, printed, seen }] of pairs.entries()) {
    if (fits) {
      lines.push(...added);
      added = [];
      if (printed !== undefined && isNear(index)) lines.push(`  ${printed}`);
      continue;
    }
    if (printed !== undefined) lines.push(`- ${printed}`);
    if (seen !== undefined) added.push(`+ ${seen}`);
  }
  return [...lines, ...added];
}
