import { JsonPatch } from 'cdk8s';
import { copied, finds } from '../tools/broken';
import { uniqueNames } from './unique-names';

const { replace } = JsonPatch;

finds(uniqueNames, [
  [
    'two Services of one name',
    copied('Service helloworld-lb', replace('/spec/type', 'NodePort')),
    'copy: Service helloworld-lb: service_loadbalancer has an object of the same kind and name, too. On a cluster, kubectl apply makes one object of both, and whichever file it reads last has its way.',
  ],
]);
