/** Something of a run that is on the cluster. */
export interface Rest {
  readonly what: string;

  /** What removes it. */
  readonly command: string;
}

/** A line that says that it is still there, and what removes it. */
export function remaining({ what, command }: Rest): string {
  return `${what} still exists; to remove it: ${command}`;
}
