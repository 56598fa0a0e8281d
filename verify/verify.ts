import { randomBytes } from 'node:crypto';
import { Refusal } from '../program/refusal';
import type { Check, SectionChecks } from './check';
import { Cluster } from './cluster';
import { CommandFailed, Kubectl, lastLine, Unreachable } from './kubectl';
import type { Manifests, State } from './manifests';
import { CheckFailed, CheckSkipped, type Outcome } from './outcome';
import { sections } from './sections';

/** What a run is told of as it goes on. */
export interface Listener {
  /** The cluster answers. */
  started(target: Target, sections: readonly SectionChecks[]): void;

  /** A namespace was made for the run. */
  made(namespace: string): void;

  /** A check is over. */
  checked(check: Check, outcome: Outcome, milliseconds: number): void;

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
   * The sections to check, by the start of their id.
   *
   * @default - all
   */
  readonly section?: string;

  /**
   * How long a check waits for what is to come, in milliseconds.
   *
   * @default 60000
   */
  readonly timeout?: number;
}

/** Where the chapter is tried. */
export interface Target {
  readonly context: string;
  readonly server: string;

  /** Of Kubernetes. */
  readonly version: string;

  /** What the run is going to make. */
  readonly namespace: string;
}

/** The run was ended by its signal. */
export class Interrupted extends Error {}

/** The sections whose id begins so: `4.4` is three of them. */
export function sectionsOf(manifests: (state?: State) => Manifests, start = ''): SectionChecks[] {
  return sections
    .map((section) => section(manifests(), manifests))
    .filter(({ id }) => id === start || id.startsWith(start === '' ? '' : `${start}.`));
}

/**
 * Does what the chapter does, on a cluster, in a namespace of its own, and sees of each check whether it passes there.
 *
 * @throws Refusal before anything is changed; Unreachable or Interrupted after it has cleaned up as far as it can.
 */
export async function verify(props: VerifyProps): Promise<void> {
  const { listener, signal, keep = false, timeout = 60_000 } = props;
  const chosen = sectionsOf(props.manifests, props.section);
  // Ends what still runs in the background.
  const over = new AbortController();
  const kubectl = new Kubectl({
    context: props.context,
    signal: AbortSignal.any([signal, over.signal]),
    timeout: timeout + 10_000, // as long as a check waits, and a little more to say so
  });
  const namespace = `hello-world-verify-${randomBytes(3).toString('hex')}`;
  const target = await reach(kubectl, props.context);
  listener.started({ ...target, namespace }, chosen);

  const made: string[] = [];
  const make = async (name: string, level: string) => {
    made.push(name);
    listener.made(name);
    const labels = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=${level}`);
    await kubectl.do(['create', 'namespace', name]);
    await kubectl.do(['label', 'namespace', name, ...labels]);
    // Pods are refused until it is there.
    const inside = kubectl.in(name);
    await new Cluster(inside, props.manifests, timeout, async () => inside, target.version).until(async () =>
      (await inside.try(['get', 'serviceaccount', 'default'])).status === 0 ? true : undefined,
    );
    return inside;
  };

  try {
    const restricted = await make(namespace, 'restricted');
    let unrestricted: Promise<Kubectl> | undefined;
    const makeUnrestricted = () => {
      unrestricted ??= make(`${namespace}-commands`, 'privileged');
      return unrestricted;
    };
    const cluster = new Cluster(restricted, props.manifests, timeout, makeUnrestricted, target.version);
    for (const section of chosen) await checkSection(section, cluster, listener);
  } catch (error) {
    if (signal.aborted) throw new Interrupted('interrupted');
    throw error;
  } finally {
    over.abort();
    if (!keep) await remove(kubectl.unstoppable(), made, listener);
  }
}

/** Runs the checks of a section one after the other. */
async function checkSection(section: SectionChecks, cluster: Cluster, listener: Listener): Promise<void> {
  const passed = new Set<Check>();
  let unprepared: string | undefined;
  try {
    await section.prepare?.(cluster);
  } catch (error) {
    if (!(error instanceof CommandFailed) && !(error instanceof CheckFailed)) throw error;
    const why = error instanceof CheckFailed ? (error.why ?? []) : [];
    unprepared = `what it starts from is not there: ${[error.message, ...why].join('; ')}`;
  }
  for (const check of section.checks) {
    const start = performance.now();
    const missing =
      check.after && !passed.has(check.after) ? `it needs what did not pass: ${check.after.text}` : unprepared;
    const outcome: Outcome = missing ? { result: 'skipped', reason: missing } : await outcomeOf(check, cluster);
    if (outcome.result === 'passed') passed.add(check);
    listener.checked(check, outcome, performance.now() - start);
  }
}

async function outcomeOf(check: Check, cluster: Cluster): Promise<Outcome> {
  try {
    const remark = await check.test(cluster);
    return { result: 'passed', ...(typeof remark === 'string' && remark ? { remark } : {}) };
  } catch (error) {
    if (error instanceof CheckSkipped) return { result: 'skipped', reason: error.message };
    if (error instanceof CheckFailed) {
      const { command, expected, got, why } = error;
      return { result: 'failed', command, expected, got, why: why ?? (await cluster.warnings()) };
    }
    if (error instanceof CommandFailed) {
      const { command, stderr } = error.answer;
      return { result: 'failed', command, expected: 'success', got: lastLine(stderr), why: await cluster.warnings() };
    }
    throw error;
  }
}

/** Sees that there is a cluster, and that one may make a namespace there. */
async function reach(kubectl: Kubectl, wanted: string | undefined) {
  const ask = async (...args: string[]) => {
    const answer = await kubectl.try(args).catch((error: unknown) => {
      throw error instanceof Unreachable ? new Refusal(error.message) : error;
    });
    if (answer.status !== 0) throw new Refusal(lastLine(answer.stderr));
    return answer.stdout.trim();
  };
  const context = wanted ?? (await ask('config', 'current-context'));
  const server = await ask('config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}');
  const { serverVersion } = JSON.parse(await ask('version', '-o', 'json', '--request-timeout=10s'));
  const allowed = await kubectl.try(['auth', 'can-i', 'create', 'namespaces']);
  if (allowed.stdout.trim() !== 'yes')
    throw new Refusal(`the user of the context ${context} may not create namespaces there`);
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
