import { brokenRules } from './cel';
import { described, formats } from './formats';
import { nearestTo } from './nearest';
import { below } from './paths';
import { isObject, nameIn, type Schema, type SchemaType, typesOf } from './schema';
import { has } from './versions';

/** A place where an object does not match its schema. */
export interface Mismatch {
  /** Where, e.g. `spec.containers[0].image`. */
  readonly path: string;

  /** What is wrong there, and what is accepted. */
  readonly problem: string;

  /**
   * What is at fault: the field is `unknown`, the API server cannot read its `type`, or it can, but does not accept the
   * `value`.
   */
  readonly fault: 'type' | 'unknown' | 'value';
}

/** An object that holds others, and its schema: to find where a field belongs. */
interface Holder {
  readonly path: string;
  readonly schema: Schema;
}

/** Compares a value with its schema, whose references point to `definitions`. As in the API, `null` counts as absent. */
export class Comparison {
  private readonly known = new WeakMap<object, Readonly<Record<string, Schema>>>();

  /** @param kubernetes The version in which the value is to be accepted; undefined for any. */
  constructor(
    private readonly definitions: Readonly<Record<string, Schema>>,
    private readonly kubernetes?: string,
  ) {}

  /** Where a value does not match a schema. */
  *mismatches(value: unknown, reference: Schema, path = '', above: readonly Holder[] = []): Iterable<Mismatch> {
    const schema = this.resolved(reference);
    if (!fits(value, schema)) {
      const problem = `${path || 'it'} must be ${acceptedBy(schema)}, but is ${shown(value)}`;
      yield { path, problem, fault: isReadable(value, schema) ? 'value' : 'type' };
      return;
    }
    const inside = Array.isArray(value)
      ? this.inItems(value, schema, path, above)
      : isObject(value)
        ? this.inFields(value, schema, path, above)
        : [];
    let sound = true;
    for (const mismatch of inside) {
      sound = false;
      yield mismatch;
    }
    if (!sound || !schema.rules) return;
    for (const { rule, message } of brokenRules(value, schema, (other) => this.resolved(other))) {
      yield {
        path,
        problem: `${path || 'it'} violates a validation rule of its kind: ${message ?? rule}`,
        fault: 'value',
      };
    }
  }

  private *inItems(
    value: readonly unknown[],
    { items, uniqueBy }: Schema,
    path: string,
    above: readonly Holder[],
  ): Iterable<Mismatch> {
    if (!items) return;
    const first = new Map<string, number>();
    for (const [index, item] of value.entries()) {
      yield* this.mismatches(item ?? this.zero(items), items, `${path}[${index}]`, above);
      if (!uniqueBy) continue;
      const keys = uniqueBy.map((name) => (isObject(item) && item[name]) ?? items.properties?.[name]?.default);
      const key = JSON.stringify(keys.length > 0 ? keys : item);
      const other = first.get(key);
      if (other === undefined) first.set(key, index);
      else yield { path: `${path}[${index}]`, problem: `${path}[${index}] repeats ${path}[${other}]`, fault: 'value' };
    }
  }

  private *inFields(
    value: Readonly<Record<string, unknown>>,
    schema: Schema,
    path: string,
    above: readonly Holder[],
  ): Iterable<Mismatch> {
    const { additionalProperties, propertyNames, oneOf = [], required = [] } = schema;
    const properties = this.fieldsOf(schema);
    const here: readonly Holder[] = [{ path, schema }, ...above];
    for (const [name, field] of Object.entries(value)) {
      const at = below(path, name);
      const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      if (known === false) yield { path: at, problem: this.unknown(name, at, here), fault: 'unknown' };
      if (!known || field === undefined || field === null) continue;
      if (propertyNames && !fits(name, propertyNames)) {
        const problem = `the key ${JSON.stringify(name)} of ${path} must be ${acceptedBy(propertyNames)}`;
        yield { path: at, problem, fault: 'value' };
      }
      yield* this.mismatches(field, known, at, here);
    }
    const isKnown = (name: string) => Object.hasOwn(properties, name);
    if (oneOf.length > 0 && Object.keys(value).every(isKnown)) {
      const known = oneOf.flatMap((choice) => choice.required).filter(isKnown);
      const given = known.filter((name) => (value[name] ?? undefined) !== undefined);
      const problem = `${path} must have one of ${list(known)}, but has ${given.join(' and ') || 'none'}`;
      if (given.length !== 1) yield { path, problem, fault: 'value' };
    }
    for (const name of required) {
      if (value[name] !== undefined && value[name] !== null) continue;
      const at = below(path, name);
      const problem = `${at} is missing: it must be ${acceptedBy(this.resolved(properties[name] ?? {}))}`;
      yield { path: at, problem, fault: 'value' };
    }
  }

  /** The problem with a field that is unknown at its place. */
  private unknown(name: string, path: string, [here, ...above]: readonly Holder[]): string {
    const properties = this.fieldsOf(here?.schema);
    const later = here?.schema.properties;
    if (later && Object.hasOwn(later, name)) return `${path} was added in Kubernetes ${later[name]?.since}`;
    const nearest = nearestTo(name, Object.keys(properties));
    if (nearest !== undefined) return `${path} is unknown: did you mean ${nearest}?`;
    for (const holder of above) {
      if (Object.hasOwn(this.fieldsOf(holder.schema), name))
        return `${path} is unknown here: it belongs ${holder.path === '' ? 'at the top level' : `in ${holder.path}`}`;
    }
    for (const [inner, reference] of Object.entries(properties)) {
      const field = this.resolved(reference);
      const fields = this.fieldsOf(this.resolved(field.items ?? field));
      if (inner !== 'status' && Object.hasOwn(fields, name)) {
        return `${path} is unknown here: it belongs in ${below(here?.path ?? '', inner)}${field.items ? '[]' : ''}`;
      }
    }
    return `${path} is unknown: the valid fields are ${Object.keys(properties)
      .filter((field) => field !== 'status')
      .join(', ')}`;
  }

  /** The fields that the version of Kubernetes has. */
  private fieldsOf({ properties = {} }: Schema = {}): Readonly<Record<string, Schema>> {
    let known = this.known.get(properties);
    if (!known) {
      const fields = Object.entries(properties);
      known = Object.fromEntries(fields.filter(([, { since }]) => since === undefined || has(this.kubernetes, since)));
      this.known.set(properties, known);
    }
    return known;
  }

  private resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const { $ref, ...own } = schema;
    const definition = this.definitions[nameIn($ref)] ?? {};
    return Object.keys(own).length > 0 ? { ...definition, ...own } : definition;
  }

  /** What the API reads for an item of a list that is `null`. */
  private zero(reference: Schema): unknown {
    const { type, properties } = this.resolved(reference);
    return type === 'string' ? '' : type === 'object' || properties ? {} : undefined;
  }
}

function hasType(value: unknown, schema: Schema): boolean {
  const types = typesOf(schema);
  return types.length === 0 || types.some((type) => isOfType[type](value));
}

const isOfType: Readonly<Record<SchemaType, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  number: Number.isFinite,
  object: isObject,
  string: (value) => typeof value === 'string',
};

/** Whether a value itself matches a schema, whatever it contains. */
function fits(value: unknown, schema: Schema): boolean {
  if (!hasType(value, schema) || (schema.enum && !schema.enum.some((known) => known === value))) return false;
  if (typeof value === 'string') {
    const { minLength = 0, maxLength, pattern, format } = schema;
    return (
      isWithin([...value].length, minLength, maxLength) &&
      (pattern === undefined || new RegExp(pattern).test(value)) &&
      (value === '' || format === undefined || (formats[format]?.test(value) ?? true))
    );
  }
  if (typeof value === 'number') return isWithin(value, schema.minimum, schema.maximum);
  return !Array.isArray(value) || isWithin(value.length, schema.minItems, schema.maxItems);
}

function isWithin(value: number, least = value, most = value): boolean {
  return least <= value && value <= most;
}

/** Whether the API server can read a value although it is not valid. */
function isReadable(value: unknown, schema: Schema): boolean {
  if (!hasType(value, schema)) return false;
  if (typeof value === 'number') return isWithin(value, int32.minimum, int32.maximum);
  const { format = '' } = schema;
  if (format === 'amount') return typeof value === 'string' && (formats.quantity?.test(value) ?? false);
  return !['byte', 'date-time', 'quantity'].includes(format);
}

const nouns: Readonly<Record<SchemaType, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

/** What a schema accepts, as it follows "must be". */
function acceptedBy(schema: Schema): string {
  const { enum: values, format, minimum, maximum, minItems = 0, maxItems, minLength = 0, maxLength, pattern } = schema;
  if (values) return list(values.filter((value) => value !== '').map(String));
  const form = format === undefined ? undefined : formats[format];
  if (form) return described(form);
  if (pattern !== undefined) return `text matching ${pattern}`;
  const least = minimum === undefined || minimum === int32.minimum ? undefined : `${minimum}`;
  const most = maximum === undefined || maximum === int32.maximum ? undefined : `${maximum}`;
  const range =
    least === undefined
      ? most && ` up to ${most}`
      : most === undefined
        ? `, ${least} or more`
        : ` from ${least} to ${most}`;
  const length =
    maxLength === undefined
      ? minLength > 0
        ? ' that is not empty'
        : ''
      : ` of ${minLength} to ${maxLength} characters`;
  const size =
    maxItems === undefined ? (minItems > 0 ? ' that is not empty' : '') : ` of ${minItems} to ${maxItems} items`;
  const details: Partial<Record<SchemaType, string>> = { integer: range, number: range, string: length, array: size };
  return list(typesOf(schema).map((type) => `${nouns[type]}${details[type] ?? ''}`));
}

/** The limits of an integer that the API does not limit further. */
export const int32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

/** Words in a row, e.g. `a, b or c`. */
function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A value as it fits into a line. */
function shown(value: unknown): string {
  if (Array.isArray(value) && value.length > 0) return 'a list';
  if (isObject(value) && Object.keys(value).length > 0) return 'an object';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
