import { type Inventory, type Item, namespaceOf } from './inventory';
import type { IngressBackend } from './kubernetes';
import type { Finding } from './rule';

/**
 * The backends of an Ingress name Services of the app, in its namespace, and ports that these have.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
 */
export function* ingressBackends(app: Inventory): Iterable<Finding> {
  const services = new Map(app.ofKind('Service').map((item) => [key(item, item.object.metadata.name), item.object]));
  for (const item of app.ofKind('Ingress')) {
    for (const { path, service } of backendsOf(item)) {
      if (!service) continue;
      const backend = services.get(key(item, service.name));
      if (!backend) {
        yield {
          item,
          problem: `the backend of ${path}, Service ${service.name}, is not in the app`,
          effect: 'the ingress controller answers requests for it with an error (503)',
        };
        continue;
      }
      const { name, number } = service.port ?? {};
      const ports = backend.spec?.ports ?? [];
      if (ports.some((port) => (name === undefined ? port.port === number : port.name === name))) continue;
      yield {
        item,
        problem: `the backend of ${path}, Service ${service.name}, has no port ${name ?? number}`,
        effect: 'the ingress controller answers requests for it with an error (503)',
      };
    }
  }
}

function key(item: Item, service: string | undefined): string {
  return `${namespaceOf(item)}/${service}`;
}

function backendsOf({ object: { spec = {} } }: Item): (IngressBackend & { path: string })[] {
  const paths = (spec.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '', backend }) => ({ ...backend, path: `${host}${path}` })),
  );
  return spec.defaultBackend ? [{ ...spec.defaultBackend, path: 'all other paths' }, ...paths] : paths;
}
