import { accepted } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import type { RouteMatch } from '../objects/gateway-api';
import type { Inventory } from '../objects/inventory';
import { type Item, namespaceOf, titleOf } from '../objects/item';
import type { Known } from '../objects/kubernetes';
import { allows, attachmentsOf, hostnamesOf, takesHttpRoutes } from '../objects/route-attachments';

/** No two rules of the HTTPRoutes of one listener match the same requests. */
export const routeMatches: Rule = {
  id: 'route-matches',
  finds: 'Two HTTPRoute rules that match the same requests to one Gateway.',
  mend: 'Give one of them another path, hostname, method, header or Gateway.',
  sources: ['https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httprouterule'],

  *find(app) {
    const first = new Map<string, Requested>();
    for (const item of app.ofKind('HTTPRoute')) {
      // A route that comes through several doors is reported once.
      const found = new Set<string>();
      for (const claim of claimsOf(app, item)) {
        const other = first.get(claim.key);
        if (!other) first.set(claim.key, claim);
        // In one rule, both lead to the same backends.
        if (!other || (other.item === item && other.rule === claim.rule) || found.has(claim.path)) continue;
        found.add(claim.path);
        yield findingOf(claim, other);
      }
    }
  },
};

/** Which requests a rule of a route is for. */
interface Requested {
  readonly item: Item;
  readonly rule: number;
  readonly path: string;

  /** The requests in words. */
  readonly requests: string;

  /** What is the same for the same requests. */
  readonly key: string;
}

function findingOf({ item, path, requests }: Requested, other: Requested): Finding {
  const isOwn = other.item === item;
  return {
    item,
    path,
    problem: `it matches ${requests}, and so does ${isOwn ? 'another of its rules' : `${titleOf(other.item)} in ${other.item.chart}`}`,
    effect: accepted(
      isOwn
        ? 'only the first of the two answers'
        : 'only the older of the two answers, if the controller follows the specification',
    ),
  };
}

function claimsOf(app: Inventory, item: Item<Known<'HTTPRoute'>>): Requested[] {
  const rules = item.object.spec?.rules ?? [];
  return doorsOf(app, item).flatMap(({ name, host }) =>
    rules.flatMap(({ matches = [] }, rule) =>
      (matches.length > 0 ? matches : [{}]).map((match, index) => ({
        item,
        rule,
        path: `spec.rules[${rule}].matches[${index}]`,
        requests: described(host, match),
        key: JSON.stringify([name, host, normal(match)]),
      })),
    ),
  );
}

/** Through which listeners, and for which hosts, a route gets its requests. */
function doorsOf(app: Inventory, route: Item<Known<'HTTPRoute'>>): { readonly name: string; readonly host: string }[] {
  return attachmentsOf(app, route).flatMap(({ gateway, listeners, namespace, parent }) => {
    const { name, port = '', sectionName = '' } = parent;
    // Of a Gateway that is not in the app, nobody knows which listeners it has.
    if (!gateway) {
      const { hostnames = [] } = route.object.spec ?? {};
      const hosts = hostnames.length > 0 ? hostnames : [''];
      return hosts.map((host) => ({ name: `${namespace}/${name} ${sectionName} ${port}`, host }));
    }
    return listeners
      .filter(takesHttpRoutes)
      .filter((listener) => allows(listener, namespaceOf(gateway), namespaceOf(route)))
      .flatMap((listener) =>
        hostnamesOf(route, listener).map((host) => ({ name: `${namespace}/${name} ${listener.name}`, host })),
      );
  });
}

/** A match in one of the forms in which it can be written. */
function normal({ path = {}, method = '', headers = [], queryParams = [] }: RouteMatch) {
  const { type = 'PathPrefix', value = '/' } = path;
  const conditions = (all: typeof headers, nameOf: (name: string) => string) =>
    all.map(({ name, type = 'Exact', value }) => [nameOf(name), type, value].join(' ')).sort();
  return [
    type,
    // A prefix is of whole elements, so a slash at its end makes no difference.
    type === 'PathPrefix' ? value.replace(/\/+$/, '') : value,
    method,
    conditions(headers, (name) => name.toLowerCase()),
    conditions(queryParams, (name) => name),
  ];
}

function described(host: string, { path = {}, method, headers = [], queryParams = [] }: RouteMatch): string {
  const { type = 'PathPrefix', value = '/' } = path;
  const more = [...headers, ...queryParams].map(({ name }) => name);
  return [method, type, `${host}${value}`, ...(more.length > 0 ? [`with ${more.join(', ')}`] : [])]
    .filter((part) => part !== undefined)
    .join(' ');
}
