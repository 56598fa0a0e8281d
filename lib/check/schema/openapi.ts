import { isPortable } from './go-patterns';
import { int32 } from './mismatches';
import { referenceTo, type Schema, type SchemaType, type ValidationRule } from './schema';

/** A schema in OpenAPI, as Kubernetes or a CustomResourceDefinition publishes it: the part of it that is compared. */
export interface Definition extends Omit<Schema, 'oneOf' | 'type' | 'items' | 'properties' | 'additionalProperties'> {
  readonly type?: SchemaType;
  readonly items?: Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly additionalProperties?: Definition | boolean;
  readonly nullable?: boolean;
  readonly oneOf?: readonly Definition[];
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'map' | 'set';
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

/** What is copied as it is. */
const limits = ['enum', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'default'] as const;

/** What every object has, also one inside a custom resource. */
export const objectFields: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { $ref: referenceTo('meta.v1.ObjectMeta') },
};

/** What a published schema demands: without what only describes, and without fields that it does not name. */
export function fromOpenApi(definition: Definition): Schema {
  const { $ref, format, pattern, items, properties, additionalProperties, required } = definition;
  const isClosed = properties && !additionalProperties && !definition['x-kubernetes-preserve-unknown-fields'];
  const types = typesIn(definition);
  const schema: Schema = {
    ...(format === 'int32' || (Array.isArray(types) && types.includes('integer')) ? int32 : {}),
    ...Object.fromEntries(
      limits.flatMap((limit) => (definition[limit] === undefined ? [] : [[limit, definition[limit]]])),
    ),
    $ref: $ref && referenceTo(shortName($ref)),
    type: types,
    format: format !== undefined && ['byte', 'date-time', 'duration'].includes(format) ? format : undefined,
    pattern: pattern !== undefined && isPortable(pattern) ? pattern : undefined,
    items: items && fromOpenApi(items),
    properties: properties && {
      ...mapped(properties, fromOpenApi),
      ...(definition['x-kubernetes-embedded-resource'] ? objectFields : {}),
    },
    additionalProperties:
      typeof additionalProperties === 'object' ? fromOpenApi(additionalProperties) : isClosed ? false : undefined,
    uniqueBy: uniqueIn(definition),
    rules: definition['x-kubernetes-validations']?.map(({ rule, message }) => ({ rule, message })),
    // What has a default, or may be null, need not be given.
    required: required?.filter((name) => properties?.[name]?.default === undefined && !properties?.[name]?.nullable),
  };
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

function typesIn({ type, oneOf = [], 'x-kubernetes-int-or-string': isEither }: Definition): Schema['type'] {
  if (isEither) return ['integer', 'string'];
  const alternatives = oneOf.flatMap((alternative) => alternative.type ?? []);
  return alternatives.length > 0 ? alternatives : type;
}

/** The fields whose values together are different in each item of a list. */
function uniqueIn(definition: Definition): readonly string[] | undefined {
  const { 'x-kubernetes-list-type': type, 'x-kubernetes-list-map-keys': keys } = definition;
  return type === 'set' ? [] : type === 'map' ? keys : undefined;
}

/** The name of a definition without what is the same for all: `core.v1.Pod` for `io.k8s.api.core.v1.Pod`. */
export function shortName(name: string): string {
  return name.split(/[./]/).slice(-3).join('.');
}

/** A record with other values. */
export function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
