import { isImported, schemas } from '../schema/imported';
import type { Kind, Known, KubernetesObject } from './kubernetes';

/** Whether a kind is Kubernetes' own, or of its Gateway API, in a stable version: a `spec` of another may have any form. */
export function isBuiltIn({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean {
  const name = `${apiVersion} ${kind}`;
  return (
    Object.hasOwn(schemas.kinds, name) && (!isImported(name) || apiVersion.startsWith('gateway.networking.k8s.io/'))
  );
}

/** Whether an object is of one of some kinds, and not of somebody else's of that name. */
export function isA<K extends Kind>(object: KubernetesObject, ...kinds: readonly K[]): object is Known<K> {
  return kinds.some((kind) => kind === object.kind) && isBuiltIn(object);
}
