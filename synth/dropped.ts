import { ApiObject } from 'cdk8s';
import { below, isObject, nearestTo } from '../structure/mismatches';
import { fieldsOf } from '../structure/structure';
import { isSameField } from './reasons';

/** A field that was given to an object, and that its manifest does not have. */
export interface Dropped {
  readonly path: string;
  readonly problem: string;
}

/**
 * What was given to an object, in its props or by a patch, and is not in its manifest: the classes `Kube…` write the fields
 * that they know, and leave out all others without a word.
 */
export function* droppedFrom(apiObject: ApiObject, rendered: object): Iterable<Dropped> {
  // Only a class with a method of its own can leave anything out.
  if (apiObject.toJson === ApiObject.prototype.toJson) return;
  const given: unknown = ApiObject.prototype.toJson.call(apiObject);
  const name = apiObject.constructor.name.replace(/^_/, ''); // which esbuild puts before it
  for (const { keys, path } of missing(given, rendered, [], '')) {
    const key = keys.at(-1) ?? '';
    const known = fieldsOf(rendered, keys.slice(0, -1));
    const spelt = inTypeScript(key);
    const meant = known.includes(key) && spelt !== key ? spelt : nearestTo(key, known.map(inTypeScript));
    const hint = meant === undefined || meant === key ? '' : `: did you mean ${meant}?`;
    yield { path, problem: `${path} was given, but ${name} leaves it out${hint}` };
  }
}

function* missing(
  given: unknown,
  rendered: unknown,
  keys: readonly string[],
  path: string,
): Iterable<{ keys: readonly string[]; path: string }> {
  if (Array.isArray(given) && Array.isArray(rendered)) {
    for (const [index, item] of given.entries())
      yield* missing(item, rendered[index], [...keys, `${index}`], `${path}[${index}]`);
  } else if (isObject(given) && isObject(rendered)) {
    for (const [key, value] of Object.entries(given)) {
      const name = Object.hasOwn(rendered, key) ? key : Object.keys(rendered).find((other) => isSameField(other, key));
      yield* missing(value, name === undefined ? undefined : rendered[name], [...keys, key], below(path, key));
    }
  } else if (unwrapped(given) !== rendered && given !== undefined && given !== null && !isEmpty(given)) {
    yield { keys, path };
  }
}

/** The text or number of an `IntOrString` or a `Quantity`. */
function unwrapped(given: unknown): unknown {
  return isObject(given) && Object.keys(given).length === 1 && Object.hasOwn(given, 'value') ? given.value : given;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** How the classes spell a field of the API: `clusterIp` for `clusterIP`, but `externalIPs` as it is. */
function inTypeScript(name: string): string {
  return name.replace(/[A-Z]{2,}(?![a-z])/g, (capitals) => capitals.slice(0, 1) + capitals.slice(1).toLowerCase());
}
