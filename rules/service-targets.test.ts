import { JsonPatch } from 'cdk8s';
import { changed, container, finds, patched } from '../tools/broken';
import { serviceTargets } from './service-targets';

const { add, remove, replace } = JsonPatch;

finds(serviceTargets, [
  [
    'a Service that selects nothing',
    changed('Service helloworld-clusterip', replace('/spec/selector/run', 'hello')),
    'service_clusterip: Service helloworld-clusterip: no Pod has the labels that it selects, run=hello. On a cluster, it has no endpoints, and connections to it are refused.',
  ],
  [
    'a headless Service that selects nothing',
    changed('Service helloworld-clusterip', replace('/spec/selector/run', 'hello'), add('/spec/clusterIP', 'None')),
    'service_clusterip: Service helloworld-clusterip: no Pod has the labels that it selects, run=hello. On a cluster, its name leads to no address.',
  ],
  [
    'a Service that selects a Pod of another namespace',
    patched(
      changed('Service helloworld-v2-nodeport', add('/metadata/namespace', 'kube-public')),
      'Ingress helloworld-v2',
      add('/metadata/namespace', 'kube-public'),
    ),
    'ingress_path: Service helloworld-v2-nodeport: no Pod has the labels that it selects, run=helloworld-v2. On a cluster, it has no endpoints, and connections to it are refused.',
  ],
  [
    'a targetPort that one Pod does not declare',
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 80)),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort 80 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens there without saying so.',
  ],
  [
    'a targetPort that a Pod and a template do not declare',
    changed('Service helloworld-lb', remove('/spec/ports/0/targetPort'), replace('/spec/ports/0/port', 80)),
    'service_loadbalancer: Service helloworld-lb: its targetPort 80 is not a port of Pod helloworld. On a cluster, requests to it fail, unless something listens there without saying so.',
    'service_loadbalancer: Service helloworld-lb: its targetPort 80 is not a port of Deployment helloworld. On a cluster, requests to it fail, unless something listens there without saying so.',
  ],
  [
    'a targetPort by a name that no port has',
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 'http')),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort http is not a port of Pod helloworld-v2. On a cluster, that Pod is no endpoint of it, and without others connections are refused.',
  ],
  [
    'a targetPort of another protocol',
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/protocol', 'UDP')),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort 8080 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens there without saying so.',
  ],
  [
    'a Pod that declares no port',
    changed('Pod helloworld-v2', remove(`${container}/ports`), remove(`${container}/readinessProbe`)),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort 8080 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens there without saying so.',
  ],
]);
