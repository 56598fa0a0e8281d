import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, finds, patched } from '../../../tools/testing/test-chapter';
import type { Entry } from '../objects/entries';
import { Inventory } from '../objects/inventory';
import { serviceTargets } from './service-targets';

const { add, remove, replace } = JsonPatch;

const headless = add('/spec/clusterIP', 'None');

finds(serviceTargets, [
  [
    'a Service that selects nothing',
    changed('Service helloworld-clusterip', replace('/spec/selector/run', 'hello')),
    'service_clusterip: Service helloworld-clusterip: no Pod has the labels in its selector, run=hello. On a cluster, it has no endpoints, and connections to it are refused.',
  ],
  [
    'a headless Service that selects nothing',
    changed('Service helloworld-clusterip', replace('/spec/selector/run', 'hello'), add('/spec/clusterIP', 'None')),
    'service_clusterip: Service helloworld-clusterip: no Pod has the labels in its selector, run=hello. On a cluster, its name resolves to no address.',
  ],
  [
    'a Service that selects a Pod of another namespace',
    patched(
      changed('Service helloworld-v2-nodeport', add('/metadata/namespace', 'kube-public')),
      'Ingress helloworld-v2',
      add('/metadata/namespace', 'kube-public'),
    ),
    'ingress_path: Service helloworld-v2-nodeport: no Pod has the labels in its selector, run=helloworld-v2. On a cluster, it has no endpoints, and connections to it are refused.',
  ],
  [
    'a targetPort that one Pod does not declare',
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 80)),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort 80 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens on the undeclared port.',
  ],
  [
    'a targetPort that a Pod and a template do not declare',
    changed('Service helloworld-lb', remove('/spec/ports/0/targetPort'), replace('/spec/ports/0/port', 80)),
    'service_loadbalancer: Service helloworld-lb: its targetPort 80 is not a port of Pod helloworld. On a cluster, requests to it fail, unless something listens on the undeclared port.',
    'service_loadbalancer: Service helloworld-lb: its targetPort 80 is not a port of Deployment helloworld. On a cluster, requests to it fail, unless something listens on the undeclared port.',
  ],
  [
    'a targetPort by a name that no port has',
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 'http')),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort http is not a port of Pod helloworld-v2. On a cluster, that Pod is not one of its endpoints; if there are no others, connections are refused.',
  ],
  [
    'a targetPort of another protocol',
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/protocol', 'UDP')),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort 8080 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens on the undeclared port.',
  ],
  [
    'a Pod that declares no port',
    changed('Pod helloworld-v2', remove(`${container}/ports`), remove(`${container}/readinessProbe`)),
    'ingress_path: Service helloworld-v2-nodeport: its targetPort 8080 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens on the undeclared port.',
  ],
  [
    'a Service without a selector',
    changed('Service helloworld-lb', remove('/spec/selector')),
    'service_loadbalancer: Service helloworld-lb: it has neither a selector nor Endpoints. On a cluster, it has no endpoints, and connections to it are refused.',
  ],
  [
    'a headless Service with an empty selector',
    changed('Service helloworld-clusterip', replace('/spec/selector', {}), add('/spec/clusterIP', 'None')),
    'service_clusterip: Service helloworld-clusterip: it has neither a selector nor Endpoints. On a cluster, its name resolves to no address.',
  ],
  [
    'the endpoints of another Service, and of another namespace',
    [
      ...changed('Service helloworld-lb', remove('/spec/selector')),
      { chart: 'other', object: slice('helloworld-clusterip') },
      {
        chart: 'other',
        object: {
          ...slice('helloworld-lb'),
          metadata: { ...slice('helloworld-lb').metadata, name: 'far', namespace: 'kube-public' },
        },
      },
    ],
    'service_loadbalancer: Service helloworld-lb: it has neither a selector nor Endpoints. On a cluster, it has no endpoints, and connections to it are refused.',
  ],
  [
    'a port of a headless Service that only the targetPort would make one of the Pod',
    changed('Service helloworld-clusterip', headless, replace('/spec/ports/0/port', 80)),
    'service_clusterip: Service helloworld-clusterip: its port 80 is not a port of Pod helloworld, and a headless Service does not translate ports. On a cluster, requests to it fail, unless something listens on the undeclared port.',
    'service_clusterip: Service helloworld-clusterip: its port 80 is not a port of Deployment helloworld, and a headless Service does not translate ports. On a cluster, requests to it fail, unless something listens on the undeclared port.',
  ],
]);

test.each<[string, readonly Entry[]]>([
  [
    'an ExternalName',
    changed('Service helloworld-lb', replace('/spec', { type: 'ExternalName', externalName: 'db.example.com' })),
  ],
  [
    'a Service with Endpoints by hand',
    [
      ...changed('Service helloworld-lb', remove('/spec/selector')),
      {
        chart: 'other',
        object: {
          apiVersion: 'v1',
          kind: 'Endpoints',
          metadata: { name: 'helloworld-lb' },
          subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 8080 }] }],
        },
      },
    ],
  ],
  [
    'a Service with an EndpointSlice by hand',
    [...changed('Service helloworld-lb', remove('/spec/selector')), { chart: 'other', object: slice('helloworld-lb') }],
  ],
  ['a headless Service', changed('Service helloworld-clusterip', headless)],
  [
    'a headless Service with another targetPort, which does not count',
    changed('Service helloworld-clusterip', headless, replace('/spec/ports/0/targetPort', 80)),
  ],
  [
    'a headless Service by the name of a port',
    patched(
      changed(
        'Service helloworld-v2-nodeport',
        replace('/spec/type', 'ClusterIP'),
        headless,
        replace('/spec/ports/0/targetPort', 'http'),
      ),
      'Pod helloworld-v2',
      add(`${container}/ports/0/name`, 'http'),
    ),
  ],
  [
    'a port of UDP',
    patched(
      changed(
        'Service helloworld-v2-nodeport',
        add('/spec/ports/0/name', 'tcp'),
        add('/spec/ports/-', { name: 'dns', port: 53, protocol: 'UDP' }),
      ),
      'Pod helloworld-v2',
      add(`${container}/ports/-`, { containerPort: 53, protocol: 'UDP' }),
    ),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});

// Kubernetes 1.27 does not know them, so the structure would be all that is found.
test('service-targets finds nothing in a port of what runs beside the others', () => {
  const beside = { name: 'proxy', image: 'envoy:1.30', restartPolicy: 'Always', ports: [{ containerPort: 9090 }] };
  const items = patched(
    changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 9090)),
    'Pod helloworld-v2',
    add('/spec/initContainers', [{ name: 'before', image: 'busybox:1.36' }, beside]),
  );
  expect([...serviceTargets.find(new Inventory(items))]).toEqual([]);
});

function slice(service: string) {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-1`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.0.2.1'] }],
    ports: [{ port: 8080 }],
  };
}
