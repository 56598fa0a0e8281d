import { type Inventory, type Item, namespaceOf, type Pod, titleOf } from '../rules/inventory';
import { describe, selectorOf } from '../rules/selector';
import { Flowchart } from './flowchart';

/** Where the requests that a picture shows come from: this machine, which is outside the cluster, or a Pod inside. */
export type Origin = 'outside' | 'inside';

/**
 * Draws objects as they are on a cluster: what selects, keeps and routes to what, and from where it can be reached.
 *
 * A Pod that listens on no port is one that sends requests. What an Ingress routes to is reached through that only, and
 * what a Service selects through that: the other ways are in the picture without the Ingress, or without the Service.
 */
export function drawObjects(app: Inventory, origins: readonly Origin[]): Flowchart {
  const outside = origins.includes('outside');
  const clients = origins.includes('inside') ? app.pods.filter((pod) => portsOf(pod).length === 0) : [];
  const servers = app.pods.filter((pod) => portsOf(pod).length > 0);
  const services = app.ofKind('Service');
  const ingresses = app.ofKind('Ingress');
  const deployments = app.ofKind('Deployment');
  const routed = new Set(ingresses.flatMap(routesOf).map(({ service }) => service));
  const direct = services.filter((item) => !routed.has(titleOf(item)));
  const ofType = (type: string) => (outside ? direct.filter((item) => typeOf(item) === type) : []);
  const selectedBy = (item: Item) => app.podIndex.matching(namespaceOf(item), selectorOf(item.object) ?? {});
  // Pods that several Services select together, by their selector.
  const shared = new Map<string, Pod[]>();
  for (const item of services) {
    const pods = selectedBy(item);
    if (pods.length > 1 && services.length > 1) shared.set(describe(selectorOf(item.object) ?? {}), pods);
  }
  const [nodePorts, loadBalancers] = [ofType('NodePort'), ofType('LoadBalancer')];
  const picture = new Flowchart();

  if (outside) picture.node(machine, 'machine', 'this machine', 'outside the cluster');
  if (loadBalancers.length > 0) picture.node(balancer, 'entrance', 'load balancer', "the cloud's");
  picture.frame('cluster', 'cluster', () => {
    for (const pod of clients) drawPods(picture, pod);
    if (nodePorts.length + loadBalancers.length > 0) picture.node(node, 'entrance', 'every node', 'port 30000–32767');
    for (const name of new Set(ingresses.map(classOf))) {
      picture.node(name, 'entrance', 'ingress controller', name, 'port 80');
    }
    for (const item of ingresses) picture.node(titleOf(item), 'ingress', nameOf(item), 'Ingress');
    for (const item of deployments) {
      picture.node(titleOf(item), 'controller', nameOf(item), 'Deployment');
      picture.node(replicaSetOf(item), 'controller', `${nameOf(item)}-…`, 'ReplicaSet');
    }
    for (const item of app.ofKind('ReplicaSet')) picture.node(titleOf(item), 'controller', nameOf(item), 'ReplicaSet');
    for (const item of services) {
      const ports = (item.object.spec?.ports ?? []).map(({ port }) => `port ${port}`);
      picture.node(titleOf(item), 'service', nameOf(item), `Service, ${typeOf(item)}`, ...ports);
    }
    for (const [selector, pods] of shared) {
      picture.frame(selector, selector, () => {
        for (const pod of pods) drawPods(picture, pod);
      });
    }
    for (const pod of servers.filter((pod) => ![...shared.values()].flat().includes(pod))) drawPods(picture, pod);
  });

  if (outside) for (const name of new Set(ingresses.map(classOf))) picture.arrow(machine, 'reaches', name);
  for (const item of ingresses) {
    for (const { path, port, service } of routesOf(item)) {
      picture.arrow(classOf(item), 'reaches', titleOf(item), path);
      picture.arrow(titleOf(item), 'reaches', service, `port ${port}`);
    }
  }
  for (const item of ofType('ClusterIP')) picture.arrow(machine, 'does not reach', titleOf(item), 'its IP');
  if (nodePorts.length > 0) picture.arrow(machine, 'reaches', node);
  if (loadBalancers.length > 0) picture.arrow(machine, 'reaches', balancer);
  if (loadBalancers.length > 0) picture.arrow(balancer, 'reaches', node);
  for (const item of [...nodePorts, ...loadBalancers]) picture.arrow(node, 'reaches', titleOf(item));
  for (const client of clients) {
    for (const item of direct) picture.arrow(titleOf(client.item), 'reaches', titleOf(item), 'its name');
  }

  for (const item of services) {
    const selector = describe(selectorOf(item.object) ?? {});
    const pods = selectedBy(item);
    const targets = shared.has(selector) ? [selector] : pods.map(podsOf);
    for (const target of targets) picture.arrow(titleOf(item), 'reaches', target, selector);
    // A Service without Pods: none of those in the picture has its label.
    if (pods.length > 0) continue;
    for (const pod of servers) picture.arrow(titleOf(item), 'does not reach', podsOf(pod), selector);
  }
  if (services.length === 0) {
    for (const pod of servers.filter(({ item }) => item.object.kind === 'Pod')) {
      for (const client of clients) picture.arrow(titleOf(client.item), 'reaches', podsOf(pod), 'its IP');
      if (outside) picture.arrow(machine, 'does not reach', podsOf(pod), 'its IP');
    }
  }
  for (const item of deployments) picture.arrow(titleOf(item), 'keeps', replicaSetOf(item));
  for (const { item } of servers) {
    const selector = selectorOf(item.object);
    if (!selector) continue;
    const keeper = item.object.kind === 'Deployment' ? replicaSetOf(item) : titleOf(item);
    picture.arrow(keeper, 'keeps', `Pods of ${titleOf(item)}`, describe(selector));
  }
  return picture;
}

const machine = 'this machine';
const balancer = 'load balancer';
const node = 'every node';

/** Draws a Pod, or a frame of as many as its controller keeps. */
function drawPods(picture: Flowchart, pod: Pod): void {
  const { item, spec } = pod;
  const images = (spec.containers ?? []).map(({ image = '' }) => image.split('/').at(-1) ?? '');
  const ports = portsOf(pod).map((port) => `port ${port}`);
  if (item.object.kind === 'Pod') {
    picture.node(podsOf(pod), 'pod', nameOf(item), 'Pod', ...images, ...ports);
    return;
  }
  const { replicas = 1 } = item.object.spec ?? {};
  picture.frame(
    podsOf(pod),
    `replicas: ${replicas}`,
    () => {
      for (let index = 1; index <= replicas; index++) {
        picture.node(`${podsOf(pod)} ${index}`, 'pod', `${nameOf(item)}-…`, ...images);
      }
    },
    'LR',
  );
}

const podsOf = ({ item }: Pod) => (item.object.kind === 'Pod' ? titleOf(item) : `Pods of ${titleOf(item)}`);
const replicaSetOf = (deployment: Item) => `ReplicaSet of ${titleOf(deployment)}`;
const nameOf = ({ object }: Item) => object.metadata.name ?? '';
const typeOf = ({ object }: Item) => object.spec?.type ?? 'ClusterIP';
const classOf = ({ object }: Item) => `class ${object.spec?.ingressClassName ?? 'default'}`;

const portsOf = ({ spec }: Pod) =>
  (spec.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));

/** What an Ingress routes where. */
function routesOf({ object }: Item): { path: string; port: string; service: string }[] {
  return (object.spec?.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend: { service } }) => ({
      path: `path ${host}${path}`,
      port: `${service?.port?.number ?? service?.port?.name ?? ''}`,
      service: `Service ${service?.name}`,
    })),
  );
}
