import { JsonPatch } from 'cdk8s';
import { beside, changed, finds } from '../../../tools/testing/test-chapter';
import { serverFields } from './server-fields';

const { add } = JsonPatch;

finds(serverFields, [
  [
    'the version of a running object',
    changed('Service helloworld-lb', add('/metadata/resourceVersion', '1234')),
    'service_loadbalancer: Service helloworld-lb: it has a resourceVersion, which only the API server sets. On a cluster, kubectl apply fails if the object was recreated or has changed.',
  ],
  [
    'the uid of a running object',
    changed('Pod curl', add('/metadata/uid', '8f4d1d3c-4a1c-4f3a-9d55-0f6a5a3c2b1e')),
    'pod: Pod curl: it has a uid, which only the API server sets. On a cluster, kubectl apply fails if the object was recreated or has changed.',
  ],
  [
    'only the beginning of a name',
    beside({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'other-' } }),
    'other: ConfigMap other-…: it has a generateName but no name. On a cluster, kubectl apply fails, and kubectl create makes a new object each time.',
  ],
]);
