import { refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { isBuiltIn } from '../objects/kinds';
import { jobOf } from '../objects/pods';
import { describe, isEmpty, matches, selectorOf } from '../objects/selector';

/**
 * A controller's selector matches the labels of its own template. Those of `apps/v1` have to have one; a
 * ReplicationController finds its own when it is given none, and a Job must be given none.
 */
export const controllerSelectors: Rule = {
  id: 'controller-selectors',
  finds:
    'A controller without a selector, or with one that does not match the labels of its template; a Job with a selector.',
  mend: 'Copy the labels of the template into the selector; leave out the selector of a Job.',
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector',
  ],

  *find(app) {
    for (const { item, labels, path } of app.pods) {
      const { object } = item;
      if (object.kind === 'Pod' || object.kind === 'PodTemplate' || !isBuiltIn(object)) continue;
      const job = jobOf(object);
      const selector = job ? job.selector : selectorOf(object);
      const at = path.replace(/\.template\.spec$/, '.selector');
      if (job && selector && !job.manualSelector) {
        yield {
          item,
          path: at,
          problem: 'it has a selector, but Kubernetes generates the selector of a Job',
          effect: refused,
        };
      } else if (!selector || isEmpty(selector)) {
        const hasLabels = Object.keys(labels).length > 0;
        if (object.apiVersion.startsWith('apps/') || (object.kind === 'ReplicationController' && !hasLabels))
          yield { item, path: at, problem: 'it has no selector', effect: refused };
      } else if (!matches(selector, labels)) {
        yield {
          item,
          path: at,
          problem: `its selector, ${describe(selector)}, does not match the labels of its template`,
          effect: refused,
        };
      }
    }
  },
};
