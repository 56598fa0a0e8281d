import { type Inventory, type Item, namespaceOf, type Pod, titleOf } from '../inventory/inventory';
import { describe, selectorOf } from '../inventory/selector';
import { Flowchart } from './flowchart';
import { usesOf } from './uses';
import { workloadOf } from './workloads';

/** Where the requests that a picture shows come from: this machine, which is outside the cluster, or a Pod inside. */
export type Origin = 'outside' | 'inside';

/**
 * Draws objects as they are on a cluster: what selects, keeps and routes to what, and from where it can be reached.
 *
 * A bare Pod that one can type into is one that sends requests. What an Ingress or an HTTPRoute routes to is reached through
 * that only, and what a Service selects through that: the other ways are in the picture without these.
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

  /** All that is drawn as Pods, but for clients. */
  private readonly pods: readonly Pod[];
  private readonly services: readonly Item[];
  private readonly gateways: readonly Item[];

  /** The Ingresses and HTTPRoutes. */
  private readonly routers: readonly Item[];

  /** The Services that none of these routes to. */
  private readonly direct: readonly Item[];

  /** The Pods that several Services select together, by their selector. */
  private readonly shared = new Map<string, readonly Pod[]>();

  constructor(
    private readonly app: Inventory,
    origins: readonly Origin[],
  ) {
    this.outside = origins.includes('outside');
    this.clients = origins.includes('inside') ? app.pods.filter(isClient) : [];
    this.pods = app.pods.filter((pod) => !isClient(pod));
    this.servers = this.pods.filter((pod) => portsOf(pod).length > 0);
    this.services = app.ofKind('Service');
    this.gateways = app.ofKind('Gateway');
    this.routers = app.ofKind('Ingress', 'HTTPRoute');
    const routed = new Set(this.routers.flatMap(routesOf).map(({ service }) => service));
    this.direct = this.services.filter((item) => !routed.has(titleOf(item)));
    const framed = new Set<Pod>();
    for (const item of this.services) {
      const pods = this.selectedBy(item);
      if (pods.length < 2 || this.services.length < 2 || pods.some((pod) => framed.has(pod))) continue;
      this.shared.set(selectorTextOf(item), pods);
      for (const pod of pods) framed.add(pod);
    }
  }

  draw(): Flowchart {
    if (this.hasDoor()) this.picture.node(machine, 'machine', machine, 'outside the cluster');
    if (this.ofType('LoadBalancer').length > 0)
      this.picture.node(loadBalancer, 'entrance', loadBalancer, "the cloud's");
    this.picture.frame('cluster', 'cluster', () => this.drawCluster());

    this.drawRequestsFromInside();
    if (this.outside) this.drawRequestsFromOutside();
    this.drawRoutes();
    this.drawSelections();
    this.drawControllers();
    this.drawUses();
    return this.picture;
  }

  private drawCluster(): void {
    for (const pod of this.clients) this.drawPods(pod);
    if (this.ofType('NodePort', 'LoadBalancer').length > 0) {
      this.picture.node(everyNode, 'entrance', everyNode, 'port 30000–32767');
    }
    for (const name of this.classes()) this.picture.node(name, 'entrance', 'ingress controller', name, 'port 80');
    for (const item of this.gateways) {
      const { gatewayClassName, listeners = [] } = item.object.spec ?? {};
      const ports = listeners.map(({ port }) => `port ${port}`);
      this.picture.node(titleOf(item), 'entrance', nameOf(item), 'Gateway', `class ${gatewayClassName}`, ...ports);
    }
    for (const item of this.routers) this.picture.node(titleOf(item), 'ingress', nameOf(item), item.object.kind);
    for (const item of this.controllers()) {
      const { kind, spec } = item.object;
      const { between } = workloadOf(item);
      this.picture.node(titleOf(item), 'controller', nameOf(item), kind, ...(spec?.schedule ? [spec.schedule] : []));
      if (between) this.picture.node(keeperOf(item), 'controller', `${nameOf(item)}-…`, between);
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
    for (const pod of this.pods.filter((pod) => !framed.has(pod))) this.drawPods(pod);
    this.drawOthers();
  }

  /** Draws a Pod, or a frame of those that a controller keeps. */
  private drawPods(pod: Pod): void {
    const { item, spec } = pod;
    const images = (spec.containers ?? []).map(({ image = '' }) => image.split('/').at(-1) ?? '');
    if (item.object.kind === 'Pod') {
      const ports = portsOf(pod).map((port) => `port ${port}`);
      this.picture.node(podsOf(item), 'pod', nameOf(item), 'Pod', ...images, ...ports);
      return;
    }
    const { frame, pods } = workloadOf(item);
    const draw = () => {
      for (const [index, name] of pods.entries()) {
        this.picture.node(`${podsOf(item)}, ${index}`, 'pod', name, ...images);
      }
    };
    this.picture.frame(podsOf(item), frame, draw, 'LR');
  }

  /** Draws what is neither Pod nor Service nor their like: what these use, and what nobody knows here, too. */
  private drawOthers(): void {
    for (const item of this.app.items) {
      const { kind } = item.object;
      if (drawnOtherwise.has(kind) || this.app.pods.some((pod) => pod.item === item)) continue;
      this.picture.node(titleOf(item), storing.has(kind) ? 'store' : 'component', nameOf(item), kind);
    }
    for (const pod of [...this.clients, ...this.pods]) {
      const volumes = new Map(usesOf(pod).map(({ what, type }) => [what, type]));
      for (const [name, type] of volumes) {
        if (type !== undefined) this.picture.node(volumeOf(pod, name), 'store', name, type);
      }
    }
  }

  private drawUses(): void {
    const objects = new Set(this.app.items.map(titleOf));
    for (const pod of [...this.clients, ...this.pods]) {
      for (const { what, type, where } of usesOf(pod)) {
        const target = type === undefined ? what : volumeOf(pod, what);
        if (type !== undefined || objects.has(what)) this.picture.arrow(podsOf(pod.item), 'uses', target, where);
      }
    }
  }

  private drawRoutes(): void {
    const entrances = [...this.classes(), ...this.gateways.map(titleOf)];
    if (this.outside) for (const name of entrances) this.picture.arrow(machine, 'reaches', name);
    for (const item of this.routers) {
      const routes = routesOf(item);
      for (const entrance of entrancesOf(item).filter((name) => entrances.includes(name))) {
        for (const { path } of routes) this.picture.arrow(entrance, 'reaches', titleOf(item), path);
      }
      const backends = new Map(routes.map((route) => [`${route.service} ${route.port}`, route]));
      for (const { port, service } of backends.values()) this.picture.arrow(titleOf(item), 'reaches', service, port);
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
    for (const item of this.services.filter(({ object }) => selectorOf(object))) {
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
    for (const item of this.controllers()) {
      if (workloadOf(item).between) this.picture.arrow(titleOf(item), 'keeps', keeperOf(item));
      this.picture.arrow(keeperOf(item), 'keeps', podsOf(item), selectorTextOf(item));
    }
  }

  /** Whatever keeps Pods. */
  private controllers(): Item[] {
    return this.pods.map(({ item }) => item).filter(({ object }) => object.kind !== 'Pod');
  }

  /** The Services of some types that nothing routes to, in a picture with requests from outside. */
  private ofType(...types: string[]): Item[] {
    return this.outside ? types.flatMap((type) => this.direct.filter((item) => typeOf(item) === type)) : [];
  }

  /** Whether there is anything that this machine would try. */
  private hasDoor(): boolean {
    const tried = [...this.ofType('ClusterIP', 'NodePort', 'LoadBalancer'), ...this.routers, ...this.bare()];
    return this.outside && tried.length > 0;
  }

  /** The Pods that have neither controller nor Service in front of them, in a picture without Services. */
  private bare(): Pod[] {
    return this.services.length === 0 ? this.servers.filter(({ item }) => item.object.kind === 'Pod') : [];
  }

  private classes(): Set<string> {
    return new Set(this.app.ofKind('Ingress').map(classOf));
  }

  /** The Pods that a Service selects, of those in the picture. */
  private selectedBy(item: Item): Pod[] {
    const selector = selectorOf(item.object);
    if (!selector) return [];
    return this.app.podIndex.matching(namespaceOf(item), selector).filter((pod) => this.pods.includes(pod));
  }
}

/** The kinds without Pods that are drawn as something of their own. */
const drawnOtherwise = new Set(['Gateway', 'HTTPRoute', 'Ingress', 'Service']);

/** The kinds that hold something. */
const storing = new Set(['ConfigMap', 'PersistentVolume', 'PersistentVolumeClaim', 'Secret']);

const nameOf = ({ object }: Item) => object.metadata.name ?? '';
const typeOf = ({ object: { spec } }: Item) => (spec?.clusterIP === 'None' ? 'headless' : (spec?.type ?? 'ClusterIP'));
const classOf = ({ object }: Item) => `class ${object.spec?.ingressClassName ?? 'default'}`;
const selectorTextOf = ({ object }: Item) => describe(selectorOf(object) ?? {});

/** The Pod, or the frame of the Pods, of a Pod or controller. */
const podsOf = (item: Item) => (item.object.kind === 'Pod' ? titleOf(item) : `Pods of ${titleOf(item)}`);

/** What looks after the Pods: of a Deployment, its current ReplicaSet. */
const keeperOf = (item: Item) => {
  const { between } = workloadOf(item);
  return between ? `${between} of ${titleOf(item)}` : titleOf(item);
};

/** A volume that is no object of its own: each Pod has its own. */
const volumeOf = ({ item }: Pod, name: string) => `volume ${name} of ${titleOf(item)}`;

const portsOf = ({ spec }: Pod) =>
  (spec.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));

/** Whether a Pod is one that sends requests, since somebody types them. */
const isClient = ({ item, spec }: Pod) =>
  item.object.kind === 'Pod' && (spec.containers ?? []).some(({ stdin }) => stdin === true);

/** From where an Ingress or an HTTPRoute gets its requests. */
function entrancesOf(item: Item): string[] {
  if (item.object.kind === 'Ingress') return [classOf(item)];
  return (item.object.spec?.parentRefs ?? []).map(({ kind = 'Gateway', name }) => `${kind} ${name}`);
}

/** Which path an Ingress or an HTTPRoute routes to which port of which Service. */
function routesOf({ object }: Item): { path: string; port: string; service: string }[] {
  const { defaultBackend, hostnames = [''], rules = [] } = object.spec ?? {};
  const ofIngress = [
    ...rules.flatMap(({ host = '', http }) =>
      (http?.paths ?? []).map(({ path = '/', backend }) => ({ path: `path ${host}${path}`, backend })),
    ),
    ...(defaultBackend ? [{ path: 'any other path', backend: defaultBackend }] : []),
  ].flatMap(({ path, backend: { service } }) =>
    service ? [{ path, port: service.port?.number ?? service.port?.name, name: service.name }] : [],
  );
  const ofHttpRoute = rules.flatMap(({ backendRefs = [], matches = [{}] }) =>
    hostnames.flatMap((host) =>
      matches.flatMap(({ path }) =>
        backendRefs.map(({ name, port }) => ({ path: `path ${host}${path?.value ?? '/'}`, port, name })),
      ),
    ),
  );
  return [...ofIngress, ...ofHttpRoute].map(({ path, port, name }) => ({
    path,
    port: `port ${port}`,
    service: `Service ${name}`,
  }));
}
