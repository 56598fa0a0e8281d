import { JsonPatch } from 'cdk8s';
import { changed, container, finds, one, patched, template } from '../tools/broken';
import { containerResources, nodeSize } from './resources';

const { remove, replace } = JsonPatch;

finds(containerResources, [
  [
    'no requests',
    changed('Pod helloworld', remove(`${container}/resources/requests`)),
    'pod: Pod helloworld: container helloworld has no cpu request. On a cluster, the API server requests the whole limit for it.',
    'pod: Pod helloworld: container helloworld has no memory request. On a cluster, the API server requests the whole limit for it.',
  ],
  [
    'neither request nor limit',
    changed('Pod curl', remove(`${container}/resources/requests/cpu`), remove(`${container}/resources/limits/cpu`)),
    'pod: Pod curl: container curl has no cpu request. On a cluster, the scheduler puts it on nodes that have no room for it.',
    'pod: Pod curl: container curl has no cpu limit. On a cluster, it can take all that the node has from the other Pods.',
  ],
  [
    'no limit',
    changed('ReplicaSet helloworld', remove(`${template}/containers/0/resources/limits/memory`)),
    'replicaset: ReplicaSet helloworld: container helloworld has no memory limit. On a cluster, it can take all that the node has from the other Pods.',
  ],
  [
    'more requested than allowed',
    changed('Pod curl', replace(`${container}/resources/requests/cpu`, '0.2')),
    'pod: Pod curl: container curl requests more cpu, 0.2, than its limit, 100m. On a cluster, the API server refuses it.',
  ],
  [
    'no quantity',
    changed('Pod curl', replace(`${container}/resources/limits/memory`, '64MB')),
    'pod: Pod curl: container curl: memory limit 64MB is no quantity. On a cluster, the API server refuses it.',
  ],
]);

finds(nodeSize, [
  [
    'one Pod that asks for a whole node',
    patched(
      one('Pod curl'),
      'Pod curl',
      replace(`${container}/resources`, {
        requests: { cpu: 1.5, memory: '16Mi' },
        limits: { cpu: 2, memory: '64Mi' },
      }),
    ),
    'pod: Pod curl: of all the cpu that the app requests, 1500m, it requests the most; a node of 2 CPUs and 2 GiB leaves 1150m. On a cluster, of that size the Pods for which there is no room stay Pending: Insufficient cpu.',
  ],
  [
    'a Deployment that fits but for its surge',
    patched(
      one('Deployment helloworld'),
      'Deployment helloworld',
      replace('/spec/replicas', 5),
      replace(`${template}/containers/0/resources`, {
        requests: { cpu: '10m', memory: '300Mi' },
        limits: { cpu: '100m', memory: '300Mi' },
      }),
    ),
    'deployment: Deployment helloworld: of all the memory that the app requests, 1800Mi, it requests the most; a node of 2 CPUs and 2 GiB leaves 1700Mi. On a cluster, of that size the Pods for which there is no room stay Pending: Insufficient memory.',
  ],
  [
    'a Deployment whose surge is the default, a quarter of its replicas, rounded up',
    patched(
      one('Deployment helloworld'),
      'Deployment helloworld',
      replace('/spec/replicas', 5),
      remove('/spec/strategy'),
      replace(`${template}/containers/0/resources`, {
        requests: { cpu: '165m', memory: '16Mi' },
        limits: { cpu: '1', memory: '64Mi' },
      }),
    ),
    'deployment: Deployment helloworld: of all the cpu that the app requests, 1155m, it requests the most; a node of 2 CPUs and 2 GiB leaves 1150m. On a cluster, of that size the Pods for which there is no room stay Pending: Insufficient cpu.',
  ],
]);
