import { JsonPatch } from 'cdk8s';
import { container, finds, one, patched, template } from '../tools/broken';
import { nodeSize } from './node-size';

const { remove, replace } = JsonPatch;

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
