import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Inventory } from '../../lib/check/objects/inventory';
import type { Known, KubernetesObject } from '../../lib/check/objects/kubernetes';
import { Flowchart } from './flowchart';
import { drawObjects, type View } from './object-picture';
import { pictures } from './pictures';
import { wordsOf } from './words';

const web = {
  labels: { app: 'web' },
  spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }] },
};

const pod: Known<'Pod'> = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a Pod', labels: web.labels },
  spec: web.spec,
};

const service = (app: string, type = 'ClusterIP'): Known<'Service'> => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a Service' },
  spec: { type, selector: { app }, ports: [{ port: 8080 }] },
});

const ingress: Known<'Ingress'> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'an Ingress' },
  spec: {
    rules: [
      {
        http: {
          paths: [
            { path: '/web', pathType: 'Prefix', backend: { service: { name: 'a Service', port: { number: 8080 } } } },
          ],
        },
      },
    ],
  },
};

const replicaSet: Known<'ReplicaSet'> = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'a ReplicaSet' },
  spec: {
    replicas: 3,
    selector: { matchLabels: web.labels },
    template: { metadata: { labels: web.labels }, spec: web.spec },
  },
};

/** The source of a picture of objects, with requests from outside unless the view says otherwise. */
const pictureOf = (objects: KubernetesObject[], view: Partial<View> = {}) =>
  `${drawObjects(new Inventory(objects.map((object) => ({ chart: 'test', object }))), {
    language: 'en',
    origins: ['outside'],
    ...view,
  })}`;

const linesOf = (...objects: KubernetesObject[]) => pictureOf(objects).split('\n');

/** What is drawn inside the cluster: of a node its lines, of a frame its title. */
function drawn(...objects: KubernetesObject[]): string[] {
  return linesOf(...objects)
    .flatMap((line) => /^ {4,}n_.*?"(.*)"/.exec(line)?.[1] ?? /^ {4,}subgraph .*"(.*)"/.exec(line)?.[1] ?? [])
    .map((text) => text.replaceAll(/<\/?b>/g, '').replaceAll('<br/>', ', '));
}

const arrows = (...objects: KubernetesObject[]) => arrowsIn(pictureOf(objects));

/** The arrows of a picture, with the titles of the nodes in place of their ids. */
function arrowsIn(picture: string): string[] {
  const lines = picture.split('\n');
  const titles = new Map(
    lines
      .map(
        (line) => [/\bn_[\w-]+/.exec(line)?.[0], (/<b>(.*)<\/b>/.exec(line) ?? /\["(.*)"\]/.exec(line))?.[1]] as const,
      )
      .filter(([, title]) => title),
  );
  return lines
    .filter((line) => /^ *n_[\w-]+ [-.<]/.test(line))
    .map((line) => line.trim().replaceAll(/n_[\w-]+/g, (id) => titles.get(id) ?? id));
}

test('a Pod is not reached from outside', () => {
  expect(arrows(pod)).toEqual(['this machine --x|"by IP address"| a Pod']);
});

test('a Service reaches what it selects, by the label', () => {
  expect(arrows(pod, service('web'))).toEqual([
    'this machine --x|"by IP address"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('a Service that selects no Pod is crossed', () => {
  expect(arrows(pod, service('wbe'))).toContain('a Service --x|"app=wbe"| a Pod');
});

test('a LoadBalancer lets requests in before every node', () => {
  expect(arrows(pod, service('web', 'LoadBalancer'))).toEqual([
    'this machine --> load balancer',
    'load balancer --> node port',
    'node port --> a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('a NodePort is a port on every node, from the range unless it is chosen', () => {
  const chosen: Known<'Service'> = {
    ...service('web'),
    spec: { ...service('web').spec, type: 'NodePort', ports: [{ port: 8080, nodePort: 30080 }] },
  };
  expect(drawn(pod, service('web', 'NodePort'))).toContain('node port, on every node, 30000–32767');
  expect(drawn(pod, chosen)).toContain('node port, on every node, 30080');
});

test('an Ingress is the rule on an arrow of its controller', () => {
  expect(drawn(pod, service('web', 'NodePort'), ingress)).toEqual([
    'ingress controller, default class, port 80',
    'a Service, Service, NodePort, port 8080',
    'a Pod, Pod, web:1, port 80',
  ]);
  expect(arrows(pod, service('web', 'NodePort'), ingress)).toEqual([
    'this machine --> ingress controller',
    'ingress controller -->|"Ingress an Ingress:<br/>path /web"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('an Ingress names the port of a Service that has several', () => {
  const several: Known<'Service'> = {
    ...service('web'),
    spec: {
      ...service('web').spec,
      ports: [
        { name: 'http', port: 8080 },
        { name: 'metrics', port: 9090 },
      ],
    },
  };
  expect(arrows(pod, several, ingress)).toContain(
    'ingress controller -->|"Ingress an Ingress:<br/>path /web → port 8080"| a Service',
  );
});

test('in a picture of the whole, what is routed to is reached at its node port, too', () => {
  const objects = [pod, service('web', 'NodePort'), ingress];
  expect(arrowsIn(pictureOf(objects, { whole: true }))).toEqual([
    'this machine --> node port',
    'node port --> a Service',
    'this machine --> ingress controller',
    'ingress controller -->|"Ingress an Ingress:<br/>path /web"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('an HTTPRoute gets its requests from its Gateway, and routes them to a port of a Service', () => {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  const gateway: Known<'Gateway'> = {
    apiVersion,
    kind: 'Gateway',
    metadata: { name: 'a Gateway' },
    spec: { gatewayClassName: 'traefik', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
  };
  const route: Known<'HTTPRoute'> = {
    apiVersion,
    kind: 'HTTPRoute',
    metadata: { name: 'an HTTPRoute' },
    spec: {
      parentRefs: [{ name: 'a Gateway' }, { name: 'a Gateway of others' }],
      hostnames: ['example.com'],
      rules: [{ matches: [{ path: { value: '/web' } }, {}], backendRefs: [{ name: 'a Service', port: 8080 }] }],
    },
  };
  const objects = [pod, service('web', 'NodePort'), gateway, route];
  expect(drawn(...objects)[0]).toBe('a Gateway, Gateway, class traefik, port 80');
  expect(arrows(...objects)).toEqual([
    'this machine --> a Gateway',
    'a Gateway -->|"HTTPRoute an HTTPRoute:<br/>path example.com/web<br/>path example.com/"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('an HTTPRoute whose Gateway is elsewhere is drawn, plainly', () => {
  const route: Known<'HTTPRoute'> = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'an HTTPRoute' },
    spec: {
      parentRefs: [{ name: 'a Gateway of others' }],
      rules: [{ backendRefs: [{ name: 'a Service', port: 80 }] }],
    },
  };
  expect(drawn(pod, service('web'), route)).toContain('an HTTPRoute, HTTPRoute');
  expect(arrows(pod, service('web'), route)).toContain('a Service -->|"app=web"| a Pod');
});

test('a controller keeps as many Pods as it has replicas, by the label', () => {
  expect(arrows(replicaSet)).toEqual(['a ReplicaSet -.->|"app=web"| replicas: 3']);
});

const controller = (kind: string, name: string, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: {
    selector: { matchLabels: web.labels },
    template: { metadata: { labels: web.labels }, spec: web.spec },
    ...spec,
  },
});

const once = { metadata: {}, spec: { containers: [{ name: 'ask', image: 'curl:1' }] } };

test.each<[string, KubernetesObject, string[], string[]]>([
  [
    'a Deployment, with the ReplicaSet between',
    controller('Deployment', 'a Deployment', { replicas: 1 }),
    ['a Deployment, Deployment', 'a Deployment-…, ReplicaSet', 'replicas: 1', 'a Deployment-…, web:1'],
    ['a Deployment -.-> a Deployment-…', 'a Deployment-… -.->|"app=web"| replicas: 1'],
  ],
  [
    'any other controller, without the number of its Pods',
    controller('DaemonSet', 'a DaemonSet'),
    ['a DaemonSet, DaemonSet', 'Pod', 'a DaemonSet-…, web:1'],
    ['a DaemonSet -.->|"app=web"| Pod'],
  ],
  [
    'any other kind, plainly',
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'an account' } },
    ['an account, ServiceAccount'],
    [],
  ],
])('%s is drawn', (_, object, nodes, lines) => {
  expect(drawn(object)).toEqual(nodes);
  expect(arrows(object)).toEqual(lines);
});

test('a Pod that listens on no port and that nobody types into sends no requests', () => {
  const reader: Known<'Pod'> = { ...pod, metadata: { name: 'a reader' }, spec: once.spec };
  expect(drawn(reader)).toContain('a reader, Pod, curl:1');
  expect(pictureOf([reader, pod], { origins: ['inside'] })).not.toContain('-->');
});

test('this machine is drawn only where there is something for it to try', () => {
  expect(linesOf(pod).join()).toContain('<b>this machine</b>');
  expect(linesOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'it' } }).join()).not.toContain(
    'this machine',
  );
});

test('a headless Service has no address that this machine could try', () => {
  const headless = { ...service('web'), spec: { ...service('web').spec, clusterIP: 'None' } };
  expect(drawn(pod, headless)).toContain('a Service, Service, headless, port 8080');
  expect(arrows(pod, headless)).toEqual(['a Service -->|"app=web"| a Pod']);
});

test('a Service without a selector selects nothing, and misses nothing', () => {
  const external: Known<'Service'> = { ...service('web'), spec: { type: 'ExternalName' } };
  expect(drawn(pod, external)).toContain('a Service, Service, ExternalName');
  expect(arrows(pod, external)).toEqual([]);
});

test('a Pod is drawn once, though Services with different labels select it', () => {
  const labels = { app: 'web', tier: 'front' };
  const both = { ...pod, metadata: { ...pod.metadata, labels } };
  const byTier: Known<'Service'> = {
    ...service('web'),
    metadata: { name: 'by tier' },
    spec: { selector: { tier: 'front' }, ports: [{ port: 80 }] },
  };
  const set = controller('ReplicaSet', 'a ReplicaSet', {
    replicas: 1,
    template: { metadata: { labels }, spec: web.spec },
  });
  const nodes = drawn(both, set, service('web'), byTier);
  expect(nodes.filter((node) => node === 'a Pod, Pod, web:1, port 80')).toHaveLength(1);
  expect(arrows(both, set, service('web'), byTier)).toEqual(
    expect.arrayContaining(['by tier -->|"tier=front"| a Pod', 'by tier -->|"tier=front"| replicas: 1']),
  );
});

test.each<[string, KubernetesObject]>([
  ['a Service that is crossed', { ...service('web'), metadata: { name: 'another' } }],
  ['a Service that is reached', { ...service('web', 'NodePort'), metadata: { name: 'another' } }],
  ['a Pod', { ...pod, metadata: { name: 'another' } }],
  ['a controller', controller('ReplicaSet', 'a ReplicaSet', { template: { spec: web.spec } })],
  ['any other kind', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'another' } }],
])('%s changes no other line of the source', (_, added) => {
  const before = [service('web'), { ...pod, metadata: { name: 'b', labels: { app: 'other' } } }];
  for (const objects of [
    [added, ...before],
    [...before.slice(0, 1), added, ...before.slice(1)],
    [...before, added],
  ]) {
    const rest = linesOf(...before);
    for (const line of linesOf(...objects)) if (line === rest[0]) rest.shift();
    expect(rest).toEqual([]);
  }
});

test('the colour of the crossed arrows is on them, wherever they are added', () => {
  const lines = linesOf(pod, service('web', 'NodePort'), { ...service('other'), metadata: { name: 'another' } });
  const isCrossed = lines.filter((line) => /^ *n_\S+ [-.<]/.test(line)).map((line) => line.includes(' --x|'));
  const coloured = lines.flatMap((line) => /linkStyle (\d+) stroke:#cf222e/.exec(line)?.[1] ?? []);
  expect(coloured).toEqual(isCrossed.flatMap((crossed, number) => (crossed ? [`${number}`] : [])));
  expect(coloured).toHaveLength(2);
});

test('a name becomes an id that Mermaid takes, and no other name the same', () => {
  const idOf = (name: string) => {
    const picture = new Flowchart();
    picture.node(name, 'pod', 'it');
    return /^ {2}(\S*)\(/m.exec(`${picture}`)?.[1] ?? '';
  };
  expect(idOf('Service helloworld-v2')).toBe('n_Service_helloworld-v2');
  const alike = [
    'a b',
    'a_b',
    'a-b',
    'a--b',
    'a -b',
    'a- b',
    'a-_b',
    'a-_20_b',
    'a\u3000b',
    'A b',
    'a  b',
    '-a',
    'a-',
    '',
  ];
  expect(new Set(alike.map(idOf)).size).toBe(alike.length);
  const name = fc.oneof(fc.string({ unit: fc.constantFrom(...'a2 -_.é') }), fc.string());
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(idOf(one)).toMatch(/^n_([A-Za-z0-9_]|-(?=[A-Za-z0-9_]))*$/);
      expect(idOf(one) === idOf(other)).toBe(one === other);
    }),
  );
});

test('both languages have the same pictures, in the same order', () => {
  expect([...pictures('ja').keys()]).toEqual([...pictures('en').keys()]);
});

test('every word of the pictures is in Japanese, too, and in no two languages the same', () => {
  const { en, ja } = wordsOf;
  const said = (words: typeof en) =>
    Object.values(words).map((word) => (typeof word === 'function' ? word('1') : [word].flat().join()));
  expect(Object.keys(ja)).toEqual(Object.keys(en));
  for (const word of said(ja)) expect(said(en)).not.toContain(word);
  for (const word of said(ja)) expect(word).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]|^Service \(1\)$/);
});
