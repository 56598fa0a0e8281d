import type { SectionChecks } from '../check';
import type { Manifests } from '../manifests';
import { allAtOnce } from './all-at-once';
import { cleanup } from './cleanup';
import { commands } from './commands';
import { deployment } from './deployment';
import { ingress } from './ingress';
import { pod } from './pod';
import { replicaSet } from './replicaset';
import { clusterIpService, loadBalancerService, nodePortService } from './services';

/** The checks of the chapter: section by section, in its order; then of the whole, all at once and beside its commands. */
export const sections: readonly ((manifests: Manifests) => SectionChecks)[] = [
  pod,
  clusterIpService,
  nodePortService,
  loadBalancerService,
  ingress,
  replicaSet,
  deployment,
  cleanup,
  allAtOnce,
  commands,
];
