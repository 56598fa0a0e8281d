import { isObject } from './schema';

/** The path of a field, e.g. `metadata.labels["app.kubernetes.io/name"]`. */
export function below(path: string, name: string): string {
  if (!/^[\w-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** A field, and where it is. */
export interface Field {
  readonly path: string;
  readonly value: unknown;
}

/** The fields that a path leads to, of which each `[]` stands for every item of a list, e.g. `spec.tls[].secretName`. */
export function fieldsAt(value: unknown, path: string, from = ''): Field[] {
  if (value === undefined) return [];
  if (path === '') return [{ path: from, value }];
  const [, name = '', isList, rest = ''] = /^([^.[]*)(\[\])?\.?(.*)$/.exec(path) ?? [];
  const field = isObject(value) ? value[name] : undefined;
  const at = below(from, name);
  if (isList === undefined) return fieldsAt(field, rest, at);
  return Array.isArray(field) ? field.flatMap((item, index) => fieldsAt(item, rest, `${at}[${index}]`)) : [];
}
