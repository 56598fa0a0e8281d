import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, controller, finds, podSpec } from '../../../tools/testing/test-chapter';
import type { Item } from '../objects/item';
import { ports } from './ports';

const { add, replace } = JsonPatch;

finds(ports, [
  [
    'two containers of one name',
    changed('Pod curl', add('/spec/initContainers', podSpec('curl').containers)),
    'pod: Pod curl: it has two containers named curl. On a cluster, the API server refuses it.',
  ],
  [
    'a Service with two ports of which one has no name',
    changed('Service helloworld-v2-nodeport', add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'http' })),
    'ingress_path: Service helloworld-v2-nodeport: it has several ports, one of them without a name. On a cluster, the API server refuses it.',
  ],
  [
    'a Service with two ports of one name',
    changed(
      'Service helloworld-v2-nodeport',
      add('/spec/ports/0/name', 'http'),
      add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'http' }),
    ),
    'ingress_path: Service helloworld-v2-nodeport: it has two ports named http. On a cluster, the API server refuses it.',
  ],
  [
    'two ports of one name',
    changed(
      'Pod helloworld',
      replace(
        `${container}/ports`,
        [8080, 8081].map((containerPort) => ({ containerPort, name: 'http' })),
      ),
    ),
    'pod: Pod helloworld: it has two ports named http. On a cluster, the API server refuses it.',
  ],
  [
    'two ports of one name, beside a container with another',
    changed(
      'Pod curl',
      add(`${container}/ports`, [
        { containerPort: 80, name: 'http' },
        { containerPort: 81, name: 'http' },
      ]),
      add('/spec/containers/-', server()),
      add('/spec/containers/1/ports/0/name', 'http'),
    ),
    'pod: Pod curl: it has two ports named http. On a cluster, the API server refuses it.',
  ],
  [
    'a port of two containers',
    changed(
      'Pod curl',
      add(`${container}/ports`, [{ containerPort: 80, name: 'http' }]),
      add('/spec/containers/-', server()),
      add('/spec/containers/1/ports/0/name', 'http'),
    ),
    'pod: Pod curl: two of its containers have a port named http. On a cluster, a Service with that targetPort finds only the first.',
  ],
  [
    'a number of two containers',
    changed(
      'Pod curl',
      add(`${container}/ports`, [{ containerPort: 8080, name: 'one', protocol: 'TCP' }]),
      add('/spec/containers/-', server()),
    ),
    'pod: Pod curl: two of its containers have the port 8080/TCP. On a cluster, they share one network, so the second to start finds the port in use.',
  ],
  [
    "a StatefulSet's two containers of one name",
    controller('StatefulSet', add('/spec/containers/-', { ...server(), ports: [], readinessProbe: undefined })),
    'other: StatefulSet other: it has two containers named helloworld. On a cluster, it is accepted, but none of its Pods can be created.',
  ],
]);

test.each<[string, Item[]]>([
  [
    'one number for TCP and for UDP',
    changed(
      'Pod curl',
      add(`${container}/ports`, [{ containerPort: 8080, protocol: 'UDP' }]),
      add('/spec/containers/-', server()),
    ),
  ],
  [
    'one number under two names in one container',
    changed(
      'Pod helloworld',
      add(`${container}/ports/0/name`, 'http'),
      add(`${container}/ports/-`, { containerPort: 8080, name: 'web' }),
    ),
  ],
  [
    'the number of a container that has ended',
    changed(
      'Pod helloworld',
      add('/spec/initContainers', [{ ...server(), name: 'before', readinessProbe: undefined }]),
    ),
  ],
  [
    'a Service with two ports that have names',
    changed(
      'Service helloworld-v2-nodeport',
      add('/spec/ports/0/name', 'http'),
      add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'web' }),
    ),
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});

function server() {
  return podSpec('helloworld').containers[0];
}
