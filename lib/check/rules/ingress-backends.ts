import { accepted } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { pathsOf } from '../objects/ingress-paths';
import { type Item, namespaceOf } from '../objects/item';
import type { Known } from '../objects/kubernetes';

const unreachable = accepted('the ingress controller answers these requests with an error (503)');

/** The backends of an Ingress name Services of the app, in its namespace, and ports that these have. */
export const ingressBackends: Rule = {
  id: 'ingress-backends',
  finds: 'An Ingress whose backend is not a Service in its namespace, or uses a port that the Service does not have.',
  mend: 'Use the name of the Service and one of its `port` values, not the `targetPort`.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource'],

  *find(app) {
    for (const item of app.ofKind('Ingress')) {
      for (const { path, claims, service } of backendsOf(item)) {
        if (!service) continue;
        const { name, number } = service.port ?? {};
        if (app.isGiven(`Service/${service.name}`)) continue;
        const backend = app.named('Service', namespaceOf(item), service.name)?.object.spec;
        if (!backend) {
          yield {
            item,
            path: `${path}.service.name`,
            problem: `the backend of ${claims}, Service ${service.name}, is not in the app`,
            effect: unreachable,
          };
          continue;
        }
        // The name of another host stands for all of its ports.
        if (backend.type === 'ExternalName') continue;
        const ports = backend.ports ?? [];
        if (ports.some((port) => (name === undefined ? port.port === number : port.name === name))) continue;
        yield {
          item,
          path: `${path}.service.port`,
          problem: `the backend of ${claims}, Service ${service.name}, has no port ${name ?? number}`,
          effect: ports.some(({ targetPort }) => targetPort === number)
            ? accepted('ingress-nginx treats it as the targetPort; other controllers answer with an error (503)')
            : unreachable,
        };
      }
    }
  },
};

/** Where an Ingress sends requests: the backend, its place, and the host and path for which requests go there. */
function backendsOf(item: Item<Known<'Ingress'>>) {
  const { defaultBackend } = item.object.spec ?? {};
  return [
    ...(defaultBackend ? [{ ...defaultBackend, path: 'spec.defaultBackend', claims: 'all other paths' }] : []),
    ...pathsOf(item).map(({ at, backend, host, path }) => ({
      ...backend,
      path: `${at}.backend`,
      claims: `${host}${path}`,
    })),
  ];
}
