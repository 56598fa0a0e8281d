import { accepted, refused } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { pathsOf } from '../objects/ingress-paths';
import type { Inventory } from '../objects/inventory';
import { type Item, titleOf } from '../objects/item';

const annotation = 'kubernetes.io/ingress.class';

/** The paths of an Ingress are valid, and no two rules of Ingresses of one class claim the same path, in any namespace. */
export const ingressPaths: Rule = {
  id: 'ingress-paths',
  finds:
    'An Ingress without rules, with an invalid path, or with a path that another Ingress also claims for the same host and class.',
  mend: 'Begin the path with "/" and leave out empty or relative elements; if two paths are equal, give one another host, path or class.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types',
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches',
  ],

  *find(app) {
    for (const item of app.ofKind('Ingress')) {
      const { metadata, spec = {} } = item.object;
      const named = metadata.annotations?.[annotation];
      if (named !== undefined && spec.ingressClassName !== undefined && named !== spec.ingressClassName) {
        yield {
          item,
          path: 'spec.ingressClassName',
          problem: `ingressClassName is ${spec.ingressClassName}, but the annotation ${annotation} is ${named}`,
          effect: refused,
        };
      }
      if (!spec.defaultBackend && (spec.rules ?? []).length === 0) {
        yield { item, path: 'spec.rules', problem: 'it has neither rules nor a defaultBackend', effect: refused };
      }
      for (const { path, pathType, at } of pathsOf(item)) {
        const problem = problemOf(path, pathType);
        if (problem !== undefined) yield { item, path: `${at}.path`, problem, effect: refused };
      }
    }
    yield* claimedTwice(app);
  },
};

/** What is wrong with a path that begins with "/", as its schema demands, or is not there. */
function problemOf(path: string, pathType: string): string | undefined {
  if (pathType === 'ImplementationSpecific') return undefined;
  if (path === '') return `with pathType ${pathType}, a path is required: "/" matches all`;
  const wrong = ['//', '/./', '/../', '%2f', '%2F'].find((part) => path.includes(part)) ?? /\/\.\.?$/.exec(path)?.[0];
  return wrong && `the path ${path} must not contain ${wrong}, unless its pathType is ImplementationSpecific`;
}

function* claimedTwice(app: Inventory): Iterable<Finding> {
  const first = new Map<string, { readonly item: Item; readonly pathType: string }>();
  for (const item of app.ofKind('Ingress')) {
    const { metadata, spec = {} } = item.object;
    const ingressClass = spec.ingressClassName ?? metadata.annotations?.[annotation] ?? '';
    for (const { host, path, pathType, at } of pathsOf(item)) {
      // A prefix matches whole elements of a path, so a slash at its end makes no difference.
      const claimed = pathType === 'Exact' ? `= ${path}` : path.replace(/\/+$/, '');
      const key = [ingressClass, host, claimed].join(' ');
      const other = first.get(key);
      if (other) {
        yield {
          item,
          path: `${at}.path`,
          problem: `it claims ${pathType} ${host}${path}, and so does ${titleOf(other.item)} in ${other.item.chart}${other.pathType === pathType ? '' : `, as ${other.pathType}`}`,
          effect: accepted('only one of the two answers; which one depends on the ingress controller'),
        };
      } else {
        first.set(key, { item, pathType });
      }
    }
  }
}
