import { isBuiltIn } from '../objects/kinds';
import type { Pod } from '../objects/pods';

/**
 * How bad it is: the API server refuses the object; it accepts it, and the object does not work; or it works, unless
 * something holds that is not known here. No rule tells `doubtful` from `broken` yet.
 */
export type Severity = 'broken' | 'doubtful' | 'refused';

/** What becomes of an object on a cluster. */
export interface Effect {
  readonly severity: Severity;

  /** What happens, as it follows "on a cluster,". */
  readonly text: string;
}

/** The API server refuses the object: `kubectl apply` prints an error. */
export const refused: Effect = { severity: 'refused', text: 'the API server refuses it' };

/** The API server accepts the object, and then something happens. */
export function accepted(then: string): Effect {
  return { severity: 'broken', text: then };
}

/** Of a controller: the API server accepts it, but refuses every Pod or claim that it creates. */
export const podsRefused = accepted('it is accepted, but none of its Pods can be created');

/** No Pod can be created from it: something that each needs is missing, or each would be refused. */
export const noneCreated = accepted('none of its Pods is created');

/**
 * What becomes of a Pod that the API server refuses. Most controllers are refused with such a template; a StatefulSet, and what
 * is somebody else's, is accepted, and its Pods are refused.
 */
export function refusedPod({ item: { object } }: Pod): Effect {
  return object.kind === 'StatefulSet' || !isBuiltIn(object) ? podsRefused : refused;
}
