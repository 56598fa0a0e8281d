import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { because } from '../../lib/synth/because';
import type { Headed } from '../../lib/synth/header';

/** The label that every object of the chapter carries. */
export const partOf = {
  'app.kubernetes.io/part-of': 'hello-world',
  ...because({ 'app.kubernetes.io/part-of': 'lets one selector list or delete the whole chapter' }),
};

/** A command that a manifest replaces. */
export interface Command {
  /**
   * The command as you would type it, on one line, with words that the shell would split or expand in double quotes. If it
   * makes something, `npm run verify` runs it on a cluster.
   */
  readonly line: string;

  /**
   * Kind and name of the object of this manifest that the command makes, e.g. `Pod helloworld`.
   *
   * @default - none: the command is shown, and not run
   */
  readonly makes?: string;

  /**
   * A remark printed beside it.
   *
   * @default - nothing
   */
  readonly remark?: string;
}

/** Properties for `Section`. */
export interface SectionProps {
  /** Number and title of the section, e.g. `4.3 Pod`. */
  readonly title: string;

  /** The commands of the section that the manifest replaces. */
  readonly commands: readonly Command[];
}

const sections = new WeakSet<Chart>();

/** A section of the chapter. It has the name of its file in `charts/` and becomes the file of that name in `dist/`. */
export class Section extends Chart implements Headed {
  /** Whether a chart is a section. (`instanceof` is no help: cdk8s makes it true for every chart.) */
  static isSection(chart: Chart): chart is Section {
    return sections.has(chart);
  }

  /** Number and title of the section, e.g. `4.3 Pod`. */
  readonly title: string;

  /** The commands of the section that the manifest replaces. */
  readonly commands: readonly Command[];

  /** The source file of the section. */
  readonly source: string;

  constructor(scope: Construct, id: string, props: SectionProps) {
    super(scope, id, { labels: partOf });
    sections.add(this);
    this.title = props.title;
    this.commands = props.commands;
    this.source = `charts/${id}.ts`;
  }

  /** The title, and the commands that the manifest replaces. */
  get header(): string {
    const lines = this.commands.map(({ line, remark }) => `  ${line}${remark ? ` # ${remark}` : ''}`);
    const heading = lines.length === 1 ? 'Equivalent command:' : 'Equivalent commands:';
    return [this.title, '', heading, ...lines].join('\n');
  }
}
