import { type Inventory, type Item, namespaceOf } from '../inventory/inventory';
import type { Listener, ParentReference } from '../inventory/kubernetes';

/** Where an HTTPRoute asks a Gateway for its requests. */
export interface Attachment {
  /** Where the reference to the Gateway is in the route. */
  readonly path: string;
  readonly parent: ParentReference;

  /** Kind and name of the Gateway, and its namespace where that is another. */
  readonly title: string;

  /** The Gateway; undefined if the app does not have it. */
  readonly gateway: Item | undefined;

  /** Those of its listeners that the route asks for. */
  readonly listeners: readonly Listener[];
}

/** Where an HTTPRoute asks for its requests. A parent of another kind than Gateway is a matter of whoever defines that. */
export function attachmentsOf(app: Inventory, route: Item): Attachment[] {
  const own = namespaceOf(route);
  return (route.object.spec?.parentRefs ?? []).flatMap((parent, index) => {
    const { group = gatewayGroup, kind = 'Gateway', name, namespace = own, sectionName, port } = parent;
    if (group !== gatewayGroup || kind !== 'Gateway') return [];
    const gateway = app.named('Gateway', namespace, name);
    const listeners = (gateway?.object.spec?.listeners ?? [])
      .filter((listener) => sectionName === undefined || listener.name === sectionName)
      .filter((listener) => port === undefined || listener.port === port);
    const title = `Gateway ${name}${namespace === own ? '' : ` of namespace ${namespace}`}`;
    return [{ path: `spec.parentRefs[${index}]`, parent, title, gateway, listeners }];
  });
}

const gatewayGroup = 'gateway.networking.k8s.io';
