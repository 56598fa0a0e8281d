import type { Listener, ParentReference } from './gateway-api';
import type { Inventory } from './inventory';
import { type Item, namespaceOf } from './item';
import type { Known } from './kubernetes';

const gatewayGroup = 'gateway.networking.k8s.io';

/** A reference of an HTTPRoute to a Gateway, with the Gateway and those of its listeners that it means. */
export interface Attachment {
  /** Where the reference to the Gateway is in the route. */
  readonly path: string;
  readonly parent: ParentReference;

  /** The namespace that the Gateway is in. */
  readonly namespace: string;

  /** The Gateway; undefined if the app does not have it. */
  readonly gateway: Item<Known<'Gateway'>> | undefined;

  /** Those of its listeners that the route asks for. */
  readonly listeners: readonly Listener[];
}

/** The references of an HTTPRoute to Gateways; parents of other kinds are not checked. */
export function attachmentsOf(app: Inventory, route: Item<Known<'HTTPRoute'>>): Attachment[] {
  return (route.object.spec?.parentRefs ?? []).flatMap((parent, index) => {
    const { group = gatewayGroup, kind = 'Gateway', name, namespace = namespaceOf(route), sectionName, port } = parent;
    if (group !== gatewayGroup || kind !== 'Gateway') return [];
    const gateway = app.named('Gateway', namespace, name);
    const listeners = (gateway?.object.spec.listeners ?? [])
      .filter((listener) => sectionName === undefined || listener.name === sectionName)
      .filter((listener) => port === undefined || listener.port === port);
    return [{ path: `spec.parentRefs[${index}]`, parent, namespace, gateway, listeners }];
  });
}

/** Whether a listener accepts HTTPRoutes. */
export function takesHttpRoutes({ protocol, allowedRoutes }: Listener): boolean {
  if (['TCP', 'TLS', 'UDP'].includes(protocol)) return false;
  const kinds = allowedRoutes?.kinds ?? [];
  return (
    kinds.length === 0 || kinds.some(({ group = gatewayGroup, kind }) => group === gatewayGroup && kind === 'HTTPRoute')
  );
}

/** Whether a listener accepts routes from a namespace; one that selects namespaces may. */
export function allows({ allowedRoutes }: Listener, ofGateway: string, ofRoute: string): boolean {
  return (allowedRoutes?.namespaces?.from ?? 'Same') !== 'Same' || ofGateway === ofRoute;
}

/** The hostnames of which an HTTPRoute gets requests from a listener; '' stands for all. */
export function hostnamesOf(route: Item<Known<'HTTPRoute'>>, { hostname = '' }: Listener): string[] {
  const { hostnames = [] } = route.object.spec ?? {};
  if (hostnames.length === 0) return [hostname];
  return hostnames.filter((name) => meet(name, hostname));
}

/** Whether some host has both names, in which `*` may stand for the first parts. */
function meet(one: string, other: string): boolean {
  if (other === '' || one === other) return true;
  const under = (name: string, wild: string) => wild.startsWith('*') && name.endsWith(wild.slice(1));
  return under(one, other) || under(other, one);
}
