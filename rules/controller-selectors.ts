import { type Inventory, templateOf } from './inventory';
import type { Finding } from './rule';
import { describe, isEmpty, matches, selectorOf } from './selector';

/**
 * A controller's selector matches the labels of its own template. Those of `apps/v1` have to have one; a Job and a
 * ReplicationController find their own when they are given none.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
 */
export function* controllerSelectors(app: Inventory): Iterable<Finding> {
  for (const { item, labels } of app.pods) {
    const { object } = item;
    if (!templateOf(object)) continue;
    const selector = selectorOf(object);
    const effect = 'the API server refuses it';
    if (!selector || isEmpty(selector)) {
      if (object.apiVersion.startsWith('apps/')) yield { item, problem: 'it has no selector', effect };
    } else if (!matches(selector, labels)) {
      yield {
        item,
        problem: `its selector, ${describe(selector)}, does not match the labels of its own template`,
        effect,
      };
    }
  }
}
