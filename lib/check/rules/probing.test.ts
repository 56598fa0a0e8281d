import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, controller, finds, podSpec, template } from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import { Inventory } from '../objects/inventory';
import { probing } from './probing';

const { add, remove, replace } = JsonPatch;

finds(probing, [
  [
    'a probe of a port that is not declared',
    changed('Pod helloworld', replace(`${container}/readinessProbe/tcpSocket/port`, 9090)),
    'pod: Pod helloworld: the readinessProbe of container helloworld uses port 9090, which the container does not declare. On a cluster, the probe fails, unless something listens on the undeclared port.',
  ],
  [
    'a probe of a port by a name that is not declared',
    changed('Deployment helloworld', add(`${template}/containers/0/livenessProbe`, { httpGet: { port: 'http' } })),
    'deployment: Deployment helloworld: the livenessProbe of container helloworld uses port http, which the container does not declare. On a cluster, the kubelet finds no such port, so the probe never succeeds.',
  ],
  [
    "a probe of a sibling's port by its name",
    changed(
      'Pod curl',
      add('/spec/containers/-', { ...server(), ports: [{ containerPort: 8080, name: 'http' }] }),
      add(`${container}/readinessProbe`, { tcpSocket: { port: 'http' } }),
    ),
    'pod: Pod curl: the readinessProbe of container curl uses port http, which the container does not declare. On a cluster, the kubelet finds no such port, so the probe never succeeds.',
  ],
  [
    "a CronJob's probe of a port that is not declared",
    controller('CronJob', add('/spec/containers/0/startupProbe', { grpc: { port: 1 } })),
    'other: CronJob other: the startupProbe of container helloworld uses port 1, which the container does not declare. On a cluster, the probe fails, unless something listens on the undeclared port.',
  ],
  [
    'a probe of an init container',
    changed('Pod curl', add('/spec/initContainers', [server()])),
    'pod: Pod curl: container helloworld is one of the initContainers, which cannot have a readinessProbe. On a cluster, the API server refuses it.',
  ],
  [
    'a hook of an init container',
    changed(
      'Pod curl',
      add('/spec/initContainers', [server()]),
      remove('/spec/initContainers/0/readinessProbe'),
      add('/spec/initContainers/0/lifecycle', { preStop: { exec: { command: ['true'] } } }),
    ),
    'pod: Pod curl: container helloworld is one of the initContainers, which cannot have a lifecycle. On a cluster, the API server refuses it.',
  ],
  [
    'a liveness probe that must succeed twice',
    changed('Pod helloworld', add(`${container}/livenessProbe`, { tcpSocket: { port: 8080 }, successThreshold: 2 })),
    'pod: Pod helloworld: the livenessProbe of container helloworld must have successThreshold 1, but has 2. On a cluster, the API server refuses it.',
  ],
  [
    'a readiness probe with a time to end',
    changed('Pod helloworld', add(`${container}/readinessProbe/terminationGracePeriodSeconds`, 5)),
    'pod: Pod helloworld: the readinessProbe of container helloworld does not stop containers, so it cannot have terminationGracePeriodSeconds. On a cluster, the API server refuses it.',
  ],
]);

// A host is for the rule pod-security, too, and a Pod has no containers for debugging from the beginning.
test.each<[string, JsonPatch[], string[]]>([
  ...['localhost', '127.0.0.1', '::1'].map<[string, JsonPatch[], string[]]>((host) => [
    `a probe of ${host}`,
    [add(`${container}/startupProbe`, { httpGet: { host, port: 8080 } })],
    [
      `pod: Pod helloworld: the startupProbe of container helloworld contacts ${host}, which is the node itself. On a cluster, the probe fails: the kubelet sends it to its own node, not to the Pod.`,
    ],
  ]),
  [
    'a probe of a container for debugging',
    [add('/spec/ephemeralContainers', [{ ...server(), name: 'debug' }])],
    [
      'pod: Pod helloworld: container debug is one of the ephemeralContainers, which cannot have a readinessProbe. On a cluster, the API server refuses it.',
    ],
  ],
])('probing finds %s', (_, patches, lines) => {
  expect(check(changed('Pod helloworld', ...patches), { rules: [probing] }).map(lineOf)).toEqual(lines);
});

test("nothing is found in a probe of a sibling's port by its number", () => {
  const items = changed(
    'Pod curl',
    add('/spec/containers/-', server()),
    add(`${container}/readinessProbe`, { tcpSocket: { port: 8080 } }),
  );
  expect(check(items)).toEqual([]);
});

test.each<[string, JsonPatch[]]>([
  [
    'probes of all kinds',
    [
      add(`${container}/ports/0/name`, 'http'),
      add(`${container}/livenessProbe`, { grpc: { port: 8080 } }),
      replace(`${container}/readinessProbe`, { httpGet: { port: 'http' }, successThreshold: 2 }),
      add(`${container}/startupProbe`, { exec: { command: ['/hello-app'] }, terminationGracePeriodSeconds: 5 }),
    ],
  ],
  ['a hook', [add(`${container}/lifecycle`, { preStop: { exec: { command: ['/hello-app'] } } })]],
])('nothing is found in %s', (_, patches) => {
  expect(check(changed('Pod helloworld', ...patches))).toEqual([]);
});

test('probing finds nothing in a probe of another host', () => {
  const items = changed('Pod helloworld', add(`${container}/livenessProbe`, { tcpSocket: { host: '::2', port: 80 } }));
  expect(check(items, { rules: [probing] })).toEqual([]);
});

// Kubernetes 1.27 does not know them, so the structure would be all that is found.
test('probing finds nothing in a probe and a hook of what runs beside the others', () => {
  const lifecycle = { preStop: { exec: { command: ['true'] } } };
  const items = changed('Pod curl', add('/spec/initContainers', [{ ...server(), lifecycle, restartPolicy: 'Always' }]));
  expect([...probing.find(new Inventory(items))]).toEqual([]);
});

function server() {
  return podSpec('helloworld').containers[0];
}

test.each([
  ['1.32', ['the preStop of container helloworld sleeps for 0 s, which is accepted since Kubernetes 1.33']],
  ['1.33', []],
])('sleeping for no time on Kubernetes %s', (kubernetes, problems) => {
  const lifecycle = add(`${template}/containers/0/lifecycle`, { preStop: { sleep: { seconds: 0 } } });
  const found = check(changed('Deployment helloworld', lifecycle), { kubernetes });
  expect(found.map(({ problem }) => problem)).toEqual(problems);
});

test.each([
  ['30 s', [add(`${template}/containers/0/lifecycle`, { preStop: { sleep: { seconds: 30 } } })], []],
  [
    '31 s',
    [add(`${template}/containers/0/lifecycle`, { preStop: { sleep: { seconds: 31 } } })],
    ["the preStop of container helloworld sleeps for 31 s, longer than the Pod's terminationGracePeriodSeconds, 30"],
  ],
  [
    '31 s of 60',
    [
      add(`${template}/containers/0/lifecycle`, { preStop: { sleep: { seconds: 31 } } }),
      add(`${template}/terminationGracePeriodSeconds`, 60),
    ],
    [],
  ],
])('sleeping for %s before the end', (_, patches, problems) => {
  const found = check(changed('Deployment helloworld', ...patches), { kubernetes: '1.30' });
  expect(found.map(({ problem }) => problem)).toEqual(problems);
});
