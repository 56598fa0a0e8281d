import { refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { below } from '../schema/paths';
import { amount } from '../schema/quantity';

const order = ['min', 'defaultRequest', 'default', 'max'] as const;

/** The limits of a LimitRange rise from the least to the most. */
export const limitRanges: Rule = {
  id: 'limit-ranges',
  finds: 'A LimitRange whose minimum exceeds a default or the maximum, or one with defaults for whole Pods.',
  mend: 'Make min, defaultRequest, default and max increase in this order, and set defaults only for the type Container.',
  sources: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],

  *find(app) {
    for (const item of app.ofKind('LimitRange')) {
      for (const [index, limits] of (item.object.spec?.limits ?? []).entries()) {
        const path = `spec.limits[${index}]`;
        if (limits.type === 'Pod' && (limits.default || limits.defaultRequest)) {
          yield { item, path, problem: 'the type Pod has no defaults', effect: refused };
        }
        for (const [at, lower] of order.entries()) {
          for (const upper of order.slice(at + 1)) {
            for (const [resource, quantity] of Object.entries(limits[lower] ?? {})) {
              const most = limits[upper]?.[resource];
              if ((amount(quantity) ?? 0) <= (amount(most) ?? Number.POSITIVE_INFINITY)) continue;
              const problem = `${lower} of ${resource}, ${quantity}, exceeds ${upper}, ${most}`;
              yield { item, path: below(`${path}.${lower}`, resource), problem, effect: refused };
            }
          }
        }
      }
    }
  },
};
