import type { Construct } from 'constructs';
import { KubePod } from '../imports/k8s';
import { because } from '../lib/synth/because';
import { curl, curlImage } from './parts/curl';
import { helloApp } from './parts/hello-app';
import { Section } from './parts/section';
import type { Settings } from './settings';

/** Properties for `PodChart`. */
export type PodChartProps = Pick<Settings, 'repository'>;

/** Two bare Pods: hello-app, and one with `curl` and a shell to reach it from inside the cluster. */
export class PodChart extends Section {
  constructor(scope: Construct, id: string, props: PodChartProps) {
    const image = `${props.repository}:1.0`;
    super(scope, id, {
      title: '4.3 Pod',
      commands: [
        {
          line: `kubectl run --restart Never --image ${image} --port 8080 --env TEST_ENV=hellow_world helloworld`,
          makes: 'Pod helloworld',
        },
        { line: `kubectl run --restart Never --image ${curlImage} -it --rm curl sh`, makes: 'Pod curl' },
      ],
    });

    new KubePod(this, 'helloworld', {
      metadata: { name: 'helloworld', labels: { run: 'helloworld' } },
      spec: {
        ...helloApp({ name: 'helloworld', image, env: [{ name: 'TEST_ENV', value: 'hellow_world' }] }),
        restartPolicy: 'Never',
      },
    });

    new KubePod(this, 'curl', {
      metadata: { name: 'curl', labels: { run: 'curl' } },
      spec: {
        ...curl({ name: 'curl', args: ['sh'], interactive: true }),
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        ...because({
          terminationGracePeriodSeconds: 'sh as PID 1 ignores SIGTERM; by default, each delete would take 30 s',
        }),
      },
    });
  }
}
