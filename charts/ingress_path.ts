import { Ingress, IngressBackend } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { SecondVersion } from './parts/second-version';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `IngressPathChart`. */
export type IngressPathChartProps = Pick<Settings, 'repository' | 'ingressClass'>;

/** A second version of hello-app, with a Service and an Ingress that routes one path to it. */
export class IngressPathChart extends Section {
  constructor(scope: Construct, id: string, props: IngressPathChartProps) {
    const { repository, ingressClass } = props;
    super(scope, id, {
      title: '4.5 Ingress, by path',
      commands: [
        ...SecondVersion.commands(repository),
        { line: 'kubectl apply -f ingress_path.yaml' },
        {
          line: `kubectl create ingress helloworld-v2 --class "${ingressClass}" --rule "/helloworld_v2*=helloworld-v2-nodeport:8080"`,
          makes: 'Ingress helloworld-v2',
          remark: 'the same, without a file',
        },
      ],
    });

    const { service } = new SecondVersion(this, 'helloworld-v2', { repository });

    new Ingress(this, 'ingress', {
      metadata: { name: 'helloworld-v2' },
      className: ingressClass || undefined,
      rules: [{ path: '/helloworld_v2', backend: IngressBackend.fromService(service) }],
    });
  }
}
