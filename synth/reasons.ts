import type { ApiObject, IResolver, ResolutionContext } from 'cdk8s';
import { type Reasons, reasonsIn } from '../parts/because';

/** Why an object has a field. */
export interface Reason {
  /** The keys that lead to the field from the top of the object; of a list, the indices of its items. */
  readonly path: readonly string[];

  readonly text: string;
}

/** Notes the reasons that were given to what becomes part of an object, as the framework goes through it. */
export class ReasonsResolver implements IResolver {
  private readonly noted = new WeakMap<ApiObject, { top: readonly string[]; readonly reasons: Map<string, Reason> }>();

  /**
   * The reasons for the fields of an object that was rendered, by the names that these have there, and the reasons whose
   * fields it does not have. Of two for one field, the one given further out counts.
   */
  of(apiObject: ApiObject, rendered: object): { readonly reasons: Reason[]; readonly lost: Reason[] } {
    const reasons: Reason[] = [];
    const lost: Reason[] = [];
    for (const reason of this.noted.get(apiObject)?.reasons.values() ?? []) {
      const path = located(rendered, reason.path);
      if (path) reasons.push({ ...reason, path });
      else lost.push(reason);
    }
    return { reasons, lost };
  }

  resolve({ obj, key, value }: ResolutionContext): void {
    if (typeof value !== 'object') return;
    if (key.length === 0) this.begin(obj, value);
    const noted = this.noted.get(obj);
    for (const reasons of reasonsIn(value).reverse()) {
      for (const reason of flat(reasons, [...(noted?.top ?? []), ...key])) {
        const field = JSON.stringify(reason.path);
        if (!noted?.reasons.has(field)) noted?.reasons.set(field, reason);
      }
    }
  }

  /** The framework begins with the metadata, as if these were an object of their own, and then goes through the whole. */
  private begin(object: ApiObject, value: object): void {
    const whole = 'apiVersion' in value;
    const reasons = (whole && this.noted.get(object)?.reasons) || new Map();
    this.noted.set(object, { top: whole ? [] : ['metadata'], reasons });
  }
}

function flat(reasons: Reasons, path: readonly string[]): Reason[] {
  if (typeof reasons === 'string') return [{ path, text: reasons }];
  return Object.entries(reasons).flatMap(([key, inner]) => flat(inner, [...path, key]));
}

/**
 * The path by the names that the fields have in the manifest, some of which the classes `Kube…` write in another case
 * (`clusterIp`); undefined if there is no such field.
 */
function located(object: unknown, path: readonly string[]): string[] | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return [];
  if (typeof object !== 'object' || object === null) return undefined;
  const keys = Object.keys(object);
  const name = keys.find((name) => name === key) ?? keys.find((name) => name.toLowerCase() === key.toLowerCase());
  const below = name === undefined ? undefined : located(Reflect.get(object, name), rest);
  return name === undefined || below === undefined ? undefined : [name, ...below];
}
