import { basename } from 'node:path';
import type { Chart } from 'cdk8s';
import { chartNameOf } from './chart-names';

/** A chart that provides the header of its manifest; a class of charts may implement it. */
export interface Headed {
  /** The text on the first lines, without comment signs. */
  readonly header: string;

  /**
   * The source file to change instead of the manifest.
   *
   * @default - only the chart is named
   */
  readonly source?: string;
}

/** The comment at the top of a chart's manifest. */
export function headerOf(chart: Chart): string {
  const name = chartNameOf(chart);
  const { header, source } = isHeaded(chart) ? chart : {};
  // By the name of the chart in it, the app knows its manifests.
  const isNamed = source !== undefined && basename(source, '.ts') === name;
  const from = generatedFrom(isNamed ? source : [source, `chart ${name}`].filter(Boolean).join(', '));
  const lines = (header === undefined ? from : `${header}\n\n${from}`).split('\n');
  return lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
}

function isHeaded(chart: Chart): chart is Chart & Headed {
  return 'header' in chart && typeof chart.header === 'string';
}

/** The last line of a header, by which the app knows the files that it wrote. */
export function generatedFrom(source: string): string {
  return `Generated from ${source} by npm run synth: change that, not this.`;
}

/** A header, and the name of the chart in its last line. */
const ownHeader =
  /^(?:#.*\n)*# Generated from (?:.*[/ ])?([^/ ]+?)(?:\.ts)? by npm run synth: change that, not this\.\n/;

/** The name of the chart in the header of a manifest; undefined if it has no such header. */
export function chartIn(text: string): string | undefined {
  return ownHeader.exec(text)?.[1];
}
