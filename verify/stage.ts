import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LabelSelector, Labels } from '../rules/kubernetes';
import { describe, selectorOf } from '../rules/selector';
import type { Answer, Kubectl } from './kubectl';
import { Fell, Untried } from './outcome';

/** The YAML of the chapter, by the name of its file. */
export type Manifests = ReadonlyMap<string, string>;

/** A state of the chapter. */
export interface State {
  readonly replicas?: number;
  readonly version?: '1.0' | '2.0';
}

/** An object as the cluster gives it: what the claims read of it. */
export interface Resource {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec: {
    readonly clusterIP?: string;
    readonly containers?: readonly { readonly name: string; readonly image: string }[];
    readonly ingressClassName?: string;
    readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths: readonly {
          readonly path?: string;
          readonly pathType: string;
          readonly backend: { readonly service?: { readonly name: string } };
        }[];
      };
    }[];
    readonly selector?: LabelSelector | Labels;
  };
  readonly status?: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
    readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] };
    readonly podIP?: string;
  };
}

/** How often a claim that waits looks again, in milliseconds. */
const interval = 400;

/** How long a Pod may be in trouble that could pass, such as an image that is not there yet, in milliseconds. */
const patience = 6_000;

/** How many lines explain a claim that falls. */
const explanations = 3;

/** Events of Pods and of their controllers that explain why there is no container. */
const troubles = new Set(['FailedCreate', 'FailedCreatePodSandBox', 'FailedMount']);

/** The cluster as a claim sees it: the chapter's manifests, the namespace in which they are tried, and the ways into it. */
export class Stage {
  constructor(
    /** kubectl, for the namespace. */
    readonly kubectl: Kubectl,

    /** The manifests in some state of the chapter. */
    readonly manifests: (state?: State) => Manifests,

    /** How long a claim waits for what is to come, in milliseconds. */
    readonly timeout: number,

    /** A kubectl for another namespace, which does not enforce Pod Security. */
    readonly unrestricted: () => Promise<Kubectl>,
  ) {}

  /** Applies a manifest, or what a selector leaves of it. */
  async apply(file: string, state?: State, selector?: string): Promise<string> {
    const manifest = this.manifests(state).get(file) ?? '';
    return this.kubectl.run(['apply', '-f', '-', ...(selector ? ['-l', selector] : [])], manifest);
  }

  /** Deletes all that a manifest makes. */
  async delete(file: string): Promise<string> {
    return this.kubectl.run(['delete', '-f', '-'], this.manifests().get(file) ?? '');
  }

  /** One object; undefined if there is none of the name. */
  async find(kind: string, name: string): Promise<Resource | undefined> {
    const text = await this.kubectl.run(['get', kind, name, '-o', 'json', '--ignore-not-found']);
    return text ? JSON.parse(text) : undefined;
  }

  /** One object. */
  async get(kind: string, name: string): Promise<Resource> {
    return JSON.parse(await this.kubectl.run(['get', kind, name, '-o', 'json']));
  }

  /** All objects of a kind, or those with some labels, but for those that are on their way out. */
  async list(kind: string, selector = ''): Promise<readonly Resource[]> {
    const { items }: { items: Resource[] } = JSON.parse(
      await this.kubectl.run(['get', kind, '-l', selector, '-o', 'json']),
    );
    return items.filter(({ metadata }) => !metadata.deletionTimestamp);
  }

  /**
   * Looks until there is something to see.
   *
   * @param look returns it, or undefined to look again
   * @returns undefined if there is nothing when the time is over
   */
  async until<T>(look: () => Promise<T | undefined>, timeout = this.timeout): Promise<T | undefined> {
    const end = Date.now() + timeout;
    for (;;) {
      const seen = await look();
      if (seen !== undefined || Date.now() > end) return seen;
      await sleep(interval);
    }
  }

  /**
   * Waits until just so many Pods with some labels are there and ready.
   *
   * @throws Fell with what is wrong with them, as soon as it is clear that waiting is in vain.
   */
  async ready(selector: string, count: number): Promise<readonly Resource[]> {
    let pods: readonly Resource[] = [];
    let wrong: string[] = [];
    const seen = new Map<string, number>();
    const look = async () => {
      pods = await this.list('pods', selector);
      if (pods.length === count && pods.every(isReady)) return 'ready';
      const now = Date.now();
      wrong = [...pods.flatMap(troubleOf), ...(await this.warnings(troubles))];
      for (const trouble of wrong) seen.set(trouble, seen.get(trouble) ?? now);
      return wrong.some((trouble) => now - (seen.get(trouble) ?? now) > patience) ? 'in vain' : undefined;
    };
    if ((await this.until(look)) === 'ready') return pods;
    throw new Fell(
      `kubectl get pods -l '${selector}'`,
      `${count} ready`,
      `${pods.filter(isReady).length} ready of ${pods.length}`,
      (wrong.length > 0 ? wrong : pods.map(ownership)).slice(0, explanations),
    );
  }

  /** What a request from the `curl` Pod brings. */
  async fromInside(address: string): Promise<Answer> {
    return this.kubectl.try(['exec', 'curl', '--', 'curl', '-sS', '-m', '3', `http://${address}`]);
  }

  /**
   * Waits until requests from the `curl` Pod are answered by some version of hello-app.
   *
   * @param explain what to say if they are not
   */
  async answersInside(address: string, version: string, explain?: () => Promise<string[]>): Promise<void> {
    let answer: Answer | undefined;
    const answered = await this.until(
      async () => {
        answer = await this.fromInside(address);
        return says(answer.stdout, version) ? true : undefined;
      },
      Math.min(this.timeout, 15_000),
    );
    if (answered || !answer) return;
    throw new Fell(answer.command, `Version: ${version}`, firstLine(answer.stdout || answer.stderr), await explain?.());
  }

  /** What a request from this machine brings: the answer, or why there is none. */
  async fromHere(address: string): Promise<{ readonly answer: string } | { readonly error: string }> {
    return new Promise((resolve) => {
      const request = get(`http://${address}`, { agent: false, timeout: 3_000 }, (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          answer += chunk;
        });
        response.on('end', () => resolve({ answer }));
        response.on('error', ({ message }) => resolve({ error: message }));
      });
      request.on('timeout', () => request.destroy(new Error('no answer within 3 s')));
      request.on('error', ({ message }) => resolve({ error: message }));
    });
  }

  /** Sees that an address inside the cluster does not answer this machine. */
  async silentHere(address: string, what: string): Promise<string> {
    const reply = await this.fromHere(address);
    if ('error' in reply) return reply.error;
    throw new Untried(`this machine reaches ${what}, ${address}: it is a node, or has a tunnel into the cluster`);
  }

  /** The address of a node. */
  async nodeAddress(): Promise<string> {
    const nodes = await this.kubectl.try(['get', 'nodes', '-o', 'json']);
    if (nodes.status !== 0) throw new Untried('you may not list the nodes of this cluster');
    const { items }: { items: Resource[] } = JSON.parse(nodes.stdout);
    const [address] = items.flatMap((node) => node.status?.addresses ?? []).filter(({ type }) => type === 'InternalIP');
    if (!address) throw new Untried('no node of this cluster has an address');
    return address.address.includes(':') ? `[${address.address}]` : address.address;
  }

  /** Why a Service does not answer, if it is for lack of Pods. */
  async explainService(name: string): Promise<string[]> {
    const service = await this.find('service', name);
    if (!service) return [`there is no Service ${name}`];
    const selector = describe(selectorOf(service) ?? {});
    const pods = await this.list('pods', selector);
    if (pods.some(isReady)) return [];
    const lack =
      pods.length === 0 ? 'no Pod has the labels that it selects' : 'no Pod is ready of those that it selects';
    return [`Service ${name} has no endpoints: ${lack}, ${selector}`];
  }

  /** The latest warnings among the events of the namespace, but for those of Pods that are gone or ready by now. */
  async warnings(reasons?: ReadonlySet<string>): Promise<string[]> {
    const { items }: { items: { reason: string; message: string; involvedObject: { kind: string; name: string } }[] } =
      JSON.parse(await this.kubectl.run(['get', 'events', '--field-selector', 'type=Warning', '-o', 'json']));
    const pods = await this.list('pods');
    const unready = new Set(pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata.name));
    const lines = items
      .filter(({ reason }) => !reasons || reasons.has(reason))
      .filter(({ involvedObject: { kind, name } }) => kind !== 'Pod' || unready.has(name))
      .map(
        ({ reason, message, involvedObject: { kind, name } }) => `${kind} ${name}: ${reason}: ${firstLine(message)}`,
      );
    return [...new Set(lines)].slice(-explanations);
  }
}

function isReady({ status }: Resource): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function ownership(pod: Resource): string {
  const [owner] = pod.metadata.ownerReferences ?? [];
  const whose = owner ? `belongs to ${owner.kind} ${owner.name}` : 'belongs to no controller';
  return `Pod ${pod.metadata.name} is ${isReady(pod) ? '' : 'not '}ready and ${whose}`;
}

function troubleOf({ metadata, status }: Resource): string[] {
  const waiting = (status?.containerStatuses ?? []).flatMap(({ state }) => state?.waiting ?? []);
  const unscheduled = (status?.conditions ?? []).filter(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return [...waiting, ...unscheduled]
    .filter(({ reason }) => reason !== 'ContainerCreating' && reason !== 'PodInitializing')
    .map(({ reason, message }) => `Pod ${metadata.name}: ${[reason, message].filter(Boolean).join(': ')}`);
}

/** Whether an answer of hello-app is from a version of it. */
export function says(answer: string, version: string): boolean {
  return answer.split('\n').includes(`Version: ${version}`);
}

/** The first line of a text. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
