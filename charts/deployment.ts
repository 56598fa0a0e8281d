import type { Construct } from 'constructs';
import { IntOrString, KubeDeployment } from '../imports/k8s';
import { helloApp } from '../parts/hello-app';
import { Section } from '../parts/section';
import type { Settings } from '../settings';

/** Properties for `DeploymentChart`. */
export type DeploymentChartProps = Pick<Settings, 'repository' | 'replicas' | 'version'>;

/** A Deployment that updates its Pods one by one, and back. Its Pods carry the label that the Services of 4.4 select. */
export class DeploymentChart extends Section {
  constructor(scope: Construct, id: string, props: DeploymentChartProps) {
    const { repository, replicas, version } = props;
    const image = `${repository}:${version}`;
    super(scope, id, {
      title: '4.7 Deployment',
      commands: [
        `kubectl run --image ${image} helloworld # made a Deployment up to kubectl 1.17`,
        `kubectl create deployment helloworld --image ${image} # since then`,
        ...(replicas === 1 ? [] : [`kubectl scale --replicas=${replicas} deploy/helloworld`]),
      ],
    });

    const labels = { run: 'helloworld' };
    new KubeDeployment(this, 'helloworld', {
      metadata: {
        name: 'helloworld',
        labels,
        annotations: { 'kubernetes.io/change-cause': `hello-app ${version}` },
      },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
        },
        template: { metadata: { labels }, spec: helloApp({ name: 'helloworld', image }) },
      },
    });
  }
}
