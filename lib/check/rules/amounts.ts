import { accepted, type Effect } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import { containersIn, type Placed } from '../objects/containers';
import { below } from '../schema/paths';
import { amount } from '../schema/quantity';

/** The least memory in which a process starts, about, and the least that is worth a request. */
const least = { limits: 4 * 2 ** 20, requests: 2 ** 20 };

/** More than nearly all nodes have. */
const most = { cpu: 96, memory: 512 * 2 ** 30 };

/** A container requests no more than its limit, and amounts that a node can give. */
export const amounts: Rule = {
  id: 'amounts',
  finds:
    'A request above its limit, or an implausible amount: memory in thousandths of a byte or without a unit, or CPUs in units of memory.',
  mend: 'Write memory with Mi or Gi, and CPU as a number of CPUs or in thousandths, such as 100m.',
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-units-in-kubernetes',
  ],

  *find(app) {
    for (const placed of containersIn(app)) {
      yield* aboveLimits(placed);
      yield* inNames(placed);
      for (const kind of ['requests', 'limits'] as const) yield* implausible(placed, kind);
    }
  },
};

function* aboveLimits({ container, path, pod }: Placed): Iterable<Finding> {
  const { requests = {}, limits = {} } = container.resources ?? {};
  for (const [resource, request] of Object.entries(requests)) {
    const limit = limits[resource];
    if ((amount(request) ?? 0) <= (amount(limit) ?? Number.POSITIVE_INFINITY)) continue;
    const problem = `container ${container.name} requests ${resource} ${request}, above its limit, ${limit}`;
    yield findingIn(pod, below(`${path}.resources.requests`, resource), problem);
  }
}

/** What is wrong with resources by their names: devices and huge pages are given whole, and huge pages not alone. */
function* inNames({ container, path, pod }: Placed): Iterable<Finding> {
  const { requests = {}, limits = {} } = container.resources ?? {};
  const finding = (problem: string) => findingIn(pod, `${path}.resources`, `container ${container.name}: ${problem}`);
  const names = Object.keys({ ...requests, ...limits });
  for (const [resource, quantity] of Object.entries({ ...limits, ...requests })) {
    if (!resource.includes('/') && !resource.startsWith('hugepages-')) continue;
    const limit = limits[resource];
    const isWhole = Number.isInteger(amount(quantity) ?? 0);
    if (isWhole && limit !== undefined && amount(quantity) === amount(limit)) continue;
    yield finding(`${resource} must be a whole number, with the request equal to the limit`);
  }
  if (names.some((name) => name.startsWith('hugepages-')) && !names.includes('cpu') && !names.includes('memory')) {
    yield finding('huge pages also need a CPU or memory amount');
  }
  const unknown = names.find((name) => !isResource(name));
  if (unknown !== undefined) {
    yield finding(
      `${unknown} is not a resource; use cpu, memory, ephemeral-storage, hugepages-SIZE or a name with a domain, such as example.com/gpu`,
    );
  }
}

function* implausible({ container, path, pod }: Placed, kind: 'limits' | 'requests'): Iterable<Finding> {
  for (const [resource, quantity] of Object.entries(container.resources?.[kind] ?? {})) {
    const effect = oddity(resource, quantity, kind);
    if (!effect) continue;
    const problem = `container ${container.name}: the ${resource} in its ${kind} is ${quantity}, which means ${meaning(resource, quantity)}`;
    yield findingIn(pod, below(`${path}.resources.${kind}`, resource), problem, effect);
  }
}

function isResource(name: string): boolean {
  return ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-') || name.includes('/');
}

function oddity(resource: string, quantity: string, kind: 'limits' | 'requests'): Effect | undefined {
  const value = amount(quantity) ?? 0;
  if (resource === 'memory' && value > 0 && value < least[kind]) {
    return accepted(
      kind === 'limits'
        ? 'the container is killed before it runs: OOMKilled'
        : 'the scheduler reserves next to nothing for it',
    );
  }
  const isRare = (resource === 'cpu' || resource === 'memory') && value > most[resource];
  if (!isRare) return undefined;
  return accepted(
    kind === 'limits'
      ? 'it limits nothing: hardly any node has that much'
      : 'hardly any node has that much, and the Pod stays Pending',
  );
}

function meaning(resource: string, quantity: string): string {
  const value = amount(quantity) ?? 0;
  return resource === 'cpu' ? `${value} CPUs` : `${value} bytes`;
}
