import { refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { isBuiltIn } from '../objects/kinds';

/** The Pods of Jobs and CronJobs are restarted never or on failure, those of all other controllers always. */
export const restartPolicy: Rule = {
  id: 'restart-policy',
  finds:
    'A restartPolicy that does not fit the kind: Jobs and CronJobs need Never or OnFailure, all other controllers Always. Also activeDeadlineSeconds for Pods that are meant to keep running.',
  mend: 'Set `restartPolicy: Never` or `OnFailure` in the template of a Job or a CronJob, and leave it out of the others.',
  sources: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy'],

  *find(app) {
    for (const { item, spec, path } of app.pods) {
      const { kind } = item.object;
      if (kind === 'Pod' || kind === 'PodTemplate' || !isBuiltIn(item.object)) continue;
      const ends = kind === 'Job' || kind === 'CronJob';
      const { restartPolicy: policy = 'Always' } = spec;
      if (ends === (policy === 'Always')) {
        yield {
          item,
          path: `${path}.restartPolicy`,
          problem: `the restartPolicy of a ${kind} must be ${ends ? 'Never or OnFailure' : 'Always'}, but is ${policy}${spec.restartPolicy ? '' : ', the default'}`,
          effect: refused,
        };
      }
      if (!ends && spec.activeDeadlineSeconds !== undefined) {
        const problem = `the Pods of a ${kind} cannot have activeDeadlineSeconds`;
        yield { item, path: `${path}.activeDeadlineSeconds`, problem, effect: refused };
      }
    }
  },
};
