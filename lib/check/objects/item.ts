import type { Known, KubernetesObject } from './kubernetes';

/** An object of the app. */
export interface Item<T extends KubernetesObject = KubernetesObject> {
  /** Name of the chart, or of the file, that it comes from. */
  readonly chart: string;

  readonly object: T;
}

/** The namespace that an object names; '' for the one that `kubectl apply` is given. */
export function namespaceOf({ object }: Item): string {
  return object.metadata.namespace ?? '';
}

/** The name of an object; '' if it has none. */
export function nameOf({ metadata }: KubernetesObject): string {
  return metadata.name ?? '';
}

/** Kind and name, e.g. `Pod web`. */
export function titleOf({ object }: Pick<Item, 'object'>): string {
  const { name, generateName = '' } = object.metadata;
  return `${object.kind} ${name || `${generateName}…`}`;
}

/** Whether the name of a Service stands for the addresses of its Pods, without one of its own. */
export function isHeadless({ object }: Item<Known<'Service'>>): boolean {
  return object.spec?.clusterIP === 'None';
}
