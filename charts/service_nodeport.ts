import { ServiceType } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ExposedService } from './parts/exposed-service';
import { Section } from './parts/section';

/** The same, opened on a port of every node too. */
export class NodePortServiceChart extends Section {
  /** The Service, for the Ingress of section 4.5. */
  readonly service: ExposedService;

  constructor(scope: Construct, id: string) {
    super(scope, id, {
      title: '4.4.2 NodePort Service',
      commands: [
        {
          line: 'kubectl expose pod helloworld --type NodePort --port 8080 --name helloworld-nodeport',
          makes: 'Service helloworld-nodeport',
        },
      ],
    });

    this.service = new ExposedService(this, 'helloworld-nodeport', {
      name: 'helloworld-nodeport',
      type: ServiceType.NODE_PORT,
      run: 'helloworld',
    });
  }
}
