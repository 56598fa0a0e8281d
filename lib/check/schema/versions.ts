/** The oldest Kubernetes version that manifests are for by default: that of the imported API. */
export const oldest = '1.27';

/** What versions are accepted, as it follows "must be". */
export const acceptedVersions = `${oldest} or a newer version, such as 1.30`;

/** Whether a text is a version of Kubernetes that manifests can be for. */
export function isVersion(text: string): boolean {
  return /^1\.[1-9][0-9]*$/.test(text) && has(text, oldest);
}

/** Whether a version of Kubernetes, such as `1.30`, has what came with another; undefined stands for any. */
export function has(version: string | undefined, since: string): boolean {
  return version === undefined || minorOf(version) >= minorOf(since);
}

function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
