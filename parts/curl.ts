import type { PodSpec, VolumeMount } from '../imports/k8s';
import { smallResources } from './resources';
import { restrictedContainer, restrictedPod } from './restricted';

/** The image of `curl`, which has a shell, too. */
export const curlImage = 'curlimages/curl:7.68.0';

/** Properties for `curl`. */
export interface CurlProps {
  /** Name of the container. */
  readonly name: string;

  /** The command to run, `curl` or `sh` for instance, and its arguments. */
  readonly args: string[];

  /**
   * Whether one can attach a terminal to it, as after `kubectl run -it`.
   *
   * @default false
   */
  readonly interactive?: boolean;

  /**
   * Where the container has the volumes of the Pod.
   *
   * @default - nowhere
   */
  readonly volumeMounts?: VolumeMount[];
}

/** The spec of a Pod that runs `curl`, or a shell. */
export function curl({ name, args, interactive = false, volumeMounts }: CurlProps): PodSpec {
  return {
    ...restrictedPod(100, 101),
    containers: [
      {
        name,
        image: curlImage,
        args,
        ...(interactive ? { stdin: true, tty: true } : {}),
        volumeMounts,
        resources: smallResources,
        securityContext: restrictedContainer,
      },
    ],
  };
}
