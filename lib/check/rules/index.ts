import type { Rule } from '../findings/rule';
import { adoption } from './adoption';
import { amounts } from './amounts';
import { apiVersions } from './api-versions';
import { autoscaling } from './autoscaling';
import { bindings } from './bindings';
import { claims } from './claims';
import { commands } from './commands';
import { configData } from './config-data';
import { controllerSelectors } from './controller-selectors';
import { definitions } from './definitions';
import { enforcedSecurity } from './enforced-security';
import { expressions } from './expressions';
import { imageNames } from './image-names';
import { ingressBackends } from './ingress-backends';
import { ingressPaths } from './ingress-paths';
import { jobs } from './jobs';
import { limitRanges } from './limit-ranges';
import { listeners } from './listeners';
import { names } from './names';
import { podSettings } from './pod-settings';
import { ports } from './ports';
import { probing } from './probing';
import { references } from './references';
import { restartPolicy } from './restart-policy';
import { rollouts } from './rollouts';
import { routeBackends } from './route-backends';
import { routeMatches } from './route-matches';
import { routeParents } from './route-parents';
import { scheduling } from './scheduling';
import { selections } from './selections';
import { serverFields } from './server-fields';
import { serviceTargets } from './service-targets';
import { services } from './services';
import { uniqueNames } from './unique-names';
import { variables } from './variables';
import { volumes } from './volumes';

/** The rules of Kubernetes itself, in the order in which their findings are reported. */
export const rules: readonly Rule[] = [
  serviceTargets,
  ingressBackends,
  controllerSelectors,
  adoption,
  uniqueNames,
  ingressPaths,
  routeParents,
  routeBackends,
  routeMatches,
  references,
  selections,
  autoscaling,
  apiVersions,
  names,
  serverFields,
  definitions,
  services,
  listeners,
  restartPolicy,
  rollouts,
  jobs,
  ports,
  probing,
  volumes,
  podSettings,
  variables,
  scheduling,
  expressions,
  commands,
  amounts,
  imageNames,
  claims,
  configData,
  bindings,
  limitRanges,
  enforcedSecurity,
];
