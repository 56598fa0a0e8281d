import { int32 } from './mismatches';
import type { Schema, SchemaType } from './schema';

/** A schema as Kubernetes, or a CustomResourceDefinition, publishes it: the part of it that is compared. */
export interface Definition extends Omit<Schema, 'oneOf' | 'type' | 'items' | 'properties' | 'additionalProperties'> {
  readonly type?: SchemaType;
  readonly items?: Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly additionalProperties?: Definition | boolean;
  readonly oneOf?: readonly Definition[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** What a published schema demands: without what only describes, and without fields that it does not name. */
export function compact(definition: Definition): Schema {
  const { $ref, type, format, pattern, items, properties, additionalProperties, oneOf = [], required } = definition;
  const alternatives = oneOf.flatMap((alternative) => alternative.type ?? []);
  const types: Schema['type'] = definition['x-kubernetes-int-or-string']
    ? ['integer', 'string']
    : alternatives.length > 0
      ? alternatives
      : type;
  const isClosed = properties && !additionalProperties && !definition['x-kubernetes-preserve-unknown-fields'];
  const limits: (keyof Schema & keyof Definition)[] = [
    'enum',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'minItems',
    'maxItems',
  ];
  const schema: Schema = {
    $ref: $ref && `#/definitions/${shortName($ref)}`,
    type: types,
    ...Object.fromEntries(limits.map((limit) => [limit, definition[limit]])),
    ...(format === 'int32' || alternatives.includes('integer') ? int32 : {}),
    format: format !== undefined && ['byte', 'date-time'].includes(format) ? format : undefined,
    pattern: pattern !== undefined && isPattern(pattern) ? pattern : undefined,
    items: items && compact(items),
    properties: properties && mapped(properties, compact),
    additionalProperties:
      typeof additionalProperties === 'object' ? compact(additionalProperties) : isClosed ? false : undefined,
    required,
  };
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

/** The name of a definition without what is the same for all: `core.v1.Pod` for `io.k8s.api.core.v1.Pod`. */
export function shortName(name: string): string {
  return name.split(/[./]/).slice(-3).join('.');
}

export function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** Whether JavaScript knows all that a pattern, in the syntax of Go, is made of. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
