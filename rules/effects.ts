import type { Pod } from '../inventory/inventory';

/** What becomes of an object on a cluster. */
export interface Effect {
  /** Whether the API server refuses it. */
  readonly refused: boolean;

  /** What happens, as it follows "on a cluster,". */
  readonly text: string;
}

/** The API server takes no such object: `kubectl apply` prints an error. */
export const refused: Effect = { refused: true, text: 'the API server refuses it' };

/** The API server takes the object, and then something happens. */
export function accepted(then: string): Effect {
  return { refused: false, text: then };
}

/** What becomes of a Pod that the API server refuses: with a StatefulSet, it looks at the Pods only when it makes them. */
export function refusedPod({ item }: Pod): Effect {
  return item.object.kind === 'StatefulSet' ? noPods : refused;
}

/** What becomes of a StatefulSet whose Pods, or claims, the API server refuses. */
export const noPods = accepted('Kubernetes 1.27 takes it, and then none of its Pods is made');
