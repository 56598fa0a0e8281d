import { adoption } from './adoption';
import { apiVersions } from './api-versions';
import { controllerSelectors } from './controller-selectors';
import { images } from './images';
import { ingressBackends } from './ingress-backends';
import { ingressPaths } from './ingress-paths';
import { Inventory, type Item, titleOf } from './inventory';
import { names } from './names';
import { podSecurity } from './pod-security';
import { ports } from './ports';
import { containerResources, nodeSize } from './resources';
import type { Rule } from './rule';
import { serviceTargets } from './service-targets';
import { uniqueNames } from './unique-names';

/** All rules. */
export const rules: readonly Rule[] = [
  serviceTargets,
  ingressBackends,
  controllerSelectors,
  adoption,
  uniqueNames,
  ingressPaths,
  ports,
  podSecurity,
  containerResources,
  nodeSize,
  images,
  apiVersions,
  names,
];

/** What the rules find in the objects of an app, a line each: the chart, the object, what is wrong, what would happen. */
export function check(items: readonly Item[], applied: readonly Rule[] = rules): string[] {
  const app = new Inventory(items);
  return applied.flatMap((rule) =>
    [...rule(app)].map(
      ({ item, problem, effect }) => `${item.chart}: ${titleOf(item)}: ${problem}. On a cluster, ${effect}.`,
    ),
  );
}
