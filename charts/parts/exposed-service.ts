import { ApiObject, JsonPatch } from 'cdk8s';
import { Protocol, Service, type ServiceType } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { port } from './hello-app';

/** Properties for `ExposedService`. */
export interface ExposedServiceProps {
  /** Name of the Service, under which Pods of its namespace reach it. */
  readonly name: string;

  /** From where it can be reached. */
  readonly type: ServiceType;

  /** Value of the label `run` of the Pods that it reaches; `kubectl expose` labels the Service with it, too. */
  readonly run: string;

  /**
   * Whether it is headless, so that its name resolves to the addresses of the Pods.
   *
   * @default false
   */
  readonly headless?: boolean;
}

/** The Service that `kubectl expose` makes for a Pod that `kubectl run` made. */
export class ExposedService extends Service {
  constructor(scope: Construct, id: string, props: ExposedServiceProps) {
    super(scope, id, {
      metadata: { name: props.name, labels: { run: props.run } },
      type: props.type,
      clusterIP: props.headless ? 'None' : undefined,
      ports: [{ port, targetPort: port, protocol: Protocol.TCP }],
    });
    this.selectLabel('run', props.run);
    // cdk8s-plus writes an empty list.
    ApiObject.of(this).addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  }
}
