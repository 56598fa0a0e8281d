import { accepted } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { type Item, namespaceOf } from '../objects/item';
import type { Known } from '../objects/kubernetes';
import { type Attachment, allows, attachmentsOf, hostnamesOf, takesHttpRoutes } from '../objects/route-attachments';

const unused = accepted('it receives no requests');

/** The Gateways from which an HTTPRoute wants its requests are in the app, and have listeners that take it. */
export const routeParents: Rule = {
  id: 'route-parents',
  finds: 'An HTTPRoute without a parent, or whose Gateway does not exist or has no listener for it.',
  mend: 'Use the name of the Gateway; leave out `sectionName` and `port`, or choose one of its listeners. A listener must allow HTTPRoutes from this namespace and for these hostnames.',
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

function problemOf(
  route: Item<Known<'HTTPRoute'>>,
  { gateway, listeners, namespace, parent }: Attachment,
): string | undefined {
  const own = namespaceOf(route);
  const title = `Gateway ${parent.name}${namespace === own ? '' : ` in namespace ${namespace}`}`;
  if (!gateway) return `its parent, ${title}, is not in the app`;
  const all = gateway.object.spec.listeners.map(({ name, port }) => `${name} on port ${port}`).join(', ');
  if (listeners.length === 0) {
    const { sectionName, port } = parent;
    const wanted = [sectionName, ...(port === undefined ? [] : [`on port ${port}`])].filter(Boolean).join(' ');
    return `its parent, ${title}, has no listener ${wanted}, only ${all}`;
  }
  const taking = listeners.filter(takesHttpRoutes);
  if (taking.length === 0) return `no listener of its parent, ${title}, accepts HTTPRoutes: ${all}`;
  const allowing = taking.filter((listener) => allows(listener, namespaceOf(gateway), own));
  if (allowing.length === 0) return `no listener of its parent, ${title}, accepts routes from another namespace`;
  if (allowing.some((listener) => hostnamesOf(route, listener).length > 0)) return undefined;
  const hostnames = (route.object.spec?.hostnames ?? []).join(', ');
  const known = allowing.map(({ hostname }) => hostname).join(', ');
  return `no listener of its parent, ${title}, serves ${hostnames}: they serve ${known}`;
}
