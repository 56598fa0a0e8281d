import { randomBytes } from 'node:crypto';
import { Refusal } from '../../lib/program/refusal';
import { CommandFailed, lastLine } from './cluster/answer';
import type { Claim, SectionClaims } from './cluster/claim';
import { Cluster } from './cluster/cluster';
import { Kubectl } from './cluster/kubectl';
import type { Leftovers } from './cluster/leftovers';
import type { Manifests, State } from './cluster/manifests';
import { ClaimFailed, ClaimSkipped, type Outcome } from './cluster/outcome';
import { OwnNamespace } from './cluster/own-namespace';
import { SharedNamespace } from './cluster/shared-namespace';
import { reach } from './cluster/target';
import type { Reporter } from './reporters';

/** Properties for `verify`. */
export interface VerifyProps {
  /** The manifests of the chapter in a state: what is applied. */
  readonly manifests: (state?: State) => Manifests;

  /** What is to be seen of them. */
  readonly sections: readonly SectionClaims[];

  /** What is told of the run. */
  readonly reporter: Reporter;

  /** Where it is noted what the run has on the cluster. */
  readonly leftovers: Leftovers;

  /** Ends the run; it then cleans up. */
  readonly signal: AbortSignal;

  /**
   * The context of the kubeconfig.
   *
   * @default - the current one
   */
  readonly context?: string;

  /**
   * An existing namespace to run in.
   *
   * @default - one of the run's own
   */
  readonly namespace?: string;

  /**
   * In an existing namespace, whether also to make objects that affect others or cost money.
   *
   * @default false
   */
  readonly expose?: boolean;

  /**
   * What kubectl is told in place of its arguments: for trying the claims.
   *
   * @default - the arguments
   */
  readonly replace?: (args: readonly string[]) => readonly string[];

  /**
   * Whether what the run makes stays.
   *
   * @default false
   */
  readonly keep?: boolean;

  /** How long a claim waits for what is to come, in milliseconds. */
  readonly timeout: number;
}

/** Why a claim is skipped, before the text of the one that it needs. */
export const neededReason = 'it depends on a check that did not pass: ';

/** Why it is, before what keeps its section from starting. */
export const unpreparedReason = 'its starting point could not be set up: ';

/**
 * Runs the chapter's steps on a cluster, in a namespace, and reports which claims pass.
 *
 * @throws Refusal, CommandFailed or NotAllowed if it cannot begin; Unreachable, or the reason of the signal, after it has
 * cleaned up as far as it can.
 */
export async function verify(props: VerifyProps): Promise<void> {
  const { reporter, leftovers, manifests, sections, signal, keep = false, timeout } = props;
  // Ends what still runs in the background.
  const over = new AbortController();
  const kubectl = new Kubectl({
    context: props.context,
    replace: props.replace,
    signal: AbortSignal.any([signal, over.signal]),
    timeout: timeout + 10_000, // as long as a claim waits, and a little more to say so
  });
  const own = `hello-world-verify-${randomBytes(3).toString('hex')}`;
  const useSecond = async (user: string) => {
    const namespace = new OwnNamespace(`${own}-commands`, 'privileged', timeout);
    await namespace.ensureUsable(kubectl, user).catch((error: unknown) => {
      throw error instanceof Refusal ? new ClaimSkipped('you are not allowed to create a second namespace') : error;
    });
    return leftovers.use(namespace, kubectl);
  };
  let second: Promise<Kubectl> | undefined;

  try {
    const target = await reach(kubectl, props.context);
    const everything = [manifests(), manifests({ routing: 'gateway' })].flatMap(({ objects }) => objects);
    const namespace =
      props.namespace === undefined
        ? new OwnNamespace(own, 'restricted', timeout, 'use --namespace NAME to run in an existing one')
        : new SharedNamespace(props.namespace, everything);
    const user = `the user of context ${target.context}`;
    await namespace.ensureUsable(kubectl.in(namespace.name), user);
    reporter.started({ ...target, namespace: namespace.name }, sections);
    const cluster = new Cluster({
      namespace,
      kubectl: await leftovers.use(namespace, kubectl),
      manifests,
      timeout,
      unrestricted: () => {
        second ??= useSecond(user);
        return second;
      },
      version: target.version,
      expose: props.expose || props.namespace === undefined,
    });
    for (const section of sections) await trySection(section, cluster, reporter);
  } finally {
    over.abort();
    if (!keep) await leftovers.remove(kubectl);
  }
}

/** Runs the claims of a section one after another. */
async function trySection(section: SectionClaims, cluster: Cluster, reporter: Reporter): Promise<void> {
  const passed = new Set<Claim>();
  let unprepared: string | undefined;
  try {
    await section.prepare?.(cluster);
  } catch (error) {
    const isKnown = error instanceof CommandFailed || error instanceof ClaimFailed || error instanceof ClaimSkipped;
    if (!isKnown) throw error;
    const why = error instanceof ClaimFailed ? (error.why ?? []) : [];
    unprepared = `${unpreparedReason}${[error.message, ...why].join('; ')}`;
  }
  for (const claim of section.claims) {
    const start = performance.now();
    const missing = claim.after && !passed.has(claim.after) ? `${neededReason}${claim.after.text}` : unprepared;
    const outcome: Outcome = missing ? { result: 'skipped', reason: missing } : await outcomeOf(claim, cluster);
    if (outcome.result === 'passed') passed.add(claim);
    reporter.tried(claim, outcome, performance.now() - start);
  }
}

async function outcomeOf(claim: Claim, cluster: Cluster): Promise<Outcome> {
  try {
    const remark = await claim.test(cluster);
    return { result: 'passed', ...(typeof remark === 'string' && remark ? { remark } : {}) };
  } catch (error) {
    if (error instanceof ClaimSkipped) return { result: 'skipped', reason: error.message };
    if (error instanceof ClaimFailed) {
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
