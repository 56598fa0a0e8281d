import { JsonPatch } from 'cdk8s';
import { changed, container, finds, one } from '../tools/broken';
import { ports } from './ports';

const { add, replace } = JsonPatch;

finds(ports, [
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
    'pod: Pod helloworld: it has two ports called http. On a cluster, the API server refuses it.',
  ],
  [
    'a port of two containers',
    changed(
      'Pod curl',
      add(`${container}/ports`, [{ containerPort: 80, name: 'http' }]),
      add('/spec/containers/-', one('Pod helloworld')[0]?.object.spec?.containers?.[0]),
      add('/spec/containers/1/ports/0/name', 'http'),
    ),
    'pod: Pod curl: two of its containers have a port called http. On a cluster, a Service that sends to that name finds only the first.',
  ],
]);
