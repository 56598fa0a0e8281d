import type { Inventory } from './inventory';
import { servedKinds } from './kubernetes-1.27';
import type { Finding } from './rule';

/**
 * Every object is of a kind that Kubernetes 1.27 serves, the oldest that the manifests are for, in a stable version of
 * its API.
 *
 * @see https://kubernetes.io/docs/reference/using-api/#api-versioning
 */
export function* apiVersions(app: Inventory): Iterable<Finding> {
  for (const item of app.items) {
    const { apiVersion, kind } = item.object;
    if (/v\d+(alpha|beta)\d+$/.test(apiVersion)) {
      yield {
        item,
        problem: `${apiVersion} is not a stable API version`,
        effect: 'kubectl finds no such kind, unless that cluster serves it',
      };
    } else if (!servedKinds[apiVersion]?.includes(kind)) {
      yield {
        item,
        problem: `Kubernetes 1.27 serves no ${kind} in ${apiVersion}`,
        effect: 'kubectl finds no such kind, unless that cluster serves it',
      };
    }
  }
}
