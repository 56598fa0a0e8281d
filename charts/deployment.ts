import { JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { IntOrString, KubeDeployment } from '../imports/k8s';
import { has } from '../lib/check/schema/versions';
import { because } from '../lib/synth/because';
import { asRun, helloApp } from './parts/hello-app';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `DeploymentChart`. */
export type DeploymentChartProps = Pick<Settings, 'repository' | 'replicas' | 'version' | 'kubernetes'>;

/** A Deployment that updates its Pods one by one, and back. Its Pods carry the label that the Services of 4.4 select. */
export class DeploymentChart extends Section {
  constructor(scope: Construct, id: string, props: DeploymentChartProps) {
    const { repository, replicas, version, kubernetes } = props;
    const image = `${repository}:${version}`;
    super(scope, id, {
      title: '4.7 Deployment',
      commands: [
        { line: `kubectl run --image ${image} helloworld`, remark: 'made a Deployment up to kubectl 1.17' },
        {
          line: `kubectl create deployment helloworld --image ${image}`,
          makes: 'Deployment helloworld',
          remark: 'since kubectl 1.18',
        },
        ...(replicas === 1 ? [] : [{ line: `kubectl scale --replicas=${replicas} deploy/helloworld` }]),
      ],
    });

    const labels = { run: 'helloworld' };
    const sleeps = has(kubernetes, '1.30');
    const podSpec = { ...helloApp({ name: 'helloworld', image }), ...asRun, ...(sleeps ? whySleep : {}) };
    const Deployment = sleeps ? SleepingDeployment : KubeDeployment;
    new Deployment(this, 'helloworld', {
      metadata: {
        name: 'helloworld',
        labels,
        annotations: { 'kubernetes.io/change-cause': `hello-app ${version}` },
        ...because({
          labels: { run: 'the label that kubectl run set; create deployment sets app instead' },
          annotations: { 'kubernetes.io/change-cause': 'shown by kubectl rollout history' },
        }),
      },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: IntOrString.fromNumber(1), maxUnavailable: IntOrString.fromNumber(0) },
        },
        template: { metadata: { labels }, spec: podSpec },
        ...because({
          selector: { matchLabels: { run: 'the label in the template below' } },
          strategy: 'one Pod at a time, with none unavailable',
          template: { metadata: { labels: { run: 'the Services of 4.4 select it, so they reach these Pods too' } } },
        }),
      },
    });
  }
}

/**
 * A Deployment whose container sleeps when it is told to stop, and answers meanwhile. Kubernetes has this since 1.30; the
 * class of the imported API, that of 1.27, drops it from props and patches, so it is added to what that class writes.
 */
class SleepingDeployment extends KubeDeployment {
  override toJson() {
    const lifecycle = { preStop: { sleep: { seconds: 5 } } };
    return JsonPatch.apply(super.toJson(), JsonPatch.add('/spec/template/spec/containers/0/lifecycle', lifecycle));
  }
}

const whySleep = because({
  containers: [
    { lifecycle: 'requests arrive until every node knows that the Pod is stopping; it answers them for 5 s more' },
  ],
});
