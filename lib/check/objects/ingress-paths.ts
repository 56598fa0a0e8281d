import type { HTTPIngressPath } from 'kubernetes-types/networking/v1';
import type { Item } from './item';
import type { Known } from './kubernetes';

/** A path of an Ingress, and where it is. */
export interface PlacedPath extends HTTPIngressPath {
  readonly path: string;

  /** The host for which it is; '' stands for all. */
  readonly host: string;

  /** Where it is in the object. */
  readonly at: string;
}

/** All paths of an Ingress. */
export function pathsOf({ object: { spec } }: Item<Known<'Ingress'>>): PlacedPath[] {
  return (spec?.rules ?? []).flatMap(({ host = '', http }, rule) =>
    (http?.paths ?? []).map((path, index) => ({
      ...path,
      path: path.path ?? '',
      host,
      at: `spec.rules[${rule}].http.paths[${index}]`,
    })),
  );
}
