import type { Environment } from '@marcbachmann/cel-js';
import { hasNoGoSyntax } from './go-patterns';
import { isObject, type Schema, typesOf, type ValidationRule } from './schema';

/**
 * The rules of a CustomResourceDefinition that a value breaks, as the API server evaluates them: with defaults in place
 * of what is left out. Rules about a change are left alone, and so is what the library here does not know or sees otherwise.
 *
 * @param resolved what a reference leads to
 * @throws Error if the library cannot be loaded.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export function brokenRules(value: unknown, schema: Schema, resolved: (schema: Schema) => Schema): ValidationRule[] {
  const rules = (schema.rules ?? []).filter(({ rule }) => !rule.includes('oldSelf') && hasNoGoSyntax(rule));
  if (rules.length === 0) return [];
  try {
    const self = inExpressions(value, schema, resolved);
    return rules.filter(({ rule }) => evaluated(rule, self) === false);
  } catch (error) {
    if (error instanceof Untold) return [];
    throw error;
  }
}

/** Thrown for a value that the API server gives to expressions in a form that is not known here. */
class Untold extends Error {}

const expressions = new Map<string, (variables: Readonly<Record<string, unknown>>) => unknown>();
let environment: Environment | undefined;

function evaluated(rule: string, self: unknown): unknown {
  const known = language(); // outside the try: without the library, nothing would be found
  try {
    const expression = expressions.get(rule) ?? known.parse(rule);
    expressions.set(rule, expression);
    return expression({ self });
  } catch (error) {
    // A missing field is an error for the API server too.
    return isObject(error) && error.code === 'no_such_key' ? false : undefined;
  }
}

/** Loaded when there is something to evaluate, which is seldom: that takes long. */
function language(): Environment {
  const library: typeof import('@marcbachmann/cel-js') = require('@marcbachmann/cel-js');
  environment ??= new library.Environment({ unlistedVariablesAreDyn: true });
  return environment;
}

/** A value as expressions see it. */
function inExpressions(value: unknown, reference: Schema, resolved: (schema: Schema) => Schema): unknown {
  const schema = resolved(reference);
  const { format = '', items = {}, properties = {}, additionalProperties, uniqueBy } = schema;
  if (Array.isArray(value)) {
    const all = value.map((item) => inExpressions(item, items, resolved));
    const isOrdered = uniqueBy?.length !== 0 || all.some(isObject);
    return isOrdered ? all : all.sort(); // the order of a set is of no account
  }
  // For the API server, these are no texts.
  if (['byte', 'date-time', 'duration'].includes(format)) throw new Untold();
  if (typeof value === 'number' && typesOf(schema).includes('integer')) {
    if (!Number.isInteger(value)) throw new Untold(); // only a default can be that, and one of the wrong type
    return BigInt(value);
  }
  if (!isObject(value)) return value;
  const fields = Object.entries(properties).flatMap(([name, field]) => {
    const given = value[name] ?? field.default;
    return given === undefined ? [] : [[escaped(name), inExpressions(given, field, resolved)]];
  });
  const others = Object.entries(value)
    .filter(([name]) => !Object.hasOwn(properties, name))
    .map(([name, field]) => [name, inExpressions(field, additionalProperties || {}, resolved)]);
  return Object.fromEntries([...fields, ...others]);
}

const reserved =
  /^(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$/;

/** The name by which expressions call a field. */
function escaped(name: string): string {
  if (reserved.test(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}
