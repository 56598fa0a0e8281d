import { ServiceType } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KubePod } from '../../imports/k8s';
import { ExposedService } from './exposed-service';
import { helloApp, port } from './hello-app';
import type { Command } from './section';

/** Properties for `SecondVersion`. */
export interface SecondVersionProps {
  /** Repository of the hello-app image, without tag or digest. */
  readonly repository: string;
}

/** Version 2.0 of hello-app in a Pod, and the Service in front of it: where the second path of 4.5 leads. */
export class SecondVersion extends Construct {
  /** The commands that make the two. */
  static commands(repository: string): Command[] {
    return [
      {
        line: `kubectl run --image ${imageOf(repository)} --port ${port} --restart Never helloworld-v2`,
        makes: 'Pod helloworld-v2',
      },
      {
        line: `kubectl expose pod helloworld-v2 --type NodePort --port ${port} --name helloworld-v2-nodeport`,
        makes: 'Service helloworld-v2-nodeport',
      },
    ];
  }

  readonly service: ExposedService;

  constructor(scope: Construct, id: string, { repository }: SecondVersionProps) {
    super(scope, id);

    new KubePod(this, 'pod', {
      metadata: { name: 'helloworld-v2', labels: { run: 'helloworld-v2' } },
      spec: { ...helloApp({ name: 'helloworld-v2', image: imageOf(repository) }), restartPolicy: 'Never' },
    });

    this.service = new ExposedService(this, 'service', {
      name: 'helloworld-v2-nodeport',
      type: ServiceType.NODE_PORT,
      run: 'helloworld-v2',
    });
  }
}

function imageOf(repository: string): string {
  return `${repository}:2.0`;
}
