import { isObject } from '../schema/schema';
import type { Item } from './item';
import type { KubernetesObject } from './kubernetes';

/** What a manifest holds, before anybody has looked at it. */
export interface Entry {
  /** Name of the chart, or of the file, that it comes from. */
  readonly chart: string;
  readonly object: unknown;
}

/** The entry, or the items of a list such as `v1 List`. */
export function unlisted({ chart, object }: Entry): Entry[] {
  if (!isObject(object) || !String(object.kind).endsWith('List') || !Array.isArray(object.items))
    return [{ chart, object }];
  return object.items.flatMap((item) => unlisted({ chart, object: item }));
}

/** Reads an entry as the API server does, which ignores what is `null`; nothing if it is no object. */
export function itemOf({ chart, object }: Entry): Item[] {
  const read = withoutNulls(object);
  return isKubernetesObject(read) ? [{ chart, object: { ...read, metadata: read.metadata ?? {} } }] : [];
}

/** Whether it can be told what an object is. */
function isKubernetesObject(object: unknown): object is KubernetesObject {
  return isObject(object) && typeof object.apiVersion === 'string' && typeof object.kind === 'string';
}

function withoutNulls(value: unknown): unknown {
  // An item that is nothing counts as an empty one: an empty text has no fields either.
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? '');
  if (!isObject(value)) return value ?? undefined;
  const fields = Object.entries(value).map(([key, field]) => [key, withoutNulls(field)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}
