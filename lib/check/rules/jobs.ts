import { refused } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { containersOf } from '../objects/containers';
import { jobOf } from '../objects/pods';

/** The settings of a Job go together. */
export const jobs: Rule = {
  id: 'jobs',
  finds:
    'A Job with conflicting settings: indexed without completions, or with a podFailurePolicy that does not fit its Pods.',
  mend: 'Set `completions` with `completionMode: Indexed`, and `restartPolicy: Never` with a podFailurePolicy.',
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy',
  ],

  *find(app) {
    for (const pod of app.pods) {
      const job = jobOf(pod.item.object);
      if (!job) continue;
      const from = pod.path.replace(/template\.spec$/, '');
      const wrong = (field: string, problem: string): Finding => ({
        item: pod.item,
        path: `${from}${field}`,
        problem,
        effect: refused,
      });
      // Without both, both are 1.
      if (job.completionMode === 'Indexed' && job.completions === undefined && job.parallelism !== undefined) {
        yield wrong('completions', 'its completionMode is Indexed, but it has no completions');
      }
      if (!job.podFailurePolicy) continue;
      if (pod.spec.restartPolicy !== 'Never') {
        yield wrong('template.spec.restartPolicy', 'with a podFailurePolicy, the restartPolicy must be Never');
      }
      const names = containersOf(pod).map(({ container }) => container.name);
      for (const [index, { onExitCodes }] of (job.podFailurePolicy.rules ?? []).entries()) {
        const at = `podFailurePolicy.rules[${index}].onExitCodes`;
        if (onExitCodes?.operator === 'In' && onExitCodes.values?.includes(0)) {
          yield wrong(`${at}.values`, 'the exit code 0 is not a failure');
        }
        if (onExitCodes?.containerName && !names.includes(onExitCodes.containerName)) {
          yield wrong(
            `${at}.containerName`,
            `the podFailurePolicy names container ${onExitCodes.containerName}, which the Pod does not have`,
          );
        }
      }
    }
  },
};
