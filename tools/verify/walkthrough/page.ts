import { Refusal } from '../../../lib/program/refusal';
import type { CodeBlock, Markdown } from '../../documents/markdown';

/** A block of shell commands, and what is to come of it. */
export interface Step {
  /** The line of its first command, counted from 1. */
  readonly line: number;

  readonly commands: string;

  /**
   * What the page prints below it.
   *
   * @default - nothing: each command has to succeed
   */
  readonly output?: Output;

  /**
   * Why it is for the reader only.
   *
   * @default - it is run
   */
  readonly notRun?: string;
}

/** A block of what commands print. */
export interface Output {
  /** Which of the page's blocks of code it is, counted from 0. */
  readonly block: number;

  readonly lines: readonly string[];
}

/** A page of the walkthrough. */
export interface Page {
  readonly steps: readonly Step[];

  /** Objects without which it is skipped, as `kubectl get` takes them. */
  readonly needs: readonly string[];
}

/**
 * What of a page can be run: every block `sh`, with the first block `text` or `diff` that follows it before the next block
 * `sh` and the next heading. `<!-- not run: REASON -->` before a block says that it is for the reader only, and
 * `<!-- needs: KIND/NAME -->` anywhere what the cluster has to have.
 *
 * @param name of its file, for what is said of it
 * @throws Refusal if a block may not be run.
 */
export function pageOf(page: Markdown, name: string): Page {
  return {
    steps: page.blocks.flatMap((block, index) => (block.language === 'sh' ? [stepOf(page, index, block, name)] : [])),
    needs: page.comments.flatMap((comment) => /^needs: (\S+)$/.exec(comment)?.[1] ?? []),
  };
}

function stepOf(page: Markdown, index: number, { text, lines: [start], comment = '' }: CodeBlock, name: string): Step {
  const line = start + 2;
  const [says, notRun] = /^not run(?:: *(.+))?/s.exec(comment) ?? [];
  if (says !== undefined && notRun === undefined)
    throw new Refusal(`${name}:${line}: not run, but it does not say why`);
  const installing = /\bnpm (?:ci|install|i)\b/.exec(text)?.[0];
  if (installing && notRun === undefined) {
    throw new Refusal(
      `${name}:${line}: ${installing} would change the packages of this checkout: write <!-- not run: REASON --> before it`,
    );
  }
  return { line, commands: text, output: outputOf(page, index, start), notRun };
}

function outputOf({ blocks, headings }: Markdown, index: number, start: number): Output | undefined {
  const nextShell = blocks.findIndex(({ language }, other) => other > index && language === 'sh');
  const end = headings.find(({ line }) => line > start)?.line ?? Number.POSITIVE_INFINITY;
  const found = blocks.findIndex(
    ({ language, lines: [line] }, other) =>
      other > index && (nextShell < 0 || other < nextShell) && line < end && ['text', 'diff'].includes(language),
  );
  const output = blocks[found]?.text;
  return output === undefined ? undefined : { block: found, lines: output === '' ? [] : output.split('\n') };
}

/** The text of a page with other lines in some of its blocks of code, whose fences may be indented. */
export function withBlocks(
  text: string,
  { blocks: places }: Markdown,
  contents: ReadonlyMap<number, readonly string[]>,
): string {
  const lines = text.split('\n');
  // From the last on: the lines of those before stay where they are.
  for (const [index, content] of [...contents].sort(([one], [other]) => other - one)) {
    const place = places[index];
    if (!place) continue;
    const [start, end] = place.lines;
    const indentation = /^\s*/.exec(lines[start] ?? '')?.[0] ?? '';
    lines.splice(start + 1, end - start - 2, ...content.map((line) => (indentation + line).trimEnd()));
  }
  return lines.join('\n');
}
