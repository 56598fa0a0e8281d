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
  return new ObjectsPicture(app, origins).draw();
}

// The names of the nodes that no object stands for; those of the others are titles, such as `Pod curl`.
const machine = 'this machine';
const loadBalancer = 'load balancer';
const everyNode = 'every node';

class ObjectsPicture {
  private readonly picture = new Flowchart();
  private readonly outside: boolean;
  private readonly clients: readonly Pod[];
  private readonly servers: readonly Pod[];
  private readonly services: readonly Item[];
  private readonly ingresses: readonly Item[];
  private readonly deployments: readonly Item[];

  /** The Services that no Ingress routes to. */
  private readonly direct: readonly Item[];

  /** The Pods that several Services select together, by their selector. */
  private readonly shared = new Map<string, readonly Pod[]>();

  constructor(
    private readonly app: Inventory,
    origins: readonly Origin[],
  ) {
    this.outside = origins.includes('outside');
    this.clients = origins.includes('inside') ? app.pods.filter((pod) => portsOf(pod).length === 0) : [];
    this.servers = app.pods.filter((pod) => portsOf(pod).length > 0);
    this.services = app.ofKind('Service').filter(({ object }) => selectorOf(object));
    this.ingresses = app.ofKind('Ingress');
    this.deployments = app.ofKind('Deployment');
    const routed = new Set(this.ingresses.flatMap(routesOf).map(({ service }) => service));
    this.direct = this.services.filter((item) => !routed.has(titleOf(item)));
    for (const item of this.services) {
      const pods = this.selectedBy(item);
      if (pods.length > 1 && this.services.length > 1) this.shared.set(selectorTextOf(item), pods);
    }
  }

  draw(): Flowchart {
    if (this.outside) this.picture.node(machine, 'machine', machine, 'outside the cluster');
    if (this.ofType('LoadBalancer').length > 0)
      this.picture.node(loadBalancer, 'entrance', loadBalancer, "the cloud's");
    this.picture.frame('cluster', 'cluster', () => this.drawCluster());

    this.drawRequestsFromInside();
    if (this.outside) this.drawRequestsFromOutside();
    this.drawRoutes();
    this.drawSelections();
    this.drawControllers();
    return this.picture;
  }

  private drawCluster(): void {
    for (const pod of this.clients) this.drawPods(pod);
    if (this.ofType('NodePort', 'LoadBalancer').length > 0) {
      this.picture.node(everyNode, 'entrance', everyNode, 'port 30000–32767');
    }
    for (const name of this.classes()) this.picture.node(name, 'entrance', 'ingress controller', name, 'port 80');
    for (const item of this.ingresses) this.picture.node(titleOf(item), 'ingress', nameOf(item), 'Ingress');
    for (const item of this.deployments) {
      this.picture.node(titleOf(item), 'controller', nameOf(item), 'Deployment');
      this.picture.node(keeperOf(item), 'controller', `${nameOf(item)}-…`, 'ReplicaSet');
    }
    for (const item of this.app.ofKind('ReplicaSet')) {
      this.picture.node(titleOf(item), 'controller', nameOf(item), 'ReplicaSet');
    }
    for (const item of this.services) {
      const ports = (item.object.spec?.ports ?? []).map(({ port }) => `port ${port}`);
      this.picture.node(titleOf(item), 'service', nameOf(item), `Service, ${typeOf(item)}`, ...ports);
    }
    for (const [selector, pods] of this.shared) {
      this.picture.frame(selector, selector, () => {
        for (const pod of pods) this.drawPods(pod);
      });
    }
    const framed = new Set([...this.shared.values()].flat());
    for (const pod of this.servers.filter((pod) => !framed.has(pod))) this.drawPods(pod);
  }

  /** Draws a Pod, or a frame of as many as its controller keeps. */
  private drawPods(pod: Pod): void {
    const { item, spec } = pod;
    const images = (spec.containers ?? []).map(({ image = '' }) => image.split('/').at(-1) ?? '');
    if (item.object.kind === 'Pod') {
      const ports = portsOf(pod).map((port) => `port ${port}`);
      this.picture.node(podsOf(item), 'pod', nameOf(item), 'Pod', ...images, ...ports);
      return;
    }
    const { replicas = 1 } = item.object.spec ?? {};
    const draw = () => {
      for (let index = 1; index <= replicas; index++) {
        this.picture.node(`${podsOf(item)}, ${index}`, 'pod', `${nameOf(item)}-…`, ...images);
      }
    };
    this.picture.frame(podsOf(item), `replicas: ${replicas}`, draw, 'LR');
  }

  private drawRoutes(): void {
    if (this.outside) for (const name of this.classes()) this.picture.arrow(machine, 'reaches', name);
    for (const item of this.ingresses) {
      for (const { path, port, service } of routesOf(item)) {
        this.picture.arrow(classOf(item), 'reaches', titleOf(item), path);
        this.picture.arrow(titleOf(item), 'reaches', service, port);
      }
    }
  }

  private drawRequestsFromOutside(): void {
    for (const item of this.ofType('ClusterIP')) {
      this.picture.arrow(machine, 'does not reach', titleOf(item), 'its IP');
    }
    if (this.ofType('NodePort').length > 0) this.picture.arrow(machine, 'reaches', everyNode);
    if (this.ofType('LoadBalancer').length > 0) {
      this.picture.arrow(machine, 'reaches', loadBalancer);
      this.picture.arrow(loadBalancer, 'reaches', everyNode);
    }
    for (const item of this.ofType('NodePort', 'LoadBalancer')) {
      this.picture.arrow(everyNode, 'reaches', titleOf(item));
    }
    for (const { item } of this.bare()) this.picture.arrow(machine, 'does not reach', podsOf(item), 'its IP');
  }

  private drawRequestsFromInside(): void {
    for (const client of this.clients) {
      for (const item of this.direct) this.picture.arrow(podsOf(client.item), 'reaches', titleOf(item), 'its name');
      for (const { item } of this.bare()) this.picture.arrow(podsOf(client.item), 'reaches', podsOf(item), 'its IP');
    }
  }

  private drawSelections(): void {
    for (const item of this.services) {
      const selector = selectorTextOf(item);
      const pods = this.selectedBy(item);
      const targets = this.shared.has(selector) ? [selector] : pods.map((pod) => podsOf(pod.item));
      for (const target of targets) this.picture.arrow(titleOf(item), 'reaches', target, selector);
      // A Service without Pods: none of those in the picture has its label.
      if (pods.length > 0) continue;
      for (const pod of this.servers) {
        this.picture.arrow(titleOf(item), 'does not reach', podsOf(pod.item), selector);
      }
    }
  }

  private drawControllers(): void {
    for (const item of this.deployments) this.picture.arrow(titleOf(item), 'keeps', keeperOf(item));
    for (const { item } of this.servers.filter(({ item }) => item.object.kind !== 'Pod')) {
      this.picture.arrow(keeperOf(item), 'keeps', podsOf(item), selectorTextOf(item));
    }
  }

  /** The Services of some types that no Ingress routes to, in a picture with requests from outside. */
  private ofType(...types: string[]): Item[] {
    return this.outside ? types.flatMap((type) => this.direct.filter((item) => typeOf(item) === type)) : [];
  }

  /** The Pods that have neither controller nor Service in front of them, in a picture without Services. */
  private bare(): Pod[] {
    return this.services.length === 0 ? this.servers.filter(({ item }) => item.object.kind === 'Pod') : [];
  }

  private classes(): Set<string> {
    return new Set(this.ingresses.map(classOf));
  }

  private selectedBy(item: Item): Pod[] {
    return this.app.podIndex.matching(namespaceOf(item), selectorOf(item.object) ?? {});
  }
}

const nameOf = ({ object }: Item) => object.metadata.name ?? '';
const typeOf = ({ object }: Item) => object.spec?.type ?? 'ClusterIP';
const classOf = ({ object }: Item) => `class ${object.spec?.ingressClassName ?? 'default'}`;
const selectorTextOf = ({ object }: Item) => describe(selectorOf(object) ?? {});

/** The Pod, or the frame of the Pods, of a Pod or controller. */
const podsOf = (item: Item) => (item.object.kind === 'Pod' ? titleOf(item) : `Pods of ${titleOf(item)}`);

/** What looks after the Pods: of a Deployment, its current ReplicaSet. */
const keeperOf = (item: Item) => (item.object.kind === 'Deployment' ? `ReplicaSet of ${titleOf(item)}` : titleOf(item));

const portsOf = ({ spec }: Pod) =>
  (spec.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));

/** Which path an Ingress routes to which port of which Service. */
function routesOf({ object }: Item): { path: string; port: string; service: string }[] {
  return (object.spec?.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend: { service } }) => ({
      path: `path ${host}${path}`,
      port: `port ${service?.port?.number ?? service?.port?.name}`,
      service: `Service ${service?.name}`,
    })),
  );
}
