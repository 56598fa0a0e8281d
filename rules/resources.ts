import { placedIn } from '../inventory/inventory';
import { accepted } from './effects';
import type { Rule } from './rule';

/** Every container has requests and limits. */
export const resources: Rule = {
  id: 'resources',
  policy: true,
  finds: 'A container without a request or a limit of CPU or memory.',
  mend: 'Write `resources` with requests and limits of both.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],

  *find(app) {
    for (const pod of app.pods) {
      for (const { container, path } of placedIn(pod)) {
        const { name, resources: { requests = {}, limits = {} } = {} } = container;
        for (const resource of ['cpu', 'memory']) {
          const [request, limit] = [requests[resource], limits[resource]];
          for (const [kind, quantity] of Object.entries({ request, limit })) {
            if (quantity !== undefined) continue;
            yield {
              item: pod.item,
              path: `${path}.resources`,
              problem: `container ${name} has no ${resource} ${kind}`,
              effect: accepted(effectOf(kind, limit !== undefined)),
            };
          }
        }
      }
    }
  },
};

function effectOf(missing: string, hasLimit: boolean): string {
  if (missing === 'limit') return 'it can take all that the node has from the other Pods';
  return hasLimit
    ? 'the API server requests the whole limit for it'
    : 'the scheduler puts it on nodes that have no room for it';
}
