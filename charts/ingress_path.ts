import { Ingress, IngressBackend, ServiceType } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { KubePod } from '../imports/k8s';
import { ExposedService } from '../parts/exposed-service';
import { helloApp } from '../parts/hello-app';
import { Section } from '../parts/section';
import type { Settings } from '../settings';

/** Properties for `IngressPathChart`. */
export type IngressPathChartProps = Pick<Settings, 'repository' | 'ingressClass'>;

/** A second version of hello-app, with a Service and an Ingress that routes one path to it. */
export class IngressPathChart extends Section {
  constructor(scope: Construct, id: string, props: IngressPathChartProps) {
    const { repository, ingressClass } = props;
    const image = `${repository}:2.0`;
    super(scope, id, {
      title: '4.5 Ingress, by path',
      commands: [
        { line: `kubectl run --image ${image} --port 8080 --restart Never helloworld-v2`, makes: 'Pod helloworld-v2' },
        {
          line: 'kubectl expose pod helloworld-v2 --type NodePort --port 8080 --name helloworld-v2-nodeport',
          makes: 'Service helloworld-v2-nodeport',
        },
        { line: 'kubectl apply -f ingress_path.yaml' },
        {
          line: `kubectl create ingress helloworld-v2 --class "${ingressClass}" --rule "/helloworld_v2*=helloworld-v2-nodeport:8080"`,
          makes: 'Ingress helloworld-v2',
          remark: 'the same',
        },
      ],
    });

    new KubePod(this, 'helloworld-v2', {
      metadata: { name: 'helloworld-v2', labels: { run: 'helloworld-v2' } },
      spec: { ...helloApp({ name: 'helloworld-v2', image }), restartPolicy: 'Never' },
    });

    const service = new ExposedService(this, 'helloworld-v2-nodeport', {
      name: 'helloworld-v2-nodeport',
      type: ServiceType.NODE_PORT,
      run: 'helloworld-v2',
    });

    new Ingress(this, 'ingress', {
      metadata: { name: 'helloworld-v2' },
      className: ingressClass || undefined,
      rules: [{ path: '/helloworld_v2', backend: IngressBackend.fromService(service) }],
    });
  }
}
