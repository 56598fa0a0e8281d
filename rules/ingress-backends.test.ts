import { JsonPatch } from 'cdk8s';
import { changed, finds } from '../tools/broken';
import { ingressBackends } from './ingress-backends';

const { add, replace } = JsonPatch;

finds(ingressBackends, [
  [
    'a backend that does not exist',
    changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/backend/service/name', 'hello')),
    'ingress: Ingress helloworld: the backend of /, Service hello, is not in the app. On a cluster, the ingress controller answers requests for it with an error (503).',
  ],
  [
    'a backend in another namespace',
    changed('Ingress helloworld', add('/metadata/namespace', 'kube-public')),
    'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, is not in the app. On a cluster, the ingress controller answers requests for it with an error (503).',
  ],
  [
    'a port that the backend does not have',
    changed('Ingress helloworld-v2', replace('/spec/rules/0/http/paths/0/backend/service/port/number', 80)),
    'ingress_path: Ingress helloworld-v2: the backend of /helloworld_v2, Service helloworld-v2-nodeport, has no port 80. On a cluster, the ingress controller answers requests for it with an error (503).',
  ],
  [
    'a port by a name that the backend does not know',
    changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/backend/service/port', { name: 'http' })),
    'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, has no port http. On a cluster, the ingress controller answers requests for it with an error (503).',
  ],
  [
    'a default backend that does not exist',
    changed('Ingress helloworld', add('/spec/defaultBackend', { service: { name: 'none', port: { number: 80 } } })),
    'ingress: Ingress helloworld: the backend of all other paths, Service none, is not in the app. On a cluster, the ingress controller answers requests for it with an error (503).',
  ],
]);
