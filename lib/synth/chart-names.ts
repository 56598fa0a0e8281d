import type { Chart } from 'cdk8s';

/** The name of a chart in findings and of its file without the extension: its path in the app. */
export function chartNameOf({ node }: Chart): string {
  return node.path.replaceAll('/', '-');
}

// What every file system takes as a name, and no longer than what cdk8s itself makes of a chart's path.
const fileName = /^(?!.{64})[a-z0-9](?:[-_.a-z0-9]*[a-z0-9])?$/i;

/** A line for each chart whose name cannot name a file, and for any two whose files would be one. */
export function misnamed(charts: readonly Chart[], extension: string): string[] {
  const byFile = new Map<string, Chart>();
  return charts.flatMap((chart) => {
    const name = chartNameOf(chart);
    if (!fileName.test(name)) {
      return [
        `chart ${JSON.stringify(name)} cannot name a file: use 1 to 63 letters, digits, "-", "_" or ".", starting and ending with a letter or digit`,
      ];
    }
    const other = byFile.get(name.toLowerCase());
    byFile.set(name.toLowerCase(), chart);
    if (other === undefined) return [];
    const disk = chartNameOf(other) === name ? '' : ', on a disk that ignores case';
    return [`charts ${other.node.path} and ${chart.node.path} would both be written to ${name}${extension}${disk}`];
  });
}
