import { randomBytes } from 'node:crypto';
import type { Claim, Section } from './claim';
import { Failed, Kubectl, lastLine, Unreachable } from './kubectl';
import { Fell, type Outcome, Untried } from './outcome';
import { allAtOnce } from './sections/all-at-once';
import { cleanup } from './sections/cleanup';
import { commands } from './sections/commands';
import { deployment } from './sections/deployment';
import { ingress } from './sections/ingress';
import { pod } from './sections/pod';
import { replicaSet } from './sections/replicaset';
import { clusterIpService, loadBalancerService, nodePortService } from './sections/services';
import { type Manifests, Stage, type State } from './stage';

/** What a run is told of as it goes on. */
export interface Listener {
  /** The cluster answers. */
  started(cluster: Cluster, sections: readonly Section[]): void;

  /** A namespace was made for the run. */
  made(namespace: string): void;

  /** A claim has been tried. */
  tried(claim: Claim, outcome: Outcome, milliseconds: number): void;

  /** A namespace of the run is gone. */
  removed(namespace: string): void;
}

/** Properties for `verify`. */
export interface VerifyProps {
  /** The manifests of the chapter in a state. */
  readonly manifests: (state?: State) => Manifests;

  /** What is told of the run. */
  readonly listener: Listener;

  /** Ends the run; it then cleans up. */
  readonly signal: AbortSignal;

  /**
   * The context of the kubeconfig.
   *
   * @default - the current one
   */
  readonly context?: string;

  /**
   * Whether the namespaces stay.
   *
   * @default false
   */
  readonly keep?: boolean;

  /**
   * The sections to try, by the start of their id.
   *
   * @default - all
   */
  readonly section?: string;

  /**
   * How long a claim waits for what is to come, in milliseconds.
   *
   * @default 60000
   */
  readonly timeout?: number;
}

/** Where the chapter is tried. */
export interface Cluster {
  readonly context: string;
  readonly server: string;

  /** Of Kubernetes. */
  readonly version: string;

  /** What the run is going to make. */
  readonly namespace: string;
}

/** The run cannot begin; nothing was changed. */
export class Refused extends Error {}

/** The run was ended by its signal. */
export class Interrupted extends Error {}

/** The chapter, in its order, all at once, and beside its commands. */
export function sectionsOf(manifests: Manifests): Section[] {
  return [
    pod,
    clusterIpService,
    nodePortService,
    loadBalancerService,
    ingress,
    replicaSet,
    deployment(),
    cleanup,
    allAtOnce,
    commands(manifests),
  ];
}

/** The sections whose id begins so: `4.4` is three of them. */
export function chosen(sections: readonly Section[], start = ''): Section[] {
  return sections.filter(({ id }) => id === start || id.startsWith(start === '' ? '' : `${start}.`));
}

/**
 * Does what the chapter does, on a cluster, in a namespace of its own, and sees of each claim whether it holds there.
 *
 * @throws Refused before anything is changed; Unreachable or Interrupted after it has cleaned up as far as it can.
 */
export async function verify(props: VerifyProps): Promise<void> {
  const { listener, signal, keep = false, timeout = 60_000 } = props;
  const sections = chosen(sectionsOf(props.manifests()), props.section);
  // Ends what still runs in the background.
  const over = new AbortController();
  const kubectl = new Kubectl({
    context: props.context,
    signal: AbortSignal.any([signal, over.signal]),
    timeout: timeout + 10_000, // as long as a claim waits, and a little more to say so
  });
  const namespace = `hello-world-verify-${randomBytes(3).toString('hex')}`;
  listener.started({ ...(await reach(kubectl, props.context)), namespace }, sections);

  const made: string[] = [];
  const make = async (name: string, level: string) => {
    made.push(name);
    listener.made(name);
    const labels = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=${level}`);
    await kubectl.run(['create', 'namespace', name]);
    await kubectl.run(['label', 'namespace', name, ...labels]);
    // Pods are refused until it is there.
    const inside = kubectl.in(name);
    await new Stage(inside, props.manifests, timeout, async () => inside).until(async () =>
      (await inside.try(['get', 'serviceaccount', 'default'])).status === 0 ? true : undefined,
    );
    return inside;
  };

  try {
    const restricted = await make(namespace, 'restricted');
    let unrestricted: Promise<Kubectl> | undefined;
    const stage = new Stage(restricted, props.manifests, timeout, () => {
      unrestricted ??= make(`${namespace}-commands`, 'privileged');
      return unrestricted;
    });
    for (const section of sections) await play(section, stage, listener);
  } catch (error) {
    if (signal.aborted) throw new Interrupted('interrupted');
    throw error;
  } finally {
    over.abort();
    if (!keep) await remove(kubectl.unstoppable(), made, listener);
  }
}

/** Tries the claims of a section one after the other. */
async function play(section: Section, stage: Stage, listener: Listener): Promise<void> {
  const held = new Set<Claim>();
  let unprepared: string | undefined;
  try {
    await section.prepare?.(stage);
  } catch (error) {
    if (!(error instanceof Failed) && !(error instanceof Fell)) throw error;
    unprepared = `what it starts from is not there: ${[error.message, ...(error instanceof Fell ? (error.why ?? []) : [])].join('; ')}`;
  }
  for (const claim of section.claims) {
    const start = performance.now();
    const missing =
      claim.after && !held.has(claim.after) ? `it needs what did not hold: ${claim.after.text}` : unprepared;
    const outcome: Outcome = missing ? { result: 'untried', reason: missing } : await outcomeOf(claim, stage);
    if (outcome.result === 'held') held.add(claim);
    listener.tried(claim, outcome, performance.now() - start);
  }
}

async function outcomeOf(claim: Claim, stage: Stage): Promise<Outcome> {
  try {
    const remark = await claim.try(stage);
    return { result: 'held', ...(typeof remark === 'string' && remark ? { remark } : {}) };
  } catch (error) {
    if (error instanceof Untried) return { result: 'untried', reason: error.message };
    if (error instanceof Fell) {
      const { command, expected, came, why } = error;
      return { result: 'fell', command, expected, came, why: why ?? (await stage.warnings()) };
    }
    if (error instanceof Failed) {
      const { command, stderr } = error.answer;
      return { result: 'fell', command, expected: 'success', came: lastLine(stderr), why: await stage.warnings() };
    }
    throw error;
  }
}

/** Sees that there is a cluster, and that one may make a namespace there. */
async function reach(kubectl: Kubectl, wanted: string | undefined) {
  const ask = async (...args: string[]) => {
    const answer = await kubectl.try(args).catch((error: unknown) => {
      throw error instanceof Unreachable ? new Refused(error.message) : error;
    });
    if (answer.status !== 0) throw new Refused(lastLine(answer.stderr));
    return answer.stdout.trim();
  };
  const context = wanted ?? (await ask('config', 'current-context'));
  const server = await ask('config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}');
  const { serverVersion } = JSON.parse(await ask('version', '-o', 'json', '--request-timeout=10s'));
  const allowed = await kubectl.try(['auth', 'can-i', 'create', 'namespaces']);
  if (allowed.stdout.trim() !== 'yes')
    throw new Refused(`the user of the context ${context} may not create namespaces there`);
  return { context, server, version: `${serverVersion.gitVersion}` };
}

/** Deletes namespaces, and waits until they are gone. */
async function remove(kubectl: Kubectl, namespaces: readonly string[], listener: Listener): Promise<void> {
  await Promise.all(
    namespaces.map(async (namespace) => {
      const { status } = await kubectl.try(['delete', 'namespace', namespace, '--ignore-not-found']);
      if (status === 0) listener.removed(namespace);
    }),
  );
}
