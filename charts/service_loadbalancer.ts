import { ServiceType } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ExposedService } from './parts/exposed-service';
import { Section } from './parts/section';

/** The same again, behind an address of the cloud's load balancer. */
export class LoadBalancerServiceChart extends Section {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      title: '4.4.3 LoadBalancer Service',
      commands: [
        {
          line: 'kubectl expose pod helloworld --type LoadBalancer --port 8080 --name helloworld-lb',
          makes: 'Service helloworld-lb',
        },
      ],
    });

    new ExposedService(this, 'helloworld-lb', {
      name: 'helloworld-lb',
      type: ServiceType.LOAD_BALANCER,
      run: 'helloworld',
    });
  }
}
