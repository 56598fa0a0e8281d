import type { Chart } from 'cdk8s';
import { nameOf } from './chart-names';
import { generatedFrom } from './manifest-folder';

/** A chart that says itself what stands at the top of its manifest, for a class of charts to implement. */
export interface Headed {
  /** The text on the first lines, without comment signs. */
  readonly header: string;

  /**
   * The source file to change instead of the manifest. It has the name of the chart.
   *
   * @default - the manifest names the chart
   */
  readonly source?: string;
}

/** The comment at the top of a chart's manifest. */
export function headerOf(chart: Chart): string {
  const { header, source = `chart ${nameOf(chart)}` } = isHeaded(chart) ? chart : {};
  const lines = [...(header === undefined ? [] : [...header.split('\n'), '']), generatedFrom(source)];
  return lines.map((line) => `${`# ${line}`.trimEnd()}\n`).join('');
}

function isHeaded(chart: Chart): chart is Chart & Headed {
  return 'header' in chart && typeof chart.header === 'string';
}
