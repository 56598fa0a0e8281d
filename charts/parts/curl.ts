import type { PodSpec } from '../../imports/k8s';
import { smallResources } from './resources';
import { restrictedContainer, restrictedPod } from './restricted';

/** The image with `curl`. It also has a shell. */
export const curlImage = 'curlimages/curl:7.68.0';

/** Properties for `curl`. */
export interface CurlProps {
  /** Name of the container. */
  readonly name: string;

  /**
   * What to run, `curl` or `sh` for instance, and its arguments, as `kubectl run` passes them on.
   *
   * @default - `curl` without arguments
   */
  readonly args?: string[];

  /**
   * Whether you can attach a terminal to it, as after `kubectl run -it`.
   *
   * @default false
   */
  readonly interactive?: boolean;
}

/** The spec of a Pod that runs `curl`, or a shell. */
export function curl({ name, args, interactive = false }: CurlProps): PodSpec {
  return {
    ...restrictedPod(100, 101),
    containers: [
      {
        name,
        image: curlImage,
        args,
        ...(interactive ? { stdin: true, tty: true } : {}),
        resources: smallResources,
        securityContext: restrictedContainer,
      },
    ],
  };
}
