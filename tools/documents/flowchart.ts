/** What a node of a picture stands for. Each kind has a shape and colours, which are the same in every picture. */
const kinds = {
  machine: { shape: ['([', '])'], colours: 'fill:#eaeef2,stroke:#57606a,color:#24292f' },
  entrance: { shape: ['[', ']'], colours: 'fill:#ffefe7,stroke:#bc4c00,color:#5c2200' },
  pod: { shape: ['(', ')'], colours: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069' },
  service: { shape: ['{{', '}}'], colours: 'fill:#dafbe1,stroke:#1a7f37,color:#044f1e' },
  controller: { shape: ['[[', ']]'], colours: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00' },
  component: { shape: ['[', ']'], colours: 'fill:#f6f8fa,stroke:#57606a,color:#24292f' },
} as const;

/** What a node may stand for. */
export type NodeKind = keyof typeof kinds;

const arrows = {
  /** Requests go there. */
  reaches: '-->',
  /** Requests do not get there. */
  'does not reach': '--x',
  /** A controller looks after what is there. */
  keeps: '-.->',
} as const;

/** What an arrow may mean. */
export type Meaning = keyof typeof arrows;

/** The direction in which nodes follow each other: to the right, or downwards. */
export type Direction = 'LR' | 'TB';

/**
 * A picture as a flowchart in Mermaid, which GitHub draws. Colours are chosen to be readable on white and on black.
 *
 * What is added changes no other line of the source: ids come from names, and the crossed arrows, whose colour goes by their
 * number, come first.
 */
export class Flowchart {
  private readonly nodes: string[] = [];
  private readonly crossed: string[] = [];
  private readonly others: string[] = [];
  private readonly names = new Set<string>();
  private readonly kinds = new Set<string>();
  private depth = 1;

  constructor(private readonly direction: Direction = 'TB') {}

  /** Adds a node, which arrows then call `name`. The title is in bold, the details are lines below it. */
  node(name: string, kind: NodeKind, title: string, ...details: string[]): void {
    const [open, close] = kinds[kind].shape;
    this.kinds.add(kind);
    this.names.add(name);
    this.line(`${idOf(name)}${open}"${linesOf(`<b>${title}</b>`, ...details)}"${close}:::${kind}`);
  }

  /** Adds a frame around the nodes that `draw` adds; arrows may lead to it, too. */
  frame(name: string, title: string, draw: () => void, direction?: Direction): void {
    const id = idOf(name);
    this.names.add(name);
    this.line(`subgraph ${id} ["${title}"]`);
    this.depth += 1;
    if (direction) this.line(`direction ${direction}`);
    draw();
    this.depth -= 1;
    this.line('end');
    this.line(`style ${id} fill:none,stroke:#8c959f,stroke-dasharray:4 4`);
  }

  /** Adds an arrow, with the words beside it, line by line. */
  arrow(from: string, meaning: Meaning, to: string, ...words: string[]): void {
    const label = words.length > 0 ? `|"${linesOf(...words)}"|` : '';
    const line = `  ${this.id(from)} ${arrows[meaning]}${label} ${this.id(to)}`;
    (meaning === 'does not reach' ? this.crossed : this.others).push(line);
  }

  /** Adds an arrow, unless it is there already. */
  arrowOnce(from: string, meaning: Meaning, to: string): void {
    if (!this.others.includes(`  ${this.id(from)} ${arrows[meaning]} ${this.id(to)}`)) this.arrow(from, meaning, to);
  }

  /** The picture as Markdown. */
  toString(): string {
    return [
      '```mermaid',
      // Straight arrows, so that the words beside an arrow are on it. Names are never broken.
      '%%{init: {"flowchart": {"curve": "linear", "nodeSpacing": 15, "rankSpacing": 35, "padding": 8, "subGraphTitleMargin": {"top": 2, "bottom": 10}, "wrappingWidth": 400}}}%%',
      `flowchart ${this.direction}`,
      ...this.nodes,
      ...this.crossed,
      ...this.others,
      ...Object.entries(kinds).flatMap(([kind, { colours }]) =>
        this.kinds.has(kind) ? [`  classDef ${kind} ${colours}`] : [],
      ),
      ...this.crossed.map((_, number) => `  linkStyle ${number} stroke:#cf222e,stroke-width:2px`),
      '```',
    ].join('\n');
  }

  private line(text: string): void {
    this.nodes.push('  '.repeat(this.depth) + text);
  }

  private id(name: string): string {
    if (!this.names.has(name)) throw new Error(`there is no ${name} in the picture`);
    return idOf(name);
  }
}

/** The title of a frame, to the left of the middle of its upper edge, where lines from above would run through it. */
export const onTheLeft = (title: string) => `${title}${'&emsp;'.repeat(40)}`;

/** The title of a frame, to the right of the middle of its upper edge. */
export const onTheRight = (title: string) => `${'&emsp;'.repeat(8)}${title}`;

/**
 * A name as an id: `n_Pod_curl` for `Pod curl`. Different names have different ids, since the name can be read back.
 *
 * The `n_` keeps the words of Mermaid's own apart, such as `end`. A hyphen must have a letter or digit on either side, or it
 * would be taken for an arrow; any other character becomes its number.
 */
function idOf(name: string): string {
  const other = /(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])|[^A-Za-z0-9-]/gu;
  return `n_${name.replaceAll(other, (text) => (text === ' ' ? '_' : `-_${text.codePointAt(0)?.toString(16)}_`))}`;
}

const linesOf = (...lines: string[]) => lines.join('<br/>');
