import { JsonPatch } from 'cdk8s';
import { changed, container, controller, finds, one, template } from '../tools/broken';
import { ports } from './ports';

const { add, replace } = JsonPatch;

finds(ports, [
  [
    'a probe of a port that is not declared',
    changed('Pod helloworld', replace(`${container}/readinessProbe/tcpSocket/port`, 9090)),
    'pod: Pod helloworld: the readinessProbe of container helloworld uses port 9090, which that container does not declare. On a cluster, the probe fails, unless something listens there without saying so.',
  ],
  [
    'a probe of a port by a name that is not declared',
    changed('Deployment helloworld', add(`${template}/containers/0/livenessProbe`, { httpGet: { port: 'http' } })),
    'deployment: Deployment helloworld: the livenessProbe of container helloworld uses port http, which that container does not declare. On a cluster, the kubelet finds no such port, and the probe never succeeds.',
  ],
  [
    "a CronJob's probe of a port that is not declared",
    controller('CronJob', add('/spec/containers/0/startupProbe', { grpc: { port: 1 } })),
    'other: CronJob other: the startupProbe of container helloworld uses port 1, which that container does not declare. On a cluster, the probe fails, unless something listens there without saying so.',
  ],
  [
    'two containers of one name',
    changed('Pod curl', add('/spec/initContainers', one('Pod curl')[0]?.object.spec?.containers)),
    'pod: Pod curl: it has two containers called curl. On a cluster, the API server refuses it.',
  ],
  [
    'a Service with two ports of which one has no name',
    changed('Service helloworld-v2-nodeport', add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'http' })),
    'ingress_path: Service helloworld-v2-nodeport: it has several ports, and one has no name. On a cluster, the API server refuses it.',
  ],
  [
    'a Service with two ports of one name',
    changed(
      'Service helloworld-v2-nodeport',
      add('/spec/ports/0/name', 'http'),
      add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'http' }),
    ),
    'ingress_path: Service helloworld-v2-nodeport: it has two ports called http. On a cluster, the API server refuses it.',
  ],
  [
    'two ports of one name',
    changed(
      'Pod helloworld',
      replace(
        `${container}/ports`,
        [8080, 8081].map((containerPort) => ({ containerPort, name: 'http' })),
      ),
    ),
    'pod: Pod helloworld: it has two ports called http. On a cluster, the API server refuses it, or, where they are of two containers, a Service finds only the first.',
  ],
]);
