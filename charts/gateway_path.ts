import type { Construct } from 'constructs';
import { type Gateway, HttpRoute, HttpRouteSpecRulesMatchesPathType } from '../imports/gateway.networking.k8s.io';
import { because } from '../lib/synth/because';
import { SecondVersion } from './parts/second-version';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `GatewayPathChart`. */
export interface GatewayPathChartProps extends Pick<Settings, 'repository'> {
  /** The Gateway that receives the requests. */
  readonly gateway: Gateway;
}

/** A second version of hello-app, with a Service and an HTTPRoute that routes one path to it. */
export class GatewayPathChart extends Section {
  constructor(scope: Construct, id: string, props: GatewayPathChartProps) {
    const { repository, gateway } = props;
    super(scope, id, {
      title: '4.5 Gateway, by path',
      commands: [
        ...SecondVersion.commands(repository),
        {
          line: 'kubectl apply -f gateway_path.yaml',
          remark: 'routes like ingress_path.yaml; kubectl create does not support HTTPRoutes',
        },
      ],
    });

    const { service } = new SecondVersion(this, 'helloworld-v2', { repository });

    new HttpRoute(this, 'route', {
      metadata: { name: 'helloworld-v2' },
      spec: {
        parentRefs: [{ name: gateway.name }],
        rules: [
          {
            matches: [
              {
                path: {
                  type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX,
                  value: '/helloworld_v2',
                  ...because({ type: 'the default: matches whole path elements, so not /helloworld_v2x' }),
                },
              },
            ],
            backendRefs: [{ name: service.name, port: service.port }],
          },
        ],
      },
    });
  }
}
