import { noneCreated, refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { titleOf } from '../objects/item';
import { violations } from '../objects/pod-security-standard';

const label = 'pod-security.kubernetes.io/enforce';

/** Pods meet the Pod Security Standard `restricted` where their Namespace enforces it; `baseline` is not looked at. */
export const enforcedSecurity: Rule = {
  id: 'enforced-security',
  finds:
    'A Pod that its Namespace refuses because it enforces Pod Security `restricted`, or a Namespace with an unknown level.',
  mend: 'Give the Pod the security settings that the finding names, or give the namespace another level.',
  sources: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],

  *find(app) {
    for (const namespace of app.ofKind('Namespace')) {
      const level = namespace.object.metadata.labels?.[label];
      if (level === undefined || ['baseline', 'privileged', 'restricted'].includes(level)) continue;
      const problem = `the label ${label} must be baseline, privileged or restricted, but is ${level}`;
      yield { item: namespace, path: 'metadata.labels', problem, effect: refused };
    }
    for (const pod of app.pods) {
      const namespace = app.named('Namespace', '', pod.namespace);
      if (namespace?.object.metadata.labels?.[label] !== 'restricted') continue;
      for (const problem of violations(pod)) {
        yield {
          item: pod.item,
          path: pod.path,
          problem: `${problem}, because ${titleOf(namespace)} enforces Pod Security "restricted"`,
          effect: pod.item.object.kind === 'Pod' ? refused : noneCreated,
        };
      }
    }
  },
};
