import { type Item, namespaceOf } from '../inventory/inventory';
import type { Listener } from '../inventory/kubernetes';
import { type Attachment, attachmentsOf } from './attachments';
import { accepted } from './effects';
import type { Rule } from './rule';

const unused = accepted('no request gets to it');

/** The parents of an HTTPRoute are Gateways of the app, with listeners that take it. */
export const routeParents: Rule = {
  id: 'route-parents',
  finds: 'An HTTPRoute whose parent is no Gateway, or a Gateway without a listener that takes the route.',
  mend: 'Write the name of the Gateway, and in `sectionName` or `port` nothing or one of its listeners, which has to allow HTTPRoutes from this namespace and for these hostnames.',
  sources: ['https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways'],

  *find(app) {
    for (const item of app.ofKind('HTTPRoute')) {
      if ((item.object.spec?.parentRefs ?? []).length === 0) {
        yield { item, path: 'spec.parentRefs', problem: 'it names no Gateway as its parent', effect: unused };
      }
      for (const attachment of attachmentsOf(app, item)) {
        if (app.isGiven(`Gateway/${attachment.parent.name}`)) continue;
        const problem = problemOf(item, attachment);
        if (problem !== undefined) yield { item, path: attachment.path, problem, effect: unused };
      }
    }
  },
};

function problemOf(route: Item, { gateway, listeners, parent, title }: Attachment): string | undefined {
  if (!gateway) return `its parent, ${title}, is not in the app`;
  const all = (gateway.object.spec?.listeners ?? []).map(({ name, port }) => `${name} on port ${port}`).join(', ');
  if (listeners.length === 0) {
    const { sectionName, port } = parent;
    const wanted = [sectionName, ...(port === undefined ? [] : [`on port ${port}`])].filter(Boolean).join(' ');
    return `its parent, ${title}, has no listener ${wanted}, but ${all}`;
  }
  const taking = listeners.filter(takesHttpRoutes);
  if (taking.length === 0) return `no listener of its parent, ${title}, takes an HTTPRoute: ${all}`;
  if (!taking.some((listener) => allows(listener, gateway, route))) {
    return `no listener of its parent, ${title}, takes a route of another namespace`;
  }
  const { hostnames = [] } = route.object.spec ?? {};
  if (hostnames.length === 0 || taking.some(({ hostname }) => hostnames.some((own) => meet(own, hostname)))) return;
  const known = taking.map(({ hostname }) => hostname).join(', ');
  return `no listener of its parent, ${title}, takes requests for ${hostnames.join(', ')}, but for ${known}`;
}

function takesHttpRoutes({ protocol, allowedRoutes }: Listener): boolean {
  const { kinds = [] } = allowedRoutes ?? {};
  if (kinds.length > 0) return kinds.some(({ kind }) => kind === 'HTTPRoute');
  return !['TCP', 'TLS', 'UDP'].includes(protocol);
}

/** Whether a listener takes routes of the namespace; one that selects namespaces may. */
function allows({ allowedRoutes }: Listener, gateway: Item, route: Item): boolean {
  return (allowedRoutes?.namespaces?.from ?? 'Same') !== 'Same' || namespaceOf(gateway) === namespaceOf(route);
}

/** Whether some host has both names, in which `*` may stand for the first parts. */
function meet(one: string, other = ''): boolean {
  if (other === '' || one === other) return true;
  const under = (name: string, wild: string) => wild.startsWith('*') && name.endsWith(wild.slice(1));
  return under(one, other) || under(other, one);
}
