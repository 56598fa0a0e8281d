import type { Service } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Gateway, HttpRoute } from '../imports/gateway.networking.k8s.io';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `GatewayChart`. */
export interface GatewayChartProps extends Pick<Settings, 'gatewayClass'> {
  /** The Service that answers. */
  readonly backend: Service;
}

/** A Gateway that listens on port 80, and an HTTPRoute from every path of every host to one Service. */
export class GatewayChart extends Section {
  /** The Gateway, to which other routes may be attached. */
  readonly gateway: Gateway;

  constructor(scope: Construct, id: string, props: GatewayChartProps) {
    const { gatewayClass, backend } = props;
    super(scope, id, {
      title: '4.5 Gateway',
      commands: [
        {
          line: 'kubectl apply -f gateway.yaml',
          remark: 'routes like ingress.yaml; kubectl create supports neither Gateways nor HTTPRoutes',
        },
      ],
    });

    this.gateway = new Gateway(this, 'gateway', {
      metadata: { name: 'helloworld' },
      spec: {
        gatewayClassName: gatewayClass,
        listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }],
      },
    });

    new HttpRoute(this, 'route', {
      metadata: { name: 'helloworld' },
      spec: {
        parentRefs: [{ name: this.gateway.name }],
        rules: [{ backendRefs: [{ name: backend.name, port: backend.port }] }],
      },
    });
  }
}
