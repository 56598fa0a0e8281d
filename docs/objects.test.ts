import { expect, test } from '@jest/globals';
import { Inventory } from '../rules/inventory';
import type { KubernetesObject } from '../rules/kubernetes';
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

/** The arrows of the picture with requests from outside, with the titles of the nodes in place of their ids. */
function arrows(...objects: KubernetesObject[]): string[] {
  const app = new Inventory(objects.map((object) => ({ chart: 'test', object })));
  const lines = `${drawObjects(app, ['outside'])}`.split('\n');
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

test('a controller keeps as many Pods as it has replicas, by the label', () => {
  expect(arrows(replicaSet)).toEqual(['a ReplicaSet -.->|"app=web"| replicas: 3']);
});
