import { ServiceType } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ExposedService } from './parts/exposed-service';
import { Section } from './parts/section';

/** A Service inside the cluster: one name and address for all Pods that answer. */
export class ClusterIpServiceChart extends Section {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      title: '4.4.1 ClusterIP Service',
      commands: [
        {
          line: 'kubectl expose pod helloworld --type ClusterIP --port 8080 --name helloworld-clusterip',
          makes: 'Service helloworld-clusterip',
        },
      ],
    });

    new ExposedService(this, 'helloworld-clusterip', {
      name: 'helloworld-clusterip',
      type: ServiceType.CLUSTER_IP,
      run: 'helloworld',
    });
  }
}
