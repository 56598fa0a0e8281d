import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** The label that every object of the chapter carries. */
export const partOf = { 'app.kubernetes.io/part-of': 'hello-world' };

/** Properties for `Section`. */
export interface SectionProps {
  /** Number and title of the section, e.g. `4.3 Pod`. */
  readonly title: string;

  /** The commands of the section that the manifest stands for. */
  readonly commands: readonly string[];
}

/** A section of the chapter. It is called what its file in `charts/` is called, and becomes the file of that name in `dist/`. */
export class Section extends Chart {
  /** What the manifest says of itself on its first lines. */
  readonly header: string;

  /** The file that the section is made in. */
  readonly source: string;

  constructor(scope: Construct, id: string, props: SectionProps) {
    super(scope, id, { labels: partOf });
    this.header = [props.title, '', 'Stands for:', ...props.commands.map((command) => `  ${command}`)].join('\n');
    this.source = `charts/${id}.ts`;
  }
}
