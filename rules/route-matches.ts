import { type Item, namespaceOf, titleOf } from '../inventory/inventory';
import type { RouteMatch } from '../inventory/kubernetes';
import { attachmentsOf } from './attachments';
import { accepted } from './effects';
import type { Rule } from './rule';

/** No two rules of the HTTPRoutes of one listener match the same requests. */
export const routeMatches: Rule = {
  id: 'route-matches',
  finds: 'Two rules of HTTPRoutes that match the same requests of one Gateway.',
  mend: 'Give one of them another path, or another hostname, method, header or Gateway.',
  sources: ['https://gateway-api.sigs.k8s.io/reference/api-spec/main/spec/#httprouterule'],

  *find(app) {
    const first = new Map<string, { readonly item: Item; readonly rule: number }>();
    for (const item of app.ofKind('HTTPRoute')) {
      const found = new Set<string>();
      const doors = attachmentsOf(app, item).flatMap(({ gateway, listeners, parent }) => {
        const name = `${parent.namespace ?? namespaceOf(item)}/${parent.name}`;
        return gateway ? listeners.map((listener) => `${name} ${listener.name}`) : [`${name} ${parent.sectionName}`];
      });
      const { hostnames = [''], rules = [] } = item.object.spec ?? {};
      for (const door of doors) {
        for (const host of hostnames) {
          for (const [rule, { matches = [{}] }] of rules.entries()) {
            for (const [index, match] of matches.entries()) {
              const key = JSON.stringify([door, host, normal(match)]);
              const other = first.get(key);
              first.set(key, other ?? { item, rule });
              const path = `spec.rules[${rule}].matches[${index}]`;
              // One for all doors; and in one rule, both lead to the same backends.
              if (!other || (other.item === item && other.rule === rule) || found.has(path)) continue;
              found.add(path);
              yield {
                item,
                path,
                problem: `it matches ${described(host, match)}, as ${other.item === item ? 'another rule of it' : `${titleOf(other.item)} of ${other.item.chart}`} does`,
                effect: accepted('one of the two never answers; which one is up to the controller'),
              };
            }
          }
        }
      }
    }
  },
};

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
