import { JsonPatch } from 'cdk8s';
import { changed, copied, finds } from '../tools/broken';
import { ingressPaths } from './ingress-paths';

const { add, remove, replace } = JsonPatch;

finds(ingressPaths, [
  [
    'two Ingresses for the same path',
    changed('Ingress helloworld-v2', replace('/spec/rules/0/http/paths/0/path', '/')),
    'ingress_path: Ingress helloworld-v2: it claims Prefix /, as Ingress helloworld of ingress does. On a cluster, one of the two never answers; which one is up to the ingress controller.',
  ],
  [
    'the same path but for a slash, of a class given the old way',
    copied(
      'Ingress helloworld-v2',
      replace('/metadata/name', 'again'),
      add('/metadata/annotations', { 'kubernetes.io/ingress.class': 'nginx' }),
      remove('/spec/ingressClassName'),
      replace('/spec/rules/0/http/paths/0/path', '/helloworld_v2/'),
    ),
    'copy: Ingress again: it claims Prefix /helloworld_v2/, as Ingress helloworld-v2 of ingress_path does. On a cluster, one of the two never answers; which one is up to the ingress controller.',
  ],
]);
