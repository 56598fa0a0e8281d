import { expect, test } from '@jest/globals';
import { Inventory } from '../inventory/inventory';
import type { KubernetesObject } from '../inventory/kubernetes';
import { drawObjects } from './objects';

const web = {
  labels: { app: 'web' },
  spec: { containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80 }] }] },
};

const pod: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a Pod', labels: web.labels },
  spec: web.spec,
};

const service = (app: string, type = 'ClusterIP'): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a Service' },
  spec: { type, selector: { app }, ports: [{ port: 8080 }] },
});

const ingress: KubernetesObject = {
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

const replicaSet: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'a ReplicaSet' },
  spec: {
    replicas: 3,
    selector: { matchLabels: web.labels },
    template: { metadata: { labels: web.labels }, spec: web.spec },
  },
};

const linesOf = (...objects: KubernetesObject[]) =>
  `${drawObjects(new Inventory(objects.map((object) => ({ chart: 'test', object }))), ['outside'])}`.split('\n');

/** What is drawn inside the cluster: of a node its lines, of a frame its title. */
function drawn(...objects: KubernetesObject[]): string[] {
  return linesOf(...objects)
    .flatMap((line) => /^ {4,}n\d+.*?"(.*)"/.exec(line)?.[1] ?? /^ {4,}subgraph .*"(.*)"/.exec(line)?.[1] ?? [])
    .map((text) => text.replaceAll(/<\/?b>/g, '').replaceAll('<br/>', ', '));
}

/** The arrows of the picture with requests from outside, with the titles of the nodes in place of their ids. */
function arrows(...objects: KubernetesObject[]): string[] {
  const lines = linesOf(...objects);
  const titles = new Map(
    lines
      .map((line) => [/\bn\d+/.exec(line)?.[0], (/<b>(.*)<\/b>/.exec(line) ?? /\["(.*)"\]/.exec(line))?.[1]] as const)
      .filter(([, title]) => title),
  );
  return lines
    .filter((line) => /^ *n\d+ [-.]/.test(line))
    .map((line) => line.trim().replaceAll(/n\d+/g, (id) => titles.get(id) ?? id));
}

test('a Pod is not reached from outside', () => {
  expect(arrows(pod)).toEqual(['this machine --x|"its IP"| a Pod']);
});

test('a Service reaches what it selects, by the label', () => {
  expect(arrows(pod, service('web'))).toEqual([
    'this machine --x|"its IP"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('a Service that selects no Pod is crossed', () => {
  expect(arrows(pod, service('wbe'))).toContain('a Service --x|"app=wbe"| a Pod');
});

test('a LoadBalancer lets requests in before every node', () => {
  expect(arrows(pod, service('web', 'LoadBalancer'))).toEqual([
    'this machine --> load balancer',
    'load balancer --> every node',
    'every node --> a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('an Ingress routes a path to a port of a Service', () => {
  expect(arrows(pod, service('web', 'NodePort'), ingress)).toEqual([
    'this machine --> ingress controller',
    'ingress controller -->|"path /web"| an Ingress',
    'an Ingress -->|"port 8080"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('an HTTPRoute gets its requests from its Gateway, and routes them to a port of a Service', () => {
  const apiVersion = 'gateway.networking.k8s.io/v1';
  const gateway: KubernetesObject = {
    apiVersion,
    kind: 'Gateway',
    metadata: { name: 'a Gateway' },
    spec: { gatewayClassName: 'traefik', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
  };
  const route: KubernetesObject = {
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
  expect(drawn(...objects).slice(0, 2)).toEqual([
    'a Gateway, Gateway, class traefik, port 80',
    'an HTTPRoute, HTTPRoute',
  ]);
  expect(arrows(...objects)).toEqual([
    'this machine --> a Gateway',
    'a Gateway -->|"path example.com/web"| an HTTPRoute',
    'a Gateway -->|"path example.com/"| an HTTPRoute',
    'an HTTPRoute -->|"port 8080"| a Service',
    'a Service -->|"app=web"| a Pod',
  ]);
});

test('a controller keeps as many Pods as it has replicas, by the label', () => {
  expect(arrows(replicaSet)).toEqual(['a ReplicaSet -.->|"app=web"| replicas: 3']);
});

const controller = (kind: string, name: string, spec: KubernetesObject['spec'] = {}): KubernetesObject => ({
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
    'a StatefulSet, whose Pods have numbers',
    controller('StatefulSet', 'a StatefulSet', { replicas: 2 }),
    ['a StatefulSet, StatefulSet', 'replicas: 2', 'a StatefulSet-0, web:1', 'a StatefulSet-1, web:1'],
    ['a StatefulSet -.->|"app=web"| replicas: 2'],
  ],
  [
    'a DaemonSet',
    controller('DaemonSet', 'a DaemonSet'),
    ['a DaemonSet, DaemonSet', 'one on every node', 'a DaemonSet-…, web:1'],
    ['a DaemonSet -.->|"app=web"| one on every node'],
  ],
  [
    'a Job',
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a Job' }, spec: { completions: 3, template: once } },
    ['a Job, Job', 'completions: 3', 'a Job-…, curl:1'],
    ['a Job -.-> completions: 3'],
  ],
  [
    'a Job that wants fewer than it may run at a time',
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'a Job' },
      spec: { parallelism: 3, completions: 1, template: once },
    },
    ['a Job, Job', 'completions: 1', 'a Job-…, curl:1'],
    ['a Job -.-> completions: 1'],
  ],
  [
    'a Job that works off a queue',
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a Job' }, spec: { parallelism: 2, template: once } },
    ['a Job, Job', 'parallelism: 2', 'a Job-…, curl:1', 'a Job-…, curl:1'],
    ['a Job -.-> parallelism: 2'],
  ],
  [
    'a CronJob, with its schedule and the Job between',
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'a CronJob' },
      spec: { schedule: '0 * * * *', jobTemplate: { spec: { template: once } } },
    },
    ['a CronJob, CronJob, 0 * * * *', 'a CronJob-…, Job', 'completions: 1', 'a CronJob-…, curl:1'],
    ['a CronJob -.-> a CronJob-…', 'a CronJob-… -.-> completions: 1'],
  ],
  [
    'a controller of a kind that nobody knows here',
    controller('Rollout', 'a Rollout', { replicas: 1 }),
    ['a Rollout, Rollout', 'replicas: 1', 'a Rollout-…, web:1'],
    ['a Rollout -.->|"app=web"| replicas: 1'],
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
  const reader: KubernetesObject = { ...pod, metadata: { name: 'a reader' }, spec: once.spec };
  expect(drawn(reader)).toContain('a reader, Pod, curl:1');
  const items = [reader, pod].map((object) => ({ chart: 'test', object }));
  expect(`${drawObjects(new Inventory(items), ['inside'])}`).not.toContain('-->');
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
  const external: KubernetesObject = { ...service('web'), spec: { type: 'ExternalName' } };
  expect(drawn(pod, external)).toContain('a Service, Service, ExternalName');
  expect(arrows(pod, external)).toEqual([]);
});

test('a Pod is drawn once, though Services with different labels select it', () => {
  const labels = { app: 'web', tier: 'front' };
  const both = { ...pod, metadata: { ...pod.metadata, labels } };
  const byTier: KubernetesObject = {
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

test('what Pods read and write is drawn, and where they find it', () => {
  const named = (kind: string): KubernetesObject => ({ apiVersion: 'v1', kind, metadata: { name: `a ${kind}` } });
  const [container] = web.spec.containers;
  const reader: KubernetesObject = {
    ...pod,
    spec: {
      containers: [
        {
          ...(container ?? { name: 'web' }),
          env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'a Secret' } } }],
          envFrom: [
            { configMapRef: { name: 'a ConfigMap' } },
            { configMapRef: { name: 'elsewhere' } },
            { secretRef: { name: 'another Secret' } },
          ],
          volumeMounts: [
            { name: 'page', mountPath: '/page' },
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'tmp', mountPath: '/cache' },
            { name: 'keys', mountPath: '/keys' },
            { name: 'both', mountPath: '/both' },
            { name: 'disk', mountPath: '/disk' },
          ],
        },
      ],
      volumes: [
        { name: 'page', configMap: { name: 'a ConfigMap' } },
        { name: 'tmp', emptyDir: {} },
        { name: 'keys', secret: { secretName: 'a Secret' } },
        {
          name: 'both',
          projected: { sources: [{ configMap: { name: 'a ConfigMap' } }, { secret: { name: 'a Secret' } }] },
        },
        { name: 'disk', persistentVolumeClaim: { claimName: 'a PersistentVolumeClaim' } },
      ],
    },
  };
  const objects = [reader, ...['ConfigMap', 'Secret', 'PersistentVolumeClaim'].map(named)];
  expect(drawn(...objects).slice(1)).toEqual([
    'a ConfigMap, ConfigMap',
    'a Secret, Secret',
    'a PersistentVolumeClaim, PersistentVolumeClaim',
    'tmp, emptyDir',
  ]);
  expect(arrows(...objects).slice(1)).toEqual([
    'a Pod ---|"environment"| a Secret',
    'a Pod ---|"environment"| a ConfigMap',
    'a Pod ---|"/page"| a ConfigMap',
    'a Pod ---|"/tmp"| tmp',
    'a Pod ---|"/cache"| tmp',
    'a Pod ---|"/keys"| a Secret',
    'a Pod ---|"/both"| a ConfigMap',
    'a Pod ---|"/both"| a Secret',
    'a Pod ---|"/disk"| a PersistentVolumeClaim',
  ]);
});

test('a Pod that sends requests may have a volume, too', () => {
  const [container] = once.spec.containers;
  const client: KubernetesObject = {
    ...pod,
    metadata: { name: 'a client' },
    spec: {
      containers: [
        { ...(container ?? { name: 'ask' }), stdin: true, volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] },
      ],
      volumes: [{ name: 'tmp', emptyDir: {} }],
    },
  };
  expect(drawn(client)).not.toContain('a client, Pod, curl:1'); // requests from outside only
  const picture = `${drawObjects(new Inventory([{ chart: 'test', object: client }]), ['inside'])}`;
  expect(picture).toContain('<b>tmp</b><br/>emptyDir');
  expect(picture).toMatch(/n\d+ ---\|"\/tmp"\| n\d+/);
});

test('ConfigMaps, Secrets and claims look like what holds something, other kinds do not', () => {
  const lines = ['ConfigMap', 'ServiceAccount'].flatMap((kind) =>
    linesOf({ apiVersion: 'v1', kind, metadata: { name: 'it' } }).filter((line) => line.includes('<b>it</b>')),
  );
  expect(lines.map((line) => /:::(\w+)$/.exec(line)?.[1])).toEqual(['store', 'component']);
});

test('each Pod of a StatefulSet has its own claim, and its own emptyDir', () => {
  const [container] = web.spec.containers;
  const containers = [{ ...(container ?? { name: 'web' }), volumeMounts: [{ name: 'data', mountPath: '/data' }] }];
  const volumes = [{ name: 'tmp', emptyDir: {} }];
  const set = controller('StatefulSet', 'a StatefulSet', {
    replicas: 1,
    template: { metadata: { labels: web.labels }, spec: { containers, volumes } },
    volumeClaimTemplates: [{ metadata: { name: 'data' } }],
  });
  expect(drawn(set)).toEqual(expect.arrayContaining(['data, claim of each Pod', 'tmp, emptyDir of each Pod']));
  expect(arrows(set)).toContain('replicas: 1 ---|"/data"| data');
});
