import { ClaimSkipped } from './outcome';

/** What a command of kubectl gave. */
export interface Answer {
  /** The command, as one would type it. */
  readonly command: string;

  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** There is no kubectl, or none that reaches the cluster: nothing more can be checked. */
export class Unreachable extends Error {}

/** A command that should have succeeded did not. */
export class CommandFailed extends Error {
  constructor(readonly answer: Answer) {
    super(answer.stderr.trim() || `exited with status ${answer.status}`);
  }
}

/** The user has no right to do what a command does: what needs it cannot be seen. */
export class NotAllowed extends ClaimSkipped {
  constructor(
    message: string,

    /** What the command gave all the same: of the kinds that the user may see, for instance. */
    readonly answer: Answer,
  ) {
    super(message);
  }
}

/** What the API server says when it is the user who may not do something, and not the object that is wrong. */
const denial = /User "[^"]*" cannot (\S+) resource "([^"]+)".*? (in the namespace|at the cluster scope)(?: "([^"]+)")?/;

/**
 * An answer, if it is not that the user has no right.
 *
 * @throws NotAllowed if it is.
 */
export function allowed(answer: Answer): Answer {
  const [denied, verb, resource, scope, namespace = ''] = denial.exec(answer.stderr) ?? [];
  if (answer.status === 0 || !denied) return answer;
  throw new NotAllowed(`you are not allowed to ${verb} ${resource} ${scope} ${namespace}`.trim(), answer);
}

/** Whether the cluster does not know the kind that a command names. */
export function isOfUnknownKind({ stderr }: Answer): boolean {
  // The second is said by a kubectl that remembers the kinds of a cluster that was there before.
  return /have a resource type|not find the requested resource/.test(stderr);
}

/** The last line of a message, which is where kubectl says what is wrong. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
