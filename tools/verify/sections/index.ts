import type { SectionClaims } from '../cluster/claim';
import type { Manifests, State } from '../cluster/manifests';
import { allAtOnce } from './all-at-once';
import { cleanup } from './cleanup';
import { deployment } from './deployment';
import { gateway } from './gateway';
import { ingress } from './ingress';
import { pod } from './pod';
import { replicaSet } from './replicaset';
import { commands } from './same-as-commands';
import { clusterIpService, loadBalancerService, nodePortService } from './services';

/**
 * The claims of the chapter: section by section, in its order; then of the whole, all at once and beside its commands. Each
 * is told the manifests, and how to get them in another state.
 */
const sections: readonly ((manifests: Manifests, inState: (state: State) => Manifests) => SectionClaims)[] = [
  pod,
  clusterIpService,
  nodePortService,
  loadBalancerService,
  ingress,
  gateway,
  replicaSet,
  deployment,
  cleanup,
  allAtOnce,
  commands,
];

/** The sections whose id is `start`, or begins with it and a dot: `4.4` is three of them. */
export function sectionsOf(manifests: (state?: State) => Manifests, start = ''): SectionClaims[] {
  const first = manifests();
  return sections
    .map((section) => section(first, manifests))
    .filter(({ id }) => start === '' || id === start || id.startsWith(`${start}.`));
}
