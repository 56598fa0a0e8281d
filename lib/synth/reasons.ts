import type { ApiObject, IResolver, ResolutionContext } from 'cdk8s';
import type { Diagnostic } from '../check/findings/diagnostic';
import { type Reasons, reasonsIn } from './because';

/** Why an object has a field. */
export interface Reason {
  /** The keys that lead to the field from the top of the object; of a list, the indices of its items. */
  readonly path: readonly string[];

  readonly text: string;
}

/** What is wrong with a reason, and for which field it is. */
type Misfit = Pick<Diagnostic, 'path' | 'problem'>;

/** One time that cdk8s goes through an object, or through its metadata alone, and the reasons that were there. */
interface Pass {
  readonly top: readonly string[];
  readonly reasons: Reason[];
}

/** Notes the reasons that were given to what becomes part of an object, as the framework goes through it. */
export class ReasonsResolver implements IResolver {
  private readonly passes = new WeakMap<ApiObject, readonly Pass[]>();

  /**
   * The reasons for the fields of an object that was rendered, by the names that these have there, and what is wrong with
   * others: their fields are not there, or they are no line of text. Of two for one field, the one given further out counts.
   */
  of(apiObject: ApiObject, rendered: object): { readonly reasons: Reason[]; readonly wrong: Misfit[] } {
    const given = new Map<string, Reason>();
    for (const reason of (this.passes.get(apiObject) ?? []).flatMap(({ reasons }) => reasons)) {
      const field = JSON.stringify(reason.path);
      if (!given.has(field)) given.set(field, reason);
    }
    const reasons: Reason[] = [];
    const lost: Misfit[] = [];
    const wrong: Misfit[] = [];
    for (const { text, ...reason } of given.values()) {
      const path = located(rendered, reason.path);
      if (path) reasons.push({ path, text });
      const [field, shown] = [(path ?? reason.path).join('.'), JSON.stringify(text)];
      if (!path) {
        lost.push({
          path: field,
          problem: `a reason is given for ${field}, but the object has no such field: ${shown}`,
        });
      } else if (!/^\S.*$/.test(text)) {
        wrong.push({ path: field, problem: `the reason for ${field} must be one line of text, but is ${shown}` });
      }
    }
    return { reasons, wrong: [...lost, ...wrong] };
  }

  resolve({ obj, key, value }: ResolutionContext): void {
    if (typeof value !== 'object') return;
    if (key.length === 0) this.begin(obj, value);
    const [pass] = this.passes.get(obj) ?? [];
    for (const reasons of reasonsIn(value).reverse()) pass?.reasons.push(...flat(reasons, [...pass.top, ...key]));
  }

  /** The framework goes through the metadata first, as if these were an object of their own, and then through the whole. */
  private begin(object: ApiObject, value: object): void {
    const whole = 'apiVersion' in value;
    const pass: Pass = { top: whole ? [] : ['metadata'], reasons: [] };
    this.passes.set(object, [pass, ...(whole ? (this.passes.get(object) ?? []) : [])]);
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
  const name = fieldIn(object, key);
  const below = name === undefined ? undefined : located(Reflect.get(object, name), rest);
  return name === undefined || below === undefined ? undefined : [name, ...below];
}

/**
 * The name that a field has in an object, perhaps in another case; undefined if there is no such field. Labels and the like
 * may differ in case alone, but fields begin small.
 */
export function fieldIn(object: object, key: string): string | undefined {
  if (Object.hasOwn(object, key)) return key;
  const isSame = (name: string) => /^[a-z]/.test(name) && name.toLowerCase() === key.toLowerCase();
  return /^[a-z]/.test(key) ? Object.keys(object).find(isSame) : undefined;
}
