/** The oldest Kubernetes that manifests are for unless somebody says otherwise: that of the imported API. */
export const oldest = '1.27';

/** Whether a version of Kubernetes, such as `1.30`, has what came with another; undefined stands for any. */
export function has(version: string | undefined, since: string): boolean {
  return version === undefined || minorOf(version) >= minorOf(since);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
