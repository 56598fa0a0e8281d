import { JsonPatch } from 'cdk8s';
import { changed, container, finds, template } from '../../../../tools/testing/test-chapter';
import { resources } from './resources';

const { remove } = JsonPatch;

finds(resources, [
  [
    'no requests',
    changed('Pod helloworld', remove(`${container}/resources/requests`)),
    'pod: Pod helloworld: container helloworld has no cpu request. On a cluster, its request becomes the whole limit.',
    'pod: Pod helloworld: container helloworld has no memory request. On a cluster, its request becomes the whole limit.',
  ],
  [
    'neither request nor limit',
    changed('Pod curl', remove(`${container}/resources/requests/cpu`), remove(`${container}/resources/limits/cpu`)),
    'pod: Pod curl: container curl has no cpu request. On a cluster, the scheduler may place it on a node that has no room for it.',
    'pod: Pod curl: container curl has no cpu limit. On a cluster, it can use up the whole node and starve the other Pods.',
  ],
  [
    'no limit',
    changed('ReplicaSet helloworld', remove(`${template}/containers/0/resources/limits/memory`)),
    'replicaset: ReplicaSet helloworld: container helloworld has no memory limit. On a cluster, it can use up the whole node and starve the other Pods.',
  ],
  [
    'no resources',
    changed('Pod curl', remove(`${container}/resources`)),
    'pod: Pod curl: container curl has no cpu request. On a cluster, the scheduler may place it on a node that has no room for it.',
    'pod: Pod curl: container curl has no cpu limit. On a cluster, it can use up the whole node and starve the other Pods.',
    'pod: Pod curl: container curl has no memory request. On a cluster, the scheduler may place it on a node that has no room for it.',
    'pod: Pod curl: container curl has no memory limit. On a cluster, it can use up the whole node and starve the other Pods.',
  ],
  [
    'no limits',
    changed('Pod curl', remove(`${container}/resources/limits`)),
    'pod: Pod curl: container curl has no cpu limit. On a cluster, it can use up the whole node and starve the other Pods.',
    'pod: Pod curl: container curl has no memory limit. On a cluster, it can use up the whole node and starve the other Pods.',
  ],
]);
