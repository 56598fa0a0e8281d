import type { Inventory } from '../../lib/check/objects/inventory';
import { type Item, isHeadless, nameOf, namespaceOf, titleOf } from '../../lib/check/objects/item';
import { isA } from '../../lib/check/objects/kinds';
import type { Known } from '../../lib/check/objects/kubernetes';
import type { Pod } from '../../lib/check/objects/pods';
import { describe, selectorOf } from '../../lib/check/objects/selector';
import { type Direction, Flowchart, type NodeKind, onTheLeft, onTheRight } from './flowchart';
import type { Language } from './language';
import { entrancesIn, entrancesOf, type Route, routesIn } from './picture-routes';
import { type Words, wordsOf } from './words';

/** Where the requests that a picture shows come from: this machine, which is outside the cluster, or a Pod inside. */
export type Origin = 'outside' | 'inside';

/** How objects are drawn. */
export interface View {
  readonly language: Language;

  /** Where the requests come from. */
  readonly origins: readonly Origin[];

  /**
   * Whether every way in is shown: a Service that something routes to is reached at its node port, too, and a Pod inside tries
   * only what nothing outside reaches. Controllers are then frames around their Pods, which takes less room than arrows.
   *
   * @default false: what is routed to is reached through its route alone, and a Pod inside tries all else
   */
  readonly whole?: boolean;

  /**
   * Whether only the first detail of each node is shown, and no label.
   *
   * @default false
   */
  readonly brief?: boolean;

  /**
   * To where requests go: downwards, or to the right.
   *
   * @default 'TB'
   */
  readonly direction?: Direction;
}

/**
 * Draws objects as they are on a cluster: what selects, keeps and routes to what, and from where it can be reached.
 *
 * A bare Pod that one can type into is one that sends requests. An Ingress or an HTTPRoute is no place that requests come by:
 * it is the rule on the arrow of what carries it out.
 */
export function drawObjects(app: Inventory, view: View): Flowchart {
  return new ObjectsPicture(app, view).draw();
}

// The names of the nodes that no object stands for; those of the others are titles, such as `Pod curl`.
const machine = 'Machine';
const cluster = 'Cluster';
const loadBalancer = 'Load balancer';

type ServiceItem = Item<Known<'Service'>>;

class ObjectsPicture {
  private readonly picture: Flowchart;
  private readonly direction: Direction;
  private readonly words: Words;
  private readonly whole: boolean;
  private readonly brief: boolean;
  private readonly outside: boolean;
  private readonly clients: readonly Pod[];
  private readonly servers: readonly Pod[];

  /** All that is drawn as Pods, but for clients. */
  private readonly pods: readonly Pod[];
  private readonly services: readonly ServiceItem[];

  /** What requests for Ingresses and HTTPRoutes come in by, with what stands in it. */
  private readonly entrances: ReadonlyMap<string, readonly string[]>;

  /** What Ingresses and HTTPRoutes do. */
  private readonly routes: readonly Route[];

  /** The Pods that several Services select together, by their selector. */
  private readonly shared = new Map<string, readonly Pod[]>();

  constructor(
    private readonly app: Inventory,
    { language, origins, whole = false, brief = false, direction = 'TB' }: View,
  ) {
    this.picture = new Flowchart(direction);
    this.direction = direction;
    this.words = wordsOf[language];
    this.whole = whole;
    this.brief = brief;
    this.outside = origins.includes('outside');
    this.clients = origins.includes('inside') ? app.pods.filter(isClient) : [];
    this.pods = app.pods.filter((pod) => !isClient(pod));
    this.servers = this.pods.filter((pod) => portsOf(pod).length > 0);
    this.services = app.ofKind('Service');
    this.entrances = entrancesIn(app, this.words);
    this.routes = routesIn(app, this.words);
    const framed = new Set<Pod>();
    for (const item of this.services) {
      const pods = this.selectedBy(item);
      if (pods.length < 2 || this.services.length < 2 || pods.some((pod) => framed.has(pod))) continue;
      this.shared.set(selectorTextOf(item), pods);
      for (const pod of pods) framed.add(pod);
    }
  }

  draw(): Flowchart {
    const { words } = this;
    // The title makes way for the arrows that come in.
    const title = this.direction === 'TB' ? onTheLeft(words.cluster) : onTheRight(words.cluster);
    this.picture.frame(cluster, title, () => this.drawCluster());
    if (this.hasDoor()) this.node(machine, 'machine', words.machine, words.outsideCluster);
    if (this.ofType('LoadBalancer').length > 0) {
      this.node(loadBalancer, 'entrance', words.loadBalancer, words.fromCloud);
    }

    for (const item of this.services.filter((item) => !this.isRouted(item))) this.drawWays(item);
    for (const item of this.services.filter((item) => this.isRouted(item))) this.drawWays(item);
    this.drawRequestsToPods();
    this.drawSelections();
    this.drawControllers();
    return this.picture;
  }

  private drawCluster(): void {
    const { words } = this;
    for (const pod of this.clients) this.drawPods(pod);
    for (const item of this.ofType('NodePort', 'LoadBalancer')) {
      const ports = (item.object.spec?.ports ?? []).map(({ nodePort = '30000–32767' }) => `${nodePort}`);
      this.node(nodePortOf(item), 'entrance', words.nodePort, words.onEveryNode, ...new Set(ports));
    }
    for (const [name, [title = '', ...details]] of this.entrances) {
      this.node(name, 'entrance', title, ...details);
    }
    for (const item of this.whole ? [] : this.controllers()) {
      const keeper = keeperOf(item);
      this.node(titleOf(item), 'controller', nameOf(item.object), item.object.kind);
      if (keeper !== titleOf(item)) this.node(keeper, 'controller', `${nameOf(item.object)}-…`, 'ReplicaSet');
    }
    for (const item of this.services) {
      const ports = (item.object.spec?.ports ?? []).map(({ port }) => words.port(port));
      this.node(titleOf(item), 'service', nameOf(item.object), words.service(this.typeOf(item)), ...ports);
    }
    for (const [selector, pods] of this.shared) {
      this.picture.frame(
        frameOf(selector),
        selector,
        () => {
          for (const pod of pods) this.drawPods(pod);
        },
        this.direction,
      );
    }
    const framed = new Set([...this.shared.values()].flat());
    for (const pod of this.pods.filter((pod) => !framed.has(pod))) this.drawPods(pod);
    this.drawOthers();
  }

  /** Draws a Pod, or a frame of those that a controller keeps. */
  private drawPods(pod: Pod): void {
    const { item, spec } = pod;
    const images = spec.containers.map(({ image = '' }) => image.split('/').at(-1) ?? '');
    if (item.object.kind === 'Pod') {
      const ports = portsOf(pod).map((port) => this.words.port(port));
      this.node(podsOf(item), 'pod', nameOf(item.object), 'Pod', ...images, ...ports);
      return;
    }
    // Nobody knows here how many Pods other controllers keep.
    const replicas = isA(item.object, ...scaling) ? (item.object.spec?.replicas ?? 1) : undefined;
    const draw = () => {
      for (let number = 0; number < (replicas ?? 1); number++) {
        this.node(`${podsOf(item)}, ${number}`, 'pod', `${nameOf(item.object)}-…`, ...images);
      }
    };
    // In a frame, the nodes without arrows between them stand across its direction.
    const drawFrame = (title: string) => this.picture.frame(podsOf(item), title, draw, this.direction);
    if (!this.whole) drawFrame(replicas === undefined ? 'Pod' : this.words.replicas(replicas));
    else if (keeperOf(item) === titleOf(item)) drawFrame(titleOf(item));
    else this.picture.frame(titleOf(item), titleOf(item), () => drawFrame(`ReplicaSet ${nameOf(item.object)}-…`));
  }

  /** Draws what is neither Pod nor Service nor their like. */
  private drawOthers(): void {
    for (const item of this.app.items) {
      const { kind } = item.object;
      const isRule = entrancesOf(item).some((entrance) => this.entrances.has(entrance));
      if (isRule || drawnOtherwise.has(kind) || this.app.pods.some((pod) => pod.item === item)) continue;
      this.node(titleOf(item), 'component', nameOf(item.object), kind);
    }
  }

  /**
   * Draws the ways to a Service: the Pod inside, its type's, the routes. Mermaid puts side by side what arrows that follow each
   * other lead to: so this goes Service by Service, those that a controller routes to together, and few lines cross.
   */
  private drawWays(item: ServiceItem): void {
    const title = titleOf(item);
    const isDirect = this.whole || !this.isRouted(item);
    const isOpen = this.outside && (opening.has(this.typeOf(item)) || this.isRouted(item));
    const clients = isDirect && !(this.whole && isOpen) ? this.clients : [];
    for (const client of clients) this.picture.arrow(podsOf(client.item), 'reaches', title, this.words.byName);
    if (!this.outside) return;
    if (isDirect && (isOpen || !this.whole || clients.length === 0)) this.drawWayOfType(item);
    for (const { entrance, service, words } of this.routes) {
      if (service !== title) continue;
      this.picture.arrowOnce(machine, 'reaches', entrance);
      this.picture.arrow(entrance, 'reaches', service, ...words);
    }
  }

  /** Draws what a Service's type does for requests from outside. */
  private drawWayOfType(item: ServiceItem): void {
    const type = this.typeOf(item);
    if (type === 'ClusterIP') {
      this.picture.arrow(machine, 'does not reach', titleOf(item), this.words.byIp);
    }
    if (!opening.has(type)) return;
    if (type === 'LoadBalancer') this.picture.arrowOnce(machine, 'reaches', loadBalancer);
    this.picture.arrow(type === 'LoadBalancer' ? loadBalancer : machine, 'reaches', nodePortOf(item));
    this.picture.arrow(nodePortOf(item), 'reaches', titleOf(item));
  }

  private drawRequestsToPods(): void {
    for (const { item } of this.bare()) {
      for (const client of this.clients) {
        this.picture.arrow(podsOf(client.item), 'reaches', podsOf(item), this.words.byIp);
      }
      if (this.outside) this.picture.arrow(machine, 'does not reach', podsOf(item), this.words.byIp);
    }
  }

  private drawSelections(): void {
    for (const item of this.services.filter(({ object }) => selectorOf(object))) {
      const selector = selectorTextOf(item);
      const label = this.brief ? [] : [selector];
      const pods = this.selectedBy(item);
      const targets = this.shared.has(selector) ? [frameOf(selector)] : pods.map((pod) => podsOf(pod.item));
      for (const target of targets) this.picture.arrow(titleOf(item), 'reaches', target, ...label);
      // A Service without Pods: none of those in the picture has its label.
      if (pods.length > 0) continue;
      for (const pod of this.servers) {
        this.picture.arrow(titleOf(item), 'does not reach', podsOf(pod.item), ...label);
      }
    }
  }

  private drawControllers(): void {
    for (const item of this.whole ? [] : this.controllers()) {
      const keeper = keeperOf(item);
      const selector = selectorOf(item.object) ? [selectorTextOf(item)] : [];
      if (keeper !== titleOf(item)) this.picture.arrow(titleOf(item), 'keeps', keeper);
      this.picture.arrow(keeper, 'keeps', podsOf(item), ...selector);
    }
  }

  /** Whatever keeps Pods. */
  private controllers(): Item[] {
    return this.pods.map(({ item }) => item).filter(({ object }) => object.kind !== 'Pod');
  }

  /** The Services of some types that are reached in the way of their type, in a picture with requests from outside. */
  private ofType(...types: string[]): ServiceItem[] {
    const direct = this.services.filter((item) => this.whole || !this.isRouted(item));
    return this.outside ? types.flatMap((type) => direct.filter((item) => this.typeOf(item) === type)) : [];
  }

  /** Whether something routes to a Service. */
  private isRouted(item: Item): boolean {
    return this.routes.some(({ service }) => service === titleOf(item));
  }

  /** Whether there is anything that this machine would try. */
  private hasDoor(): boolean {
    const tried = [...this.ofType('ClusterIP', 'NodePort', 'LoadBalancer'), ...this.bare()];
    return this.outside && (tried.length > 0 || this.entrances.size > 0);
  }

  /** The Pods that have neither controller nor Service in front of them, in a picture without Services. */
  private bare(): Pod[] {
    return this.services.length === 0 ? this.servers.filter(({ item }) => item.object.kind === 'Pod') : [];
  }

  /** The Pods that a Service selects, of those in the picture. */
  private selectedBy(item: Item): Pod[] {
    const selector = selectorOf(item.object);
    if (!selector) return [];
    return this.app.podIndex.matching(namespaceOf(item), selector).filter((pod) => this.pods.includes(pod));
  }

  private node(name: string, kind: NodeKind, title: string, ...details: string[]): void {
    this.picture.node(name, kind, title, ...(this.brief ? details.slice(0, 1) : details));
  }

  private typeOf(item: ServiceItem): string {
    return isHeadless(item) ? this.words.headless : (item.object.spec?.type ?? 'ClusterIP');
  }
}

/** The kinds without Pods that are drawn as something of their own. */
const drawnOtherwise = new Set(['Gateway', 'Service']);

/** The types of a Service that open a port on every node. */
const opening = new Set(['NodePort', 'LoadBalancer']);

/** The controllers that keep as many Pods as they are told. */
const scaling = ['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet'] as const;

const selectorTextOf = ({ object }: Item) => describe(selectorOf(object) ?? {});

/** The Pod, or the frame of the Pods, of a Pod or controller. */
const podsOf = (item: Item) => (item.object.kind === 'Pod' ? titleOf(item) : `Pods of ${titleOf(item)}`);

/** What looks after the Pods of a controller: of a Deployment, its current ReplicaSet. */
const keeperOf = (item: Item) => (item.object.kind === 'Deployment' ? `ReplicaSet of ${titleOf(item)}` : titleOf(item));

/** The frame of the Pods that several Services select. */
const frameOf = (selector: string) => `Pods with ${selector}`;

/** The port that every node opens for a Service. */
const nodePortOf = (item: Item) => `Node port of ${titleOf(item)}`;

const portsOf = ({ spec }: Pod) =>
  spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));

/** Whether a Pod is one that sends requests, since somebody types them. */
const isClient = ({ item, spec }: Pod) =>
  item.object.kind === 'Pod' && spec.containers.some(({ stdin }) => stdin === true);
