import { Ingress, IngressBackend, type Service } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `IngressChart`. */
export interface IngressChartProps extends Pick<Settings, 'ingressClass'> {
  /** The Service that answers. */
  readonly backend: Service;
}

/** An Ingress that routes every path of every host to one Service. */
export class IngressChart extends Section {
  constructor(scope: Construct, id: string, props: IngressChartProps) {
    const { ingressClass, backend } = props;
    super(scope, id, {
      title: '4.5 Ingress',
      commands: [
        { line: 'kubectl apply -f ingress.yaml' },
        {
          line: `kubectl create ingress helloworld --class "${ingressClass}" --rule "/*=${backend.name}:${backend.port}"`,
          makes: 'Ingress helloworld',
          remark: 'the same, without a file',
        },
      ],
    });

    new Ingress(this, 'helloworld', {
      metadata: { name: 'helloworld' },
      className: ingressClass || undefined,
      rules: [{ path: '/', backend: IngressBackend.fromService(backend) }],
    });
  }
}
