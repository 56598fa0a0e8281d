// What 4.5 sees of an Ingress and of a Gateway alike: which paths answer, which do not, and whether others claim them.

import { nameOf } from '../../../lib/check/objects/item';
import type { Known } from '../../../lib/check/objects/kubernetes';
import { CommandFailed, isOfUnknownKind } from './answer';
import type { Claim } from './claim';
import type { Cluster } from './cluster';
import { ClaimFailed, ClaimSkipped } from './outcome';
import { firstLine, type Reply, request, says } from './requests';

/** What a request brings, and what there is to say about the way that it took. */
type Seen = Reply & { readonly way: string };

/** Sends a request from this machine; from the Pod for requests if this machine does not reach the address. */
async function ask(cluster: Cluster, address: string): Promise<Seen> {
  const reply = await request(address);
  if (!('error' in reply)) return { ...reply, way: '' };
  const client = nameOf(cluster.manifests().client);
  const way = `from the ${client} Pod, because this machine cannot reach the address`;
  const { status, stdout, stderr } = await cluster.fromInside(address, '-w', '\n%{http_code}');
  if (status !== 0) return { error: firstLine(stderr), way };
  const lines = stdout.split('\n');
  return { answer: lines.slice(0, -1).join('\n'), status: Number(lines.at(-1)), way };
}

/** What a request brought, in a few words. */
function summaryOf(seen: Seen): string {
  if ('error' in seen) return seen.error;
  return firstLine(seen.answer.replace(/^Hello, world!\n/, '')) || `HTTP ${seen.status}`;
}

/** How long a path may take to be routed, or not to be any more, in milliseconds. */
function patience(cluster: Cluster): number {
  return Math.min(cluster.timeout, 15_000);
}

/**
 * Waits until an address is answered by some version of hello-app.
 *
 * @param explain what to say if it is not
 * @returns what there is to say about the way that the request took
 */
export async function waitForAnswer(
  cluster: Cluster,
  address: string,
  version: string,
  explain: () => Promise<string[]>,
): Promise<string> {
  let seen: Seen | undefined;
  const answered = await cluster.until(async () => {
    seen = await ask(cluster, address);
    return 'answer' in seen && says(seen.answer, version);
  }, patience(cluster));
  if (answered || !seen) return seen?.way ?? '';
  throw new ClaimFailed(`curl http://${address}`, `Version: ${version}`, summaryOf(seen), await explain());
}

/** A path that 4.5 routes, and the version of hello-app that answers there. */
export interface RoutedPath {
  readonly path: string;
  readonly version: string;
}

/**
 * What is to be seen of two rules: the path of each, what is below that of the second, and what only begins like it.
 *
 * @param first a path with all that is below it, and the version that answers there
 * @param second a path below that, and its version
 */
export function routedPaths(
  [root, one]: readonly [string, string],
  [path, two]: readonly [string, string],
): RoutedPath[] {
  return [
    { path: root, version: one },
    { path, version: two },
    { path: `${path}/below`, version: two },
    { path: `${path}x`, version: one },
  ];
}

/**
 * The claims that some paths of an address are answered.
 *
 * @param after the claim without which they make no sense
 * @param explain what to say if they are not
 */
export function pathClaims(
  paths: readonly RoutedPath[],
  after: Claim,
  address: (cluster: Cluster) => Promise<string>,
  explain: (cluster: Cluster) => Promise<string[]>,
): Claim[] {
  return paths.map(({ path, version }) => ({
    text: `${path} returns Version: ${version}`,
    after,
    test: async (cluster) =>
      waitForAnswer(cluster, `${await address(cluster)}${path}`, version, () => explain(cluster)),
  }));
}

/**
 * Waits until nothing routes some paths of an address: each is answered with the status 404.
 *
 * @throws ClaimFailed if one still answers; ClaimSkipped if that may be another user's Ingress or HTTPRoute.
 */
export async function waitForNothing(cluster: Cluster, address: string, routed: readonly RoutedPath[]): Promise<void> {
  const paths = routed.map(({ path }) => path);
  for (const path of paths) {
    let seen: Seen | undefined;
    const gone = await cluster.until(async () => {
      seen = await ask(cluster, `${address}${path}`);
      return 'status' in seen && seen.status === 404;
    }, patience(cluster));
    if (gone || !seen) continue;
    const other = await otherClaiming(cluster, ['ingress', 'httproutes.v1.gateway.networking.k8s.io'], paths);
    if (other) throw new ClaimSkipped(`${other} and may be what answered; delete it and try again`);
    throw new ClaimFailed(`curl http://${address}${path}`, 'HTTP 404', summaryOf(seen), []);
  }
}

/**
 * An Ingress or HTTPRoute of another user that routes one of some paths for every host, in words; undefined if there is
 * none.
 *
 * @param counts which of them count
 * @throws NotAllowed if the user may not see them: there may be one.
 */
export async function otherClaiming(
  cluster: Cluster,
  kinds: readonly string[],
  paths: readonly string[],
  counts: (item: Known<'HTTPRoute' | 'Ingress'>) => boolean = () => true,
): Promise<string | undefined> {
  for (const kind of kinds) {
    const all = await cluster.kubectl.try(['get', kind, '--all-namespaces', '-o', 'json']);
    if (isOfUnknownKind(all)) continue;
    if (all.status !== 0) throw new CommandFailed(all);
    const { items }: { items: Known<'HTTPRoute' | 'Ingress'>[] } = JSON.parse(all.stdout);
    for (const item of items) {
      if (cluster.isOurs(item) || !counts(item)) continue;
      const path = pathsForEveryHost(item).find((path) => paths.includes(path));
      if (path === undefined) continue;
      const { name, namespace } = item.metadata;
      return `${item.kind} ${name} in namespace ${namespace} already claims ${path} for every host`;
    }
  }
  return undefined;
}

function pathsForEveryHost(object: Known<'HTTPRoute' | 'Ingress'>): string[] {
  if (object.kind === 'Ingress') {
    const everyHost = (object.spec?.rules ?? []).filter(({ host }) => !host);
    return everyHost.flatMap(({ http }) => (http ? http.paths.map(({ path = '/' }) => path) : ['/']));
  }
  const { hostnames = [], rules = [] } = object.spec ?? {};
  if (hostnames.length > 0) return [];
  return rules.flatMap(({ matches = [{}] }) => matches.map(({ path }) => path?.value ?? '/'));
}
