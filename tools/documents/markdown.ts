import MarkdownIt, { type Token } from 'markdown-it';

/** A heading: how deep it is, its text, and its line, counted from 0. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly line: number;
}

/** A block of code: what the fence calls it, and its lines. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;

  /** Where it stands, with its fences: its first line, counted from 0, and the line after its last. */
  readonly lines: readonly [number, number];

  /** The text of an HTML comment before it, with nothing but blank lines between. */
  readonly comment?: string;
}

/** What is read of a Markdown document. */
export interface Markdown {
  readonly headings: readonly Heading[];
  readonly blocks: readonly CodeBlock[];
  /** The texts of the HTML comments that stand by themselves. */
  readonly comments: readonly string[];
  /** Code within sentences and tables. */
  readonly spans: readonly string[];
  /** Where links and images lead. */
  readonly links: readonly string[];
  /** The rows of all tables, without their heads: the text of each cell. */
  readonly rows: readonly (readonly string[])[];
}

/** Reads a Markdown document. */
export function read(text: string): Markdown {
  const tokens = new MarkdownIt({ html: true }).parse(text, {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  return {
    headings: tokens.flatMap(({ type, tag, map }, index) =>
      type === 'heading_open'
        ? [{ level: Number(tag.slice(1)), text: tokens[index + 1]?.content ?? '', line: map?.[0] ?? 0 }]
        : [],
    ),
    blocks: tokens.flatMap(({ type, info, content, map }, index) =>
      type === 'fence'
        ? [{ language: info, text: content.trimEnd(), lines: map ?? [0, 0], comment: commentOf(tokens[index - 1]) }]
        : [],
    ),
    comments: tokens.flatMap((token) => commentOf(token) ?? []),
    spans: inline.filter(({ type }) => type === 'code_inline').map(({ content }) => content),
    links: inline.flatMap((token) => token.attrGet('href') ?? token.attrGet('src') ?? []).map(String),
    rows: rowsIn(tokens),
  };
}

/** The text of an HTML comment; undefined if it is anything else. */
function commentOf(token: Token | undefined): string | undefined {
  if (token?.type !== 'html_block') return undefined;
  return /^<!--((?:(?!-->).)*)-->\s*$/s.exec(token.content)?.[1]?.trim();
}

function rowsIn(tokens: readonly Token[]): string[][] {
  const rows: string[][] = [];
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'tr_open') rows.push([]);
    if (type === 'td_open') rows.at(-1)?.push(tokens[index + 1]?.content ?? '');
  }
  return rows.filter((cells) => cells.length > 0);
}

/** What GitHub calls the place of a heading, in a link. */
export function anchor({ text }: Heading): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
