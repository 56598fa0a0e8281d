import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Refusal } from '../../../lib/program/refusal';
import { type Markdown, read } from '../../documents/markdown';
import { compare, corrected } from './compare';
import { type Page, pageOf, withBlocks } from './page';

/** A file, and what is in it. */
interface PageFile {
  readonly path: string;
  readonly text: string;
  readonly document: Markdown;
}

/** A page of the walkthrough in all languages: the first file is run, and what was seen is written into each. */
export class PageFiles {
  readonly page: Page;

  private readonly files: readonly PageFile[];

  /**
   * @throws Refusal if there is no such file, or a block of it may not be run.
   */
  constructor(readonly paths: readonly [string, ...string[]]) {
    const [first, ...others] = paths;
    const file = fileAt(first);
    this.files = [file, ...others.map(fileAt)];
    this.page = pageOf(file.document, first);
  }

  /**
   * Sees that all languages have the same blocks of code, so that it is clear which is which.
   *
   * @throws Refusal if not.
   */
  ensureAlike(): void {
    const [first, ...others] = this.files.map(({ path, document }) => {
      const languages = document.blocks.map(({ language }) => language || 'plain');
      return { path, blocks: languages.join(', ') };
    });
    for (const { path, blocks } of others) {
      if (blocks === first?.blocks) continue;
      throw new Refusal(
        `${path} has other blocks of code than ${first?.path}: nothing was run\n${blocks}\n${first?.blocks}`,
      );
    }
  }

  /**
   * Writes into all languages what was seen in place of what is printed there and does not fit.
   *
   * @param seen the lines that were seen, by the block that prints them
   */
  write(seen: ReadonlyMap<number, readonly string[]>): void {
    // As they are now: somebody may have edited them meanwhile.
    for (const { path, text, document } of this.paths.map(fileAt)) {
      const corrections = [...seen].map(([index, lines]): [number, string[]] => {
        const printed = document.blocks[index]?.text ?? '';
        return [index, corrected(compare(printed === '' ? [] : printed.split('\n'), lines))];
      });
      writeFileSync(path, withBlocks(text, document, new Map(corrections)));
    }
  }
}

function fileAt(path: string): PageFile {
  if (!existsSync(path)) throw new Refusal(`there is no ${path}`);
  const text = readFileSync(path, 'utf8');
  return { path, text, document: read(text) };
}
