import { accepted } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { namespaceOf } from '../objects/item';

const unreachable = accepted('the Gateway answers these requests with an error (500)');

/** The backends of an HTTPRoute name Services of the app and ports that these have. */
export const routeBackends: Rule = {
  id: 'route-backends',
  finds: 'An HTTPRoute whose backend is a Service that does not exist, or a port that the Service does not have.',
  mend: 'Use the name of the Service and one of its `port` values, not the `targetPort`.',
  sources: ['https://gateway-api.sigs.k8s.io/api-types/httproute/#backendrefs-optional'],

  *find(app) {
    for (const item of app.ofKind('HTTPRoute')) {
      for (const [rule, { backendRefs = [] }] of (item.object.spec?.rules ?? []).entries()) {
        for (const [index, backend] of backendRefs.entries()) {
          const { group = '', kind = 'Service', name, namespace = namespaceOf(item), port, weight } = backend;
          if (group !== '' || kind !== 'Service' || weight === 0 || app.isGiven(`Service/${name}`)) continue;
          const path = `spec.rules[${rule}].backendRefs[${index}]`;
          const service = app.named('Service', namespace, name)?.object.spec;
          const title = `Service ${name}${namespace === namespaceOf(item) ? '' : ` in namespace ${namespace}`}`;
          if (!service) {
            const problem = `its backend, ${title}, is not in the app`;
            yield { item, path: `${path}.name`, problem, effect: unreachable };
          } else if (service.type !== 'ExternalName' && !(service.ports ?? []).some((other) => other.port === port)) {
            const problem = `its backend, ${title}, has no port ${port}`;
            yield { item, path: `${path}.port`, problem, effect: unreachable };
          }
        }
      }
    }
  },
};
