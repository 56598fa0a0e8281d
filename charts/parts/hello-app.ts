import { type EnvVar, IntOrString, type PodSpec } from '../../imports/k8s';
import { because } from '../../lib/synth/because';
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
        readinessProbe: {
          ...because('Services send no requests until the app listens'),
          tcpSocket: { port: IntOrString.fromNumber(port), ...because('not httpGet: the app logs every HTTP request') },
          periodSeconds: 1,
          ...because({
            periodSeconds: 'with the default, 10, a rolling update could wait up to 10 s longer for each Pod',
          }),
        },
        resources: smallResources,
        securityContext: {
          ...restrictedContainer,
          readOnlyRootFilesystem: true,
          ...because({ readOnlyRootFilesystem: 'the app writes no files' }),
        },
      },
    ],
  };
}

/** Why a template with {@link helloApp} has fields that only `kubectl run` writes, which makes no template. */
export const asRun = because({
  containers: [
    {
      name: 'the name that kubectl run gives; create deployment names it after the image',
      ports: 'documents where the app listens; does not open the port',
    },
  ],
});
