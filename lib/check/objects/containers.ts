import type { Container } from 'kubernetes-types/core/v1';
import type { Inventory } from './inventory';
import type { Pod } from './pods';

/** A container, and where it is. */
export interface Placed {
  readonly container: Container;
  readonly pod: Pod;

  /** Where it is in the object. */
  readonly path: string;

  /** In which list: `containers`, `initContainers` or `ephemeralContainers`. */
  readonly list: string;
}

/** All containers of a Pod: those that run first and those for debugging, too. */
export function containersOf(pod: Pod): Placed[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (pod.spec[list] ?? []).map((container, index) => ({
      container,
      pod,
      list,
      path: `${pod.path}.${list}[${index}]`,
    })),
  );
}

/** All containers of all Pods and templates. */
export function containersIn({ pods }: Inventory): Placed[] {
  return pods.flatMap(containersOf);
}

/** The probes of a container. */
export const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** The hooks in the lifecycle of a container. */
export const hooks = ['postStart', 'preStop'] as const;

/** Whether an init container runs beside the others, and does not end before them. */
export function runsBeside({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}
