import { Refusal } from '../program/refusal';
import type { Diagnostic } from './findings/diagnostic';
import type { Rule } from './findings/rule';
import { malformed } from './malformed';
import { type Entry, itemOf, unlisted } from './objects/entries';
import { Inventory, type InventoryProps } from './objects/inventory';
import { type Item, titleOf } from './objects/item';
import { rules as ofKubernetes } from './rules';
import { acceptedVersions, isVersion, oldest } from './schema/versions';

/** How to check. */
export interface CheckOptions extends InventoryProps {
  /**
   * What the objects are checked for, besides their structure.
   *
   * @default - the rules of Kubernetes itself, without anybody's requirements
   */
  readonly rules?: readonly Rule[];
}

/**
 * What is wrong with the objects of an app. If the structure of any of them is wrong, only that is reported: no rule could
 * read that object, and to the others it would seem to be missing.
 *
 * @throws Refusal if a given name or the version is invalid; Error, with the name of the rule and of the object, if a
 * rule has a mistake.
 */
export function check(
  entries: readonly Entry[],
  { rules = ofKubernetes, given = [], kubernetes = oldest }: CheckOptions = {},
): Diagnostic[] {
  for (const name of given) {
    if (/^[^/\s]+(?:\/[^/\s]+){1,2}$/.test(name)) continue;
    throw new Refusal(`given must be KIND/NAME or GROUP/VERSION/KIND, but is ${JSON.stringify(name)}`);
  }
  if (!isVersion(kubernetes)) {
    throw new Refusal(`kubernetes must be ${acceptedVersions}, but is ${JSON.stringify(kubernetes)}`);
  }
  const single = entries.flatMap(unlisted);
  const broken = malformed(single, { given, kubernetes });
  if (broken.length > 0) return broken;
  const app = new Inventory(single.flatMap(itemOf), { given, kubernetes });
  return rules.flatMap((rule) => foundBy(rule, app));
}

function foundBy(rule: Rule, app: Inventory): Diagnostic[] {
  try {
    return [...rule.find(app)].map(({ item, path = '', problem, effect }) => ({
      place: { file: item.chart },
      object: titleOf(item),
      rule: rule.id,
      path,
      problem,
      effect,
    }));
  } catch (cause) {
    const culprit = app.items.find((item) => fails(rule, item));
    const where = culprit ? `${titleOf(culprit)} of ${culprit.chart}` : 'these objects together';
    throw new Error(`the rule ${rule.id} cannot read ${where}: ${cause}`, { cause });
  }
}

/** Whether a rule cannot read an object even by itself. */
function fails(rule: Rule, item: Item): boolean {
  try {
    Array.from(rule.find(new Inventory([item])));
    return false;
  } catch {
    return true;
  }
}
