import { Refusal } from '../../../lib/program/refusal';
import { lastLine, NotAllowed, Unreachable } from './answer';
import type { Kubectl } from './kubectl';

/** The cluster and the namespace that a run works in. */
export interface Target {
  readonly context: string;
  readonly server: string;

  /** Of Kubernetes. */
  readonly version: string;

  /** How many nodes there are; undefined if the user may not see them. */
  readonly nodes?: number;

  readonly namespace: string;
}

/**
 * Sees that there is a cluster, and which.
 *
 * @param wanted the context, if it is not the current one
 * @throws Refusal if there is none.
 */
export async function reach(kubectl: Kubectl, wanted: string | undefined): Promise<Omit<Target, 'namespace'>> {
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
  const nodes = (await nodesOf(kubectl))?.length;
  return { context, server, version: `${serverVersion.gitVersion}`, nodes };
}

/** The names of the cluster's nodes; undefined if the user may not see them. */
export async function nodesOf(kubectl: Kubectl): Promise<string[] | undefined> {
  try {
    const names = await kubectl.do(['get', 'nodes', '-o', 'name']);
    return names.split('\n').flatMap((name) => name.replace(/^node\//, '') || []);
  } catch (error) {
    if (error instanceof NotAllowed) return undefined;
    throw error;
  }
}

/** The first line of a run. */
export function headline({ context, server, version, nodes, namespace }: Target): string {
  const size = nodes === undefined ? '' : `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, `;
  return `context ${context}, ${server}, Kubernetes ${version}, ${size}namespace ${namespace}`;
}
