import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, finds, patched } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
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
    'a node port without a type',
    changed('Service helloworld-clusterip', remove('/spec/type'), add('/spec/ports/0/nodePort', 30080)),
    'service_clusterip: Service helloworld-clusterip: it has a nodePort, 30080, but its type is ClusterIP. On a cluster, the API server refuses it.',
  ],
  [
    'a node port out of range',
    changed('Service helloworld-v2-nodeport', add('/spec/ports/0/nodePort', 8080)),
    'ingress_path: Service helloworld-v2-nodeport: nodePort 8080 must be from 30000 to 32767. On a cluster, the API server refuses it, unless its node port range is different.',
  ],
  [
    'a node port of two Services',
    patched(
      changed('Service helloworld-v2-nodeport', add('/spec/ports/0/nodePort', 30080)),
      'Service helloworld-nodeport',
      add('/spec/ports/0/nodePort', 30080),
    ),
    'ingress_path: Service helloworld-v2-nodeport: nodePort 30080 is also used by Service helloworld-nodeport in service_nodeport. On a cluster, the API server refuses whichever is applied second.',
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
    'service_clusterip: Service helloworld-clusterip: externalTrafficPolicy is not allowed for type ClusterIP. On a cluster, the API server refuses it.',
  ],
  [
    'a setting for load balancers',
    changed('Service helloworld-nodeport', add('/spec/loadBalancerSourceRanges', ['10.0.0.0/8'])),
    'service_nodeport: Service helloworld-nodeport: loadBalancerSourceRanges is not allowed for type NodePort. On a cluster, the API server refuses it.',
  ],
  [
    'an ExternalName that is an address',
    changed(
      'Service helloworld-clusterip',
      replace('/spec/type', 'ExternalName'),
      add('/spec/externalName', '192.0.2.1'),
    ),
    'service_clusterip: Service helloworld-clusterip: its externalName, 192.0.2.1, is an address, not a name. On a cluster, its name resolves to no address.',
  ],
  [
    'how long requests stay at one Pod, but not that they do',
    changed('Service helloworld-clusterip', add('/spec/sessionAffinityConfig', { clientIP: { timeoutSeconds: 60 } })),
    'service_clusterip: Service helloworld-clusterip: it has a sessionAffinityConfig, but its sessionAffinity is not ClientIP. On a cluster, sessions are not kept: requests go to any Pod.',
  ],
  [
    'a port for checks from outside, of what is only inside',
    changed('Service helloworld-clusterip', add('/spec/healthCheckNodePort', 30001)),
    'service_clusterip: Service helloworld-clusterip: healthCheckNodePort is only allowed for a LoadBalancer with externalTrafficPolicy Local. On a cluster, the API server refuses it.',
  ],
  [
    'a port for checks of a load balancer that sends to all nodes',
    changed('Service helloworld-lb', add('/spec/healthCheckNodePort', 30001)),
    'service_loadbalancer: Service helloworld-lb: healthCheckNodePort is only allowed for a LoadBalancer with externalTrafficPolicy Local. On a cluster, the API server refuses it.',
  ],
  [
    'two addresses where there is one',
    changed('Service helloworld-lb', add('/spec/clusterIP', '10.96.0.20'), add('/spec/clusterIPs', ['10.96.0.21'])),
    'service_loadbalancer: Service helloworld-lb: the first of the clusterIPs, 10.96.0.21, must equal clusterIP. On a cluster, the API server refuses it.',
  ],
  [
    'addresses of one family twice',
    changed('Service helloworld-lb', add('/spec/ipFamilies', ['IPv4', 'IPv4'])),
    'service_loadbalancer: Service helloworld-lb: ipFamilies has IPv4 twice. On a cluster, the API server refuses it.',
  ],
  [
    'other settings for load balancers',
    changed(
      'Service helloworld-clusterip',
      add('/spec/allocateLoadBalancerNodePorts', false),
      add('/spec/loadBalancerClass', 'example.com/lb'),
    ),
    'service_clusterip: Service helloworld-clusterip: allocateLoadBalancerNodePorts is not allowed for type ClusterIP. On a cluster, the API server refuses it.',
    'service_clusterip: Service helloworld-clusterip: loadBalancerClass is not allowed for type ClusterIP. On a cluster, the API server refuses it.',
  ],
]);

test.each<[string, Item[]]>([
  [
    'an ExternalName without ports',
    changed('Service helloworld-clusterip', replace('/spec', { type: 'ExternalName', externalName: 'db.example.com' })),
  ],
  [
    'a headless Service without ports',
    changed('Service helloworld-clusterip', replace('/spec', { clusterIP: 'None', selector: { run: 'helloworld' } })),
  ],
  ['a Service without a type', changed('Service helloworld-clusterip', remove('/spec/type'))],
  [
    'a port of TCP and of UDP',
    patched(
      changed(
        'Service helloworld-v2-nodeport',
        replace('/spec/ports', [
          { name: 'tcp', port: 8080, nodePort: 30080 },
          { name: 'udp', port: 8080, nodePort: 30080, protocol: 'UDP' },
        ]),
      ),
      'Pod helloworld-v2',
      add(`${container}/ports/-`, { containerPort: 8080, protocol: 'UDP' }),
    ),
  ],
  [
    'what a load balancer has',
    changed(
      'Service helloworld-lb',
      add('/spec/allocateLoadBalancerNodePorts', false),
      add('/spec/externalTrafficPolicy', 'Local'),
      add('/spec/healthCheckNodePort', 30001),
      add('/spec/loadBalancerClass', 'example.com/lb'),
      add('/spec/loadBalancerSourceRanges', ['10.0.0.0/8']),
    ),
  ],
  [
    'addresses of two families',
    changed(
      'Service helloworld-clusterip',
      add('/spec/clusterIP', '10.96.0.20'),
      add('/spec/clusterIPs', ['10.96.0.20', 'fd00::20']),
      add('/spec/ipFamilies', ['IPv4', 'IPv6']),
      add('/spec/ipFamilyPolicy', 'RequireDualStack'),
    ),
  ],
  [
    'how long requests stay at one Pod',
    changed(
      'Service helloworld-clusterip',
      add('/spec/sessionAffinity', 'ClientIP'),
      add('/spec/sessionAffinityConfig', { clientIP: { timeoutSeconds: 60 } }),
    ),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});
