import { type EnvVar, IntOrString, type PodSpec } from '../imports/k8s';
import { smallResources } from './resources';
import { restrictedContainer, restrictedPod } from './restricted';

/** The port on which hello-app listens. */
export const port = 8080;

/** Properties for `helloApp`. */
export interface HelloAppProps {
  /** Name of the container. */
  readonly name: string;

  /** Image, with its tag. */
  readonly image: string;

  /**
   * Environment variables of the container.
   *
   * @default - none
   */
  readonly env?: EnvVar[];
}

/** The spec of a Pod that runs hello-app. */
export function helloApp({ name, image, env }: HelloAppProps): PodSpec {
  return {
    ...restrictedPod(65532, 65532),
    containers: [
      {
        name,
        image,
        env,
        ports: [{ containerPort: port }],
        readinessProbe: { tcpSocket: { port: IntOrString.fromNumber(port) }, periodSeconds: 1 },
        resources: smallResources,
        securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
      },
    ],
  };
}
