import type { Effect } from './effects';

/** Where something is wrong. */
export interface Place {
  /** The chart or the file that the object comes from; the construct, of what has no object yet. */
  readonly file: string;

  /**
   * The line of a file, counted from 1.
   *
   * @default - it is not known, or the object comes from a chart
   */
  readonly line?: number;

  /**
   * The column in that line, counted from 1.
   *
   * @default - as for the line
   */
  readonly column?: number;
}

/** Something that is wrong, as it is reported: on a line, or as a record for machines. */
export interface Diagnostic {
  readonly place: Place;

  /** Kind and name of the object; '' if it is about none. */
  readonly object: string;

  /** What found it: the id of a rule, or `structure` and the like. */
  readonly rule: string;

  /** The field at fault; '' if it is not a single one. */
  readonly path: string;

  /** What is wrong. */
  readonly problem: string;

  /**
   * What becomes of the object on a cluster.
   *
   * @default - it never gets there: the synth cannot make it
   */
  readonly effect?: Effect;
}

/** A diagnostic on one line: the place, the object, what is wrong, what would happen. */
export function lineOf({ place, object, problem, effect }: Diagnostic): string {
  const said = [place.file, object, problem].filter((part) => part !== '').join(': ');
  return effect ? `${said}${problem.endsWith('?') ? '' : '.'} On a cluster, ${effect.text}.` : said;
}
