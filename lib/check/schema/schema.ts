/**
 * What a value may look like: the part of JSON Schema that the definitions of Kubernetes and those of custom resources use.
 * Of custom resources, validation by alternatives (`oneOf`, `anyOf`) is not in it.
 */
export interface Schema {
  readonly $ref?: string;
  readonly type?: SchemaType | readonly SchemaType[];

  /** The name of one of the `formats`. An empty text has any. */
  readonly format?: string;
  readonly enum?: readonly (string | number | boolean)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;

  /** Of the keys, where these are free. */
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];

  /** Fields of which exactly one must be there. */
  readonly oneOf?: readonly { readonly required: readonly string[] }[];

  /** What fields may hold that are not among the `properties`; without it, anything. */
  readonly additionalProperties?: Schema | false;

  /** Of a custom resource: what counts if nothing is given. */
  readonly default?: unknown;

  /**
   * Of a list in a custom resource: the fields whose values together are different in each item; none stands for the item
   * itself.
   */
  readonly uniqueBy?: readonly string[];

  /** Of a custom resource: what must hold besides. */
  readonly rules?: readonly ValidationRule[];

  /** Of a field that came later: the first version of Kubernetes that has it. */
  readonly since?: string;
}

/** What a CustomResourceDefinition demands of a value, as an expression. */
export interface ValidationRule {
  /** In the Common Expression Language, the value being `self`. */
  readonly rule: string;

  /** What it demands, in words. */
  readonly message?: string;
}

/** A type of JSON. */
export type SchemaType = 'array' | 'boolean' | 'integer' | 'number' | 'object' | 'string';

/** The schemas of all kinds. */
export interface Schemas {
  /** The definition of each kind, by `apiVersion` and `kind`, e.g. `apps/v1 Deployment`. */
  readonly kinds: Readonly<Record<string, string>>;

  /** Kinds that came later, and the first version of Kubernetes that has them. */
  readonly later: Readonly<Record<string, string>>;

  readonly definitions: Readonly<Record<string, Schema>>;
}

const definitions = '#/definitions/';

/** How a schema refers to a definition. */
export function referenceTo(name: string): string {
  return `${definitions}${name}`;
}

/** The name of the definition that a schema refers to. */
export function nameIn(reference: string): string {
  return reference.slice(definitions.length);
}

/** The types that a schema accepts. */
export function typesOf({ type }: Schema): readonly SchemaType[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}

/** Whether a value is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
