import type { Inventory } from '../../lib/check/objects/inventory';
import { type Item, titleOf } from '../../lib/check/objects/item';
import { isA } from '../../lib/check/objects/kinds';
import type { Known } from '../../lib/check/objects/kubernetes';
import type { Words } from './words';

/** A rule on the arrow from an entrance to a Service. */
export interface Route {
  readonly entrance: string;
  readonly service: string;
  readonly words: readonly string[];
}

/** The nodes by which requests for Ingresses and HTTPRoutes come in: the lines in each, by its name in the picture. */
export function entrancesIn(app: Inventory, words: Words): Map<string, string[]> {
  const controllers = app.ofKind('Ingress').map((item): [string, string[]] => {
    const { ingressClassName } = item.object.spec ?? {};
    const ofClass = ingressClassName === undefined ? words.defaultClass : words.class(ingressClassName);
    return [ingressControllerOf(item.object), [words.ingressController, ofClass, words.port(80)]];
  });
  const gateways = app.ofKind('Gateway').map((item): [string, string[]] => {
    const { gatewayClassName, listeners } = item.object.spec;
    const ports = listeners.map(({ port }) => words.port(port));
    return [
      titleOf(item),
      [item.object.metadata.name ?? '', item.object.kind, words.class(gatewayClassName), ...ports],
    ];
  });
  return new Map([...controllers, ...gateways]);
}

/** What Ingresses and HTTPRoutes do, an arrow for each Service: with its name, the paths, and the port unless it is the only one. */
export function routesIn(app: Inventory, words: Words): Route[] {
  const entrances = entrancesIn(app, words);
  const services = app.ofKind('Service');
  return app.ofKind('Ingress', 'HTTPRoute').flatMap((item) => {
    const lines = new Map<string, string[]>();
    for (const { path, port, service } of rulesOf(item.object)) {
      const title = `Service ${service}`;
      const ports = services.find((other) => titleOf(other) === title)?.object.spec?.ports ?? [];
      const to = ports.length > 1 && port !== undefined ? ` → ${words.port(port)}` : '';
      const line = `${path === undefined ? words.anyOtherPath : words.path(path)}${to}`;
      lines.set(title, [...(lines.get(title) ?? []), line]);
    }
    return entrancesOf(item)
      .filter((entrance) => entrances.has(entrance))
      .flatMap((entrance) =>
        [...lines].map(([service, paths]) => ({ entrance, service, words: [`${titleOf(item)}:`, ...paths] })),
      );
  });
}

/** Through what an Ingress or an HTTPRoute gets its requests; nothing else has any. */
export function entrancesOf({ object }: Item): string[] {
  if (isA(object, 'Ingress')) return [ingressControllerOf(object)];
  if (!isA(object, 'HTTPRoute')) return [];
  return (object.spec?.parentRefs ?? []).map(({ kind = 'Gateway', name }) => `${kind} ${name}`);
}

/** Which path an Ingress or an HTTPRoute sends to which port of which Service; without a path, all that is left. */
function rulesOf(
  object: Known<'HTTPRoute' | 'Ingress'>,
): { path?: string; port?: string | number; service?: string }[] {
  if (object.kind === 'HTTPRoute') {
    const { hostnames = [''], rules = [] } = object.spec ?? {};
    return rules.flatMap(({ backendRefs = [], matches = [{}] }) =>
      hostnames.flatMap((host) =>
        matches.flatMap(({ path }) =>
          backendRefs.map(({ name, port }) => ({ path: `${host}${path?.value ?? '/'}`, port, service: name })),
        ),
      ),
    );
  }
  const { defaultBackend, rules = [] } = object.spec ?? {};
  return [
    ...rules.flatMap(({ host = '', http }) =>
      (http?.paths ?? []).map(({ path = '/', backend }) => ({ path: `${host}${path}`, backend })),
    ),
    ...(defaultBackend ? [{ path: undefined, backend: defaultBackend }] : []),
  ].flatMap(({ path, backend: { service } }) =>
    service ? [{ path, port: service.port?.number ?? service.port?.name, service: service.name }] : [],
  );
}

/** What carries out an Ingress. */
const ingressControllerOf = ({ spec }: Known<'Ingress'>) => `Ingress controller ${spec?.ingressClassName ?? ''}`;
