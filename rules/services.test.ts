import { JsonPatch } from 'cdk8s';
import { changed, finds, patched } from '../tools/broken';
import { services } from './services';

const { add, remove, replace } = JsonPatch;

finds(services, [
  [
    'no ports',
    changed('Service helloworld-clusterip', remove('/spec/ports')),
    'service_clusterip: Service helloworld-clusterip: it has no ports. On a cluster, the API server refuses it.',
  ],
  [
    'a node port of a ClusterIP',
    changed('Service helloworld-clusterip', add('/spec/ports/0/nodePort', 30080)),
    'service_clusterip: Service helloworld-clusterip: it has a nodePort, 30080, but its type is ClusterIP. On a cluster, the API server refuses it.',
  ],
  [
    'a node port out of range',
    changed('Service helloworld-v2-nodeport', add('/spec/ports/0/nodePort', 8080)),
    'ingress_path: Service helloworld-v2-nodeport: nodePort 8080 must be from 30000 to 32767. On a cluster, the API server refuses it, unless its range of node ports is another.',
  ],
  [
    'a node port of two Services',
    patched(
      changed('Service helloworld-v2-nodeport', add('/spec/ports/0/nodePort', 30080)),
      'Service helloworld-nodeport',
      add('/spec/ports/0/nodePort', 30080),
    ),
    'ingress_path: Service helloworld-v2-nodeport: nodePort 30080 is that of Service helloworld-nodeport of service_nodeport, too. On a cluster, the API server refuses whichever comes second.',
  ],
  [
    'a headless LoadBalancer',
    changed('Service helloworld-lb', add('/spec/clusterIP', 'None')),
    'service_loadbalancer: Service helloworld-lb: it is headless (clusterIP: None), so its type cannot be LoadBalancer. On a cluster, the API server refuses it.',
  ],
  [
    'an ExternalName without one',
    changed('Service helloworld-clusterip', replace('/spec/type', 'ExternalName')),
    'service_clusterip: Service helloworld-clusterip: its type is ExternalName, but it has no externalName. On a cluster, the API server refuses it.',
  ],
  [
    'an ExternalName with an address',
    changed(
      'Service helloworld-clusterip',
      replace('/spec/type', 'ExternalName'),
      add('/spec/externalName', 'example.com'),
      add('/spec/clusterIP', 'None'),
    ),
    'service_clusterip: Service helloworld-clusterip: its type is ExternalName, so it must have no clusterIP. On a cluster, the API server refuses it.',
  ],
  [
    'a port twice',
    changed(
      'Service helloworld-v2-nodeport',
      add('/spec/ports/0/name', 'one'),
      add('/spec/ports/-', { name: 'two', port: 8080 }),
    ),
    'ingress_path: Service helloworld-v2-nodeport: it has the port 8080/TCP twice. On a cluster, the API server refuses it.',
  ],
  [
    'a traffic policy for what is only inside',
    changed('Service helloworld-clusterip', add('/spec/externalTrafficPolicy', 'Local')),
    'service_clusterip: Service helloworld-clusterip: externalTrafficPolicy is not for the type ClusterIP. On a cluster, the API server refuses it.',
  ],
  [
    'a setting for load balancers',
    changed('Service helloworld-nodeport', add('/spec/loadBalancerSourceRanges', ['10.0.0.0/8'])),
    'service_nodeport: Service helloworld-nodeport: loadBalancerSourceRanges is not for the type NodePort. On a cluster, the API server refuses it.',
  ],
]);
