import { type Rule, refused } from './rule';

/** The settings of a Job go together. */
export const jobs: Rule = {
  id: 'jobs',
  finds: 'A Job whose settings contradict each other: indexed, but without a number of completions.',
  mend: 'Write `completions` beside `completionMode: Indexed`.',
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode'],

  *find(app) {
    for (const { item, path } of app.pods) {
      const { kind, spec } = item.object;
      const job = kind === 'CronJob' ? spec?.jobTemplate?.spec : kind === 'Job' ? spec : undefined;
      if (job?.completionMode === 'Indexed' && job.completions === undefined) {
        const at = path.replace(/template\.spec$/, 'completions');
        yield { item, path: at, problem: 'its completionMode is Indexed, but it has no completions', effect: refused };
      }
    }
  },
};
