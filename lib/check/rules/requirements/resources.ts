import { accepted } from '../../findings/effects';
import { findingIn, type Rule } from '../../findings/rule';
import { containersIn } from '../../objects/containers';

/** Every container has requests and limits. */
export const resources: Rule = {
  id: 'resources',
  finds: 'A container without a CPU or memory request or limit.',
  mend: 'Set `resources` with requests and limits for both.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],

  *find(app) {
    for (const { container, path, pod } of containersIn(app)) {
      const { requests = {}, limits = {} } = container.resources ?? {};
      for (const resource of ['cpu', 'memory']) {
        const [request, limit] = [requests[resource], limits[resource]];
        for (const [kind, quantity] of Object.entries({ request, limit })) {
          if (quantity !== undefined) continue;
          const problem = `container ${container.name} has no ${resource} ${kind}`;
          yield findingIn(pod, `${path}.resources`, problem, accepted(effectOf(kind, limit !== undefined)));
        }
      }
    }
  },
};

function effectOf(missing: string, hasLimit: boolean): string {
  if (missing === 'limit') return 'it can use up the whole node and starve the other Pods';
  return hasLimit
    ? 'its request becomes the whole limit'
    : 'the scheduler may place it on a node that has no room for it';
}
