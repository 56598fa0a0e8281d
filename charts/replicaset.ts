import type { Construct } from 'constructs';
import { KubeReplicaSet } from '../imports/k8s';
import { asRun, helloApp } from './parts/hello-app';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `ReplicaSetChart`. */
export type ReplicaSetChartProps = Pick<Settings, 'repository' | 'replicas'>;

/** A ReplicaSet that keeps a number of Pods running. It adopts Pods by label, so its label is not that of the bare Pod. */
export class ReplicaSetChart extends Section {
  constructor(scope: Construct, id: string, props: ReplicaSetChartProps) {
    const { repository, replicas } = props;
    super(scope, id, {
      title: '4.6 ReplicaSet',
      commands: [
        { line: 'kubectl apply -f replicaset.yaml' },
        ...(replicas === 1 ? [] : [{ line: `kubectl scale --replicas=${replicas} replicaset/helloworld` }]),
      ],
    });

    const labels = { app: 'helloworld' };
    new KubeReplicaSet(this, 'helloworld', {
      metadata: { name: 'helloworld', labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { ...helloApp({ name: 'helloworld', image: `${repository}:1.0` }), ...asRun },
        },
      },
    });
  }
}
