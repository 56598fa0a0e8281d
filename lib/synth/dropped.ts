import { ApiObject } from 'cdk8s';
import type { Mismatch } from '../check/schema/mismatches';
import { nearestTo } from '../check/schema/nearest';
import { below } from '../check/schema/paths';
import { isObject, typesOf } from '../check/schema/schema';
import { mismatchesAt, Structure, schemaAt } from '../check/schema/structure';
import { fieldIn } from './reasons';

/**
 * What was given to an object, in its props or by a patch, and is not in its manifest: the classes `Kube…` write the fields
 * that they know, and leave out all others, and what they cannot read, without a word.
 */
export function* droppedFrom(apiObject: ApiObject, rendered: object): Iterable<Mismatch> {
  // Only a class with a method of its own can leave anything out.
  if (apiObject.toJson === ApiObject.prototype.toJson) return;
  const given: unknown = ApiObject.prototype.toJson.call(apiObject);
  for (const { keys, path, value } of missing(given, rendered, [], '')) {
    const problem = `${path} was given, but ${classOf(apiObject)} leaves it out${hint(rendered, keys)}`;
    yield mismatchOf(rendered, keys, path, value) ?? { path, problem, fault: 'unknown' };
  }
}

/**
 * What is wrong with an object that its class cannot even make a manifest of: it takes texts for lists, for instance, and
 * fails.
 */
export function unreadable(apiObject: ApiObject): Mismatch[] {
  const given: unknown = ApiObject.prototype.toJson.call(apiObject);
  // The classes spell some fields in another way than the API.
  return new Structure().mismatches(withoutWrappers(given)).filter(({ fault }) => fault !== 'unknown');
}

/** What is wrong with a value of a field that there is. */
function mismatchOf(object: object, keys: readonly string[], path: string, value: unknown): Mismatch | undefined {
  const schema = schemaAt(object, keys);
  if (!schema) return undefined;
  const [mismatch] = mismatchesAt(value, schema, path);
  if (mismatch) return mismatch;
  const types = typesOf(schema);
  if (types.length < 2) return undefined;
  const wrapper = types.includes('number') ? 'Quantity' : 'IntOrString';
  const method = typeof value === 'number' ? 'fromNumber' : 'fromString';
  const text = JSON.stringify(value);
  return { path, problem: `${path} must be ${wrapper}.${method}(${text}), but is ${text}`, fault: 'type' };
}

/** The field that was probably meant. */
function hint(object: object, keys: readonly string[]): string {
  const key = keys.at(-1) ?? '';
  const known = Object.keys(schemaAt(object, keys.slice(0, -1))?.properties ?? {});
  const spelt = inTypeScript(key);
  const meant = known.includes(key) && spelt !== key ? spelt : nearestTo(key, known.map(inTypeScript));
  return meant === undefined || meant === key ? '' : `: did you mean ${meant}?`;
}

function classOf(apiObject: ApiObject): string {
  return apiObject.constructor.name.replace(/^_/, ''); // which esbuild puts before it
}

function* missing(
  given: unknown,
  rendered: unknown,
  keys: readonly string[],
  path: string,
): Iterable<{ keys: readonly string[]; path: string; value: unknown }> {
  if (Array.isArray(given) && Array.isArray(rendered)) {
    for (const [index, item] of given.entries())
      yield* missing(item, rendered[index], [...keys, `${index}`], `${path}[${index}]`);
  } else if (isObject(given) && isObject(rendered)) {
    for (const [key, value] of Object.entries(given)) {
      const name = fieldIn(rendered, key);
      yield* missing(value, name === undefined ? undefined : rendered[name], [...keys, name ?? key], below(path, key));
    }
  } else if (unwrapped(given) !== rendered && given !== undefined && given !== null && !isEmpty(given)) {
    yield { keys, path, value: given };
  }
}

/** The text or number of an `IntOrString` or a `Quantity`. */
function unwrapped(given: unknown): unknown {
  return isObject(given) && Object.keys(given).length === 1 && Object.hasOwn(given, 'value') ? given.value : given;
}

function withoutWrappers(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutWrappers);
  const value = unwrapped(given);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withoutWrappers(field)]));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** How the classes spell a field of the API: `clusterIp` for `clusterIP`, but `externalIPs` as it is. */
function inTypeScript(name: string): string {
  return name.replace(/[A-Z]{2,}(?![a-z])/g, (capitals) => capitals.slice(0, 1) + capitals.slice(1).toLowerCase());
}
