import type { EnvVar, PodSpec, VolumeMount } from '../../imports/k8s';
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
   * @default - `curl` without arguments, or the `command`
   */
  readonly args?: string[];

  /**
   * What to run instead of the image's entry point, as `kubectl create job` does.
   *
   * @default - the image's entry point
   */
  readonly command?: string[];

  /**
   * Environment variables of the container.
   *
   * @default - none
   */
  readonly env?: EnvVar[];

  /**
   * Whether you can attach a terminal to it, as after `kubectl run -it`.
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
export function curl({ name, args, command, env, interactive = false, volumeMounts }: CurlProps): PodSpec {
  return {
    ...restrictedPod(100, 101),
    containers: [
      {
        name,
        image: curlImage,
        args,
        command,
        env,
        ...(interactive ? { stdin: true, tty: true } : {}),
        volumeMounts,
        resources: smallResources,
        securityContext: restrictedContainer,
      },
    ],
  };
}
