import { JsonPatch } from 'cdk8s';
import { nameOf, titleOf } from '../../../lib/check/objects/item';
import type { Known, KubernetesObject } from '../../../lib/check/objects/kubernetes';
import { replicasOf } from '../../../lib/check/objects/pods';
import { describe, selectorOf } from '../../../lib/check/objects/selector';
import { textOf } from '../../../lib/synth/manifest-app';
import { type Answer, CommandFailed } from './answer';
import { describePods, isOfJob, isPodOf, isReady, lackOf, podsOf, troublesOf } from './health';
import type { Kubectl } from './kubectl';
import { exposureOf, resourceOf } from './kubectl-names';
import type { Manifests, State } from './manifests';
import type { Namespace } from './namespace';
import { ClaimFailed, ClaimSkipped } from './outcome';
import { firstLine, hostOf, request, says } from './requests';
import { type Look, until } from './until';
import { warningsIn } from './visible';

/** How long something may be in trouble that could pass, such as an image that is not there yet, in milliseconds. */
const patience = 6_000;

/** How many lines explain a claim that fails. */
const explanations = 3;

/** Events of Pods and of their controllers that explain why there is no container. */
const troubles = new Set(['FailedCreate', 'FailedCreatePodSandBox', 'FailedMount']);

/** The kinds that the claims list. */
type Listed = 'Ingress' | 'IngressClass' | 'Node' | 'Pod';

/** Properties for `Cluster`. */
export interface ClusterProps {
  /** The namespace in which the chapter is checked. */
  readonly namespace: Namespace;

  /** kubectl, for the namespace. */
  readonly kubectl: Kubectl;

  /** The manifests in some state of the chapter. */
  readonly manifests: (state?: State) => Manifests;

  /** How long a claim waits for what is to come, in milliseconds. */
  readonly timeout: number;

  /** A kubectl for another namespace, which does not enforce Pod Security. */
  readonly unrestricted: () => Promise<Kubectl>;

  /** The version of Kubernetes, e.g. `v1.30.1`. */
  readonly version: string;

  /** Whether objects may be made that affect others or cost money. */
  readonly expose: boolean;
}

/** The cluster as a claim sees it: the chapter's manifests, the namespace in which they are checked, and the ways into it. */
export class Cluster {
  readonly kubectl: Kubectl;
  readonly manifests: (state?: State) => Manifests;
  readonly timeout: number;
  readonly unrestricted: () => Promise<Kubectl>;
  readonly version: string;

  private readonly namespace: Namespace;
  private readonly expose: boolean;

  /** The Pod with `curl`, which sends the requests from inside. */
  private readonly client: string;

  constructor({ namespace, kubectl, manifests, timeout, unrestricted, version, expose }: ClusterProps) {
    this.namespace = namespace;
    this.kubectl = kubectl;
    this.manifests = manifests;
    this.timeout = timeout;
    this.unrestricted = unrestricted;
    this.version = version;
    this.expose = expose;
    this.client = nameOf(manifests().client);
  }

  /** Applies a manifest. */
  async apply(file: string, state?: State): Promise<void> {
    const manifest = this.manifests(state).of(file);
    this.ensureMayMake(manifest.objects.map(({ object }) => object));
    await this.kubectl.do(['apply', '-f', '-'], textOf(manifest));
  }

  /** Applies some objects, as they are in the manifests of some state. */
  async applyObjects(objects: readonly KubernetesObject[], state?: State): Promise<void> {
    const titles = new Set(objects.map((object) => titleOf({ object })));
    const items = this.manifests(state).objects.filter((object) => titles.has(titleOf({ object })));
    this.ensureMayMake(items);
    await this.kubectl.do(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  }

  /**
   * Sees that the run may make some objects.
   *
   * @throws ClaimSkipped if one affects others, and `--expose` is not given.
   */
  ensureMayMake(objects: readonly KubernetesObject[]): void {
    const object = objects.find((object) => !this.mayMake(object));
    if (!object) return;
    throw new ClaimSkipped(`${titleOf({ object })} ${exposureOf(object)}; use --expose to include it`);
  }

  /** The manifests in some state, without what the run may not make. */
  permitted(state?: State): Manifests {
    const manifests = this.manifests(state);
    if (manifests.objects.every((object) => this.mayMake(object))) return manifests;
    return manifests.map((object) => (this.mayMake(object) ? [object] : []));
  }

  /** Whether an object of some namespace is the run's. */
  isOurs(object: KubernetesObject): boolean {
    return object.metadata.namespace === this.namespace.name && this.namespace.isOurs(object);
  }

  /** Whether the run may make an object. */
  mayMake(object: KubernetesObject): boolean {
    return this.expose || exposureOf(object) === undefined;
  }

  /** Deletes all that a manifest makes, as far as it is there. */
  async delete(file: string, state?: State): Promise<void> {
    await this.kubectl.do(['delete', '--ignore-not-found', '-f', '-'], textOf(this.manifests(state).of(file)));
  }

  /** An object as it is on the cluster; undefined if it is not there. */
  async find<T extends KubernetesObject>(object: T): Promise<T | undefined> {
    const text = await this.kubectl.do(['get', resourceOf(object), nameOf(object), '-o', 'json', '--ignore-not-found']);
    return text ? JSON.parse(text) : undefined;
  }

  /** An object as it is on the cluster. */
  async get<T extends KubernetesObject>(object: T): Promise<T> {
    return JSON.parse(await this.kubectl.do(['get', resourceOf(object), nameOf(object), '-o', 'json']));
  }

  /** All objects of a kind, or those with some labels, but for those that are on their way out. */
  async list<K extends Listed>(kind: K, selector = ''): Promise<readonly Known<K>[]> {
    const several = `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
    const text = await this.kubectl.do(['get', several, '-l', selector, '-o', 'json']);
    const { items }: { items: Known<K>[] } = JSON.parse(text);
    return items.filter(({ metadata }) => !metadata.deletionTimestamp);
  }

  /** Looks until there is something to see; undefined if there is nothing when the time is over. */
  async until<T>(look: Look<T>, timeout = this.timeout): Promise<T | undefined> {
    return until(look, timeout);
  }

  /**
   * Waits until just so many Pods with some labels are there and ready.
   *
   * @throws ClaimFailed with what is wrong with them, as soon as waiting is pointless.
   */
  async ready(selector: string, count: number): Promise<readonly Known<'Pod'>[]> {
    let pods: readonly Known<'Pod'>[] = [];
    const trouble = await this.settled(async () => {
      pods = await this.list('Pod', selector);
      return { settled: pods.length === count && pods.every(isReady), troubled: pods };
    });
    if (trouble === undefined) return pods;
    throw new ClaimFailed(
      `kubectl get pods -l '${selector}'`,
      `${count} ready`,
      `${pods.filter(isReady).length} ready of ${pods.length}`,
      (trouble.length > 0 ? trouble : describePods(pods)).slice(0, explanations),
    );
  }

  /**
   * Waits until all is well with objects, for each what its kind means by that.
   *
   * @param alone whether the namespace is to hold no other Pods, but for those of Jobs and, in a shared one, of other people
   * @returns how many Pods they are or keep
   * @throws ClaimFailed with what is wrong, as soon as waiting is pointless.
   */
  async well(objects: readonly KubernetesObject[], alone = false): Promise<number> {
    let lacks: string[] = [];
    let pods: readonly Known<'Pod'>[] = [];
    let wanted = 0;
    const trouble = await this.settled(async () => {
      const current = await this.all(objects);
      pods = (await this.list('Pod')).filter((pod) => (alone ? this.namespace.isOurs(pod) : isPodOf(pod, objects)));
      wanted = current.reduce((sum, object) => sum + podsOf(object), 0);
      lacks = current.flatMap((object) => {
        const lack = lackOf(object);
        return lack ? [`${object.kind} ${object.metadata.name} ${lack}`] : [];
      });
      const lasting = pods.filter((pod) => !isOfJob(pod)).length;
      if (alone && lasting !== wanted) lacks.push(`${lasting} Pods instead of ${wanted}`);
      return { settled: lacks.length === 0, troubled: [...current, ...pods] };
    });
    if (trouble === undefined) return wanted;
    const why = trouble.length > 0 ? trouble : describePods(pods);
    throw new ClaimFailed(
      'kubectl get all',
      'everything ready or complete',
      lacks.join(', '),
      why.slice(0, explanations),
    );
  }

  /** Looks until things are settled; returns their troubles if they do not settle in time, or if these do not pass. */
  private async settled(
    look: () => Promise<{ settled: boolean; troubled: readonly KubernetesObject[] }>,
  ): Promise<string[] | undefined> {
    let current: string[] = [];
    const seen = new Map<string, number>();
    const end = await this.until(async () => {
      const { settled, troubled } = await look();
      if (settled) return 'settled';
      const now = Date.now();
      current = [...new Set([...troubled.flatMap(troublesOf), ...(await this.warnings(troubles))])];
      for (const trouble of current) seen.set(trouble, seen.get(trouble) ?? now);
      return current.some((trouble) => now - (seen.get(trouble) ?? now) > patience) ? 'hopeless' : undefined;
    });
    return end === 'settled' ? undefined : current;
  }

  /** Objects as they are on the cluster, but with the number of Pods that they should have. */
  private async all(objects: readonly KubernetesObject[]): Promise<readonly KubernetesObject[]> {
    const names = objects.map((object) => `${resourceOf(object)}/${nameOf(object)}`);
    const { items, ...one } = JSON.parse(await this.kubectl.do(['get', ...names, '-o', 'json']));
    const current: readonly KubernetesObject[] = items ?? [one];
    return current.map((there) => {
      const object = objects.find(({ kind, metadata }) => kind === there.kind && metadata.name === there.metadata.name);
      const replicas = object && replicasOf(object);
      return replicas === undefined ? there : JsonPatch.apply(there, JsonPatch.add('/spec/replicas', replicas));
    });
  }

  /**
   * Waits until nothing of the chapter is left in the namespace.
   *
   * @throws ClaimFailed with what is.
   */
  async empty(): Promise<void> {
    let left: readonly string[] = [];
    const empty = await this.until(async () => {
      left = await this.namespace.left(this.kubectl);
      return left.length === 0;
    });
    if (!empty) throw new ClaimFailed(`kubectl -n ${this.namespace.name} get all`, 'nothing', left.join(' '), []);
  }

  /** The answer to a request from the Pod with `curl`, given more of its options. */
  async fromInside(address: string, ...options: readonly string[]): Promise<Answer> {
    return this.kubectl.try(['exec', this.client, '--', 'curl', '-sS', '-m', '3', ...options, `http://${address}`]);
  }

  /**
   * Waits until requests from inside are answered by some version of hello-app.
   *
   * @param explain what to say if they are not
   */
  async answersInside(address: string, version: string, explain?: () => Promise<string[]>): Promise<void> {
    let answer: Answer | undefined;
    const answered = await this.until(
      async () => {
        answer = await this.fromInside(address);
        return says(answer.stdout, version);
      },
      Math.min(this.timeout, 15_000),
    );
    if (answered || !answer) return;
    const got = firstLine(answer.stdout || answer.stderr);
    throw new ClaimFailed(answer.command, `Version: ${version}`, got, await explain?.());
  }

  /** Sees that an address inside the cluster does not answer this machine. */
  async silentHere(address: string, what: string): Promise<string> {
    const reply = await request(address);
    if ('error' in reply) return reply.error;
    throw new ClaimSkipped(`this machine can reach ${what}, ${address}: it is a node or has a tunnel into the cluster`);
  }

  /** The address of a node on which a Pod of a Service runs. */
  async nodeOf(service: Known<'Service'>): Promise<string> {
    const pods = await this.list('Pod', describe(selectorOf(await this.get(service)) ?? {}));
    // Not from the nodes, which not everybody may see.
    const address = pods.find(isReady)?.status?.hostIP;
    if (!address) throw new ClaimSkipped(`no ready Pod of Service ${nameOf(service)} reports the address of its node`);
    return hostOf(address);
  }

  /** The node port of a Service, on the address of a node: by default, of one on which a Pod of the Service runs. */
  async nodePortOf(service: Known<'Service'>, node?: string): Promise<string> {
    const { spec } = await this.get(service);
    return `${node ?? (await this.nodeOf(service))}:${spec?.ports?.[0]?.nodePort}`;
  }

  /** The names and addresses of the nodes that are ready. */
  async nodes(): Promise<readonly { readonly name: string; readonly address: string }[]> {
    const nodes = (await this.list('Node')).filter(isReady);
    return nodes.flatMap(({ metadata: { name }, status }) => {
      const address = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
      return name && address ? [{ name, address: hostOf(address) }] : [];
    });
  }

  /** Why a Service does not answer, if it is for lack of Pods. */
  async explainService(name: string): Promise<string[]> {
    const wanted: Known<'Service'> = { apiVersion: 'v1', kind: 'Service', metadata: { name } };
    const service = await this.find(wanted);
    if (!service) return [`Service ${name} does not exist`];
    const selector = describe(selectorOf(service) ?? {});
    const pods = await this.list('Pod', selector);
    if (pods.some(isReady)) return [];
    const lack =
      pods.length === 0 ? 'no Pod has the labels in its selector' : 'none of the Pods that it selects is ready';
    return [`Service ${name} has no endpoints: ${lack}, ${selector}`];
  }

  /**
   * The latest warnings among the events of the run's objects, but for those of Pods that are gone or ready by now; none if
   * they cannot be seen.
   */
  async warnings(reasons?: ReadonlySet<string>): Promise<string[]> {
    try {
      const items = await warningsIn(this.kubectl);
      const pods = (await this.list('Pod')).filter((pod) => this.namespace.isOurs(pod));
      const unready = new Set(pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name));
      const lines = items
        .filter(({ reason = '' }) => !reasons || reasons.has(reason))
        .filter((event) => this.namespace.concerns(event))
        .filter(({ involvedObject: { kind, name } }) => kind !== 'Pod' || unready.has(name))
        .map(
          ({ reason, message = '', involvedObject: { kind, name } }) =>
            `${kind} ${name}: ${reason}: ${firstLine(message)}`,
        );
      return [...new Set(lines)].slice(-explanations);
    } catch (error) {
      if (error instanceof ClaimSkipped || error instanceof CommandFailed) return [];
      throw error;
    }
  }
}
