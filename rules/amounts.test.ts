import { JsonPatch } from 'cdk8s';
import { changed, container, controller, finds } from '../tools/broken';
import { amounts } from './amounts';

const { add, replace } = JsonPatch;

finds(amounts, [
  [
    'more requested than allowed',
    changed('Pod curl', replace(`${container}/resources/requests/cpu`, '0.2')),
    'pod: Pod curl: container curl requests more cpu, 0.2, than its limit, 100m. On a cluster, the API server refuses it.',
  ],
  [
    'thousandths of a byte',
    changed(
      'Pod curl',
      replace(`${container}/resources/requests/memory`, '16m'),
      replace(`${container}/resources/limits/memory`, '64m'),
    ),
    'pod: Pod curl: container curl: the memory of its requests is 16m, which is 0.016 bytes. On a cluster, the scheduler counts next to nothing for it.',
    'pod: Pod curl: container curl: the memory of its limits is 64m, which is 0.064 bytes. On a cluster, the container is killed before it runs: OOMKilled.',
  ],
  [
    'memory without a unit, in a StatefulSet',
    controller('StatefulSet', replace('/spec/containers/0/resources/requests/memory', 16)),
    'other: StatefulSet other: container helloworld: the memory of its requests is 16, which is 16 bytes. On a cluster, the scheduler counts next to nothing for it.',
  ],
  [
    'CPUs in units of memory',
    changed('Pod curl', replace(`${container}/resources/limits/cpu`, '1Mi')),
    'pod: Pod curl: container curl: the cpu of its limits is 1Mi, which is 1048576 CPUs. On a cluster, no node has as many, and the Pod stays Pending.',
  ],
  [
    'a resource that there is not',
    changed('Pod curl', add(`${container}/resources/limits/ram`, '64Mi')),
    'pod: Pod curl: container curl: there is no resource ram; there are cpu, memory, ephemeral-storage, hugepages-SIZE, and what has a DNS name before it, such as example.com/gpu. On a cluster, the API server refuses it.',
  ],
]);
