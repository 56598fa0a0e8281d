/** What a node of a picture stands for. Each kind has a shape and colours, which are the same in every picture. */
const kinds = {
  machine: { shape: ['([', '])'], colours: 'fill:#eaeef2,stroke:#57606a,color:#24292f' },
  entrance: { shape: ['[/', '/]'], colours: 'fill:#ffefe7,stroke:#bc4c00,color:#5c2200' },
  pod: { shape: ['(', ')'], colours: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069' },
  service: { shape: ['{{', '}}'], colours: 'fill:#dafbe1,stroke:#1a7f37,color:#044f1e' },
  ingress: { shape: ['>', ']'], colours: 'fill:#fbefff,stroke:#8250df,color:#3e1f79' },
  controller: { shape: ['[[', ']]'], colours: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00' },
  component: { shape: ['[', ']'], colours: 'fill:#f6f8fa,stroke:#57606a,color:#24292f' },
  store: { shape: ['[(', ')]'], colours: 'fill:#f6f8fa,stroke:#57606a,color:#24292f' },
} as const;

/** What a node may stand for. */
export type Kind = keyof typeof kinds;

const arrows = {
  /** Requests go there. */
  reaches: '-->',
  /** Requests do not get there. */
  'does not reach': '--x',
  /** Each sends the other requests. */
  'talks with': '<-->',
  /** A controller looks after what is there. */
  keeps: '-.->',
  /** It reads or writes what is there. */
  uses: '---',
  /** One step, and then the next. */
  before: '==>',
} as const;

/** What an arrow may mean. */
export type Meaning = keyof typeof arrows;

/** The direction in which nodes follow each other: to the right, or downwards. */
export type Direction = 'LR' | 'TB';

/** A picture as a flowchart in Mermaid, which GitHub draws. Colours are chosen to be readable on white and on black. */
export class Flowchart {
  private readonly lines: string[] = [];
  private readonly ids = new Map<string, string>();
  private readonly kinds = new Set<Kind>();
  private readonly crossed: number[] = [];
  private arrows = 0;
  private depth = 1;

  constructor(private readonly direction: Direction = 'LR') {}

  /** Adds a node, which arrows then call `name`. The title is in bold, the details are lines below it. */
  node(name: string, kind: Kind, title: string, ...details: string[]): void {
    const [open, close] = kinds[kind].shape;
    this.kinds.add(kind);
    this.line(`${this.newId(name)}${open}"${[`<b>${title}</b>`, ...details].join('<br/>')}"${close}:::${kind}`);
  }

  /** Adds a frame around the nodes that `draw` adds; arrows may lead to it, too. */
  frame(name: string, title: string, draw: () => void, direction?: Direction): void {
    const id = this.newId(name);
    this.line(`subgraph ${id} ["${title}"]`);
    this.depth += 1;
    if (direction) this.line(`direction ${direction}`);
    draw();
    this.depth -= 1;
    this.line('end');
    this.line(`style ${id} fill:none,stroke:#8c959f,stroke-dasharray:4 4`);
  }

  /** Adds an arrow, with the words beside it. */
  arrow(from: string, meaning: Meaning, to: string, words?: string): void {
    if (meaning === 'does not reach') this.crossed.push(this.arrows);
    this.arrows += 1;
    this.line(`${this.id(from)} ${arrows[meaning]}${words ? `|"${words}"|` : ''} ${this.id(to)}`);
  }

  /** The picture as Markdown. */
  toString(): string {
    return [
      '```mermaid',
      // Straight arrows, so that the words beside an arrow are on it.
      '%%{init: {"flowchart": {"curve": "linear", "nodeSpacing": 30, "rankSpacing": 35}}}%%',
      `flowchart ${this.direction}`,
      ...this.lines,
      ...[...this.kinds].map((kind) => `  classDef ${kind} ${kinds[kind].colours}`),
      ...(this.crossed.length > 0 ? [`  linkStyle ${this.crossed.join(',')} stroke:#cf222e,stroke-width:2px`] : []),
      '```',
    ].join('\n');
  }

  private line(text: string): void {
    this.lines.push('  '.repeat(this.depth) + text);
  }

  private newId(name: string): string {
    const id = `n${this.ids.size + 1}`;
    this.ids.set(name, id);
    return id;
  }

  private id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`there is no ${name} in the picture`);
    return id;
  }
}
