import { type Inventory, type Item, titleOf } from './inventory';
import type { Finding } from './rule';

/**
 * No two rules of the Ingresses of one class claim the same host, path and path type, in whatever namespace.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches
 */
export function* ingressPaths(app: Inventory): Iterable<Finding> {
  const first = new Map<string, Item>();
  for (const item of app.ofKind('Ingress')) {
    const { metadata, spec = {} } = item.object;
    const ingressClass = spec.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'] ?? '';
    for (const { host = '', http } of spec.rules ?? []) {
      for (const { path = '/', pathType } of http?.paths ?? []) {
        // A prefix matches whole elements of a path, so a slash at its end makes no difference.
        const claimed = pathType === 'Prefix' ? path.replace(/\/+$/, '') : path;
        const key = [ingressClass, host, claimed, pathType].join(' ');
        const other = first.get(key);
        if (other) {
          yield {
            item,
            problem: `it claims ${pathType} ${host}${path}, as ${titleOf(other)} of the chart ${other.chart} does`,
            effect: 'one of the two never answers; which one is up to the ingress controller',
          };
        } else {
          first.set(key, item);
        }
      }
    }
  }
}
