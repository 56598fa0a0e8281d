import { accepted } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import type { Inventory } from '../objects/inventory';
import { type Item, namespaceOf, titleOf } from '../objects/item';
import { LabelIndex } from '../objects/label-index';
import { describe, isEmpty, selectorOf } from '../objects/selector';

/**
 * No controller adopts objects that do not belong to it.
 *
 * All controllers but Deployments and CronJobs adopt every Pod without an owner that their selector matches, a
 * StatefulSet only if it has the name of one of its own. A Deployment adopts ReplicaSets instead; the selectors of those
 * that it makes hold a hash, so it may stand beside a bare Pod that has its labels.
 */
export const adoption: Rule = {
  id: 'adoption',
  finds: 'A controller whose selector matches Pods or ReplicaSets that do not belong to it.',
  mend: "Give the controller's template a unique label, and select that label.",
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions',
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates',
  ],

  *find(app) {
    for (const item of app.ofKind('ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job')) {
      const selector = selectorOf(item.object);
      if (!selector || isEmpty(selector)) continue;
      for (const pod of app.podIndex.matching(namespaceOf(item), selector)) {
        if (pod.item === item || pod.item.object.kind === 'PodTemplate') continue;
        if (pod.item.object.kind !== 'Pod') {
          yield overlap(item, pod.item, describe(selector));
        } else if (item.object.kind !== 'StatefulSet' || isMember(item, pod.item)) {
          yield {
            item,
            path: 'spec.selector',
            problem: `its selector, ${describe(selector)}, matches the bare ${titleOf(pod.item)}`,
            effect: accepted(
              ['DaemonSet', 'StatefulSet'].includes(item.object.kind)
                ? 'it adopts that Pod and replaces it with one from its template'
                : 'it adopts that Pod and starts one Pod fewer',
            ),
          };
        }
      }
    }
    yield* ofDeployments(app);
  },
};

function* ofDeployments(app: Inventory): Iterable<Finding> {
  const replicaSets = new LabelIndex(
    app
      .ofKind('ReplicaSet')
      .map((item) => ({ item, namespace: namespaceOf(item), labels: item.object.metadata.labels ?? {} })),
  );
  for (const item of app.ofKind('Deployment')) {
    const selector = selectorOf(item.object);
    if (!selector || isEmpty(selector)) continue;
    for (const replicaSet of replicaSets.matching(namespaceOf(item), selector)) {
      yield {
        item,
        path: 'spec.selector',
        problem: `its selector, ${describe(selector)}, matches the labels of the bare ${titleOf(replicaSet.item)}`,
        effect: accepted('it adopts that ReplicaSet as one of its old revisions and scales it down to 0'),
      };
    }
    for (const pod of app.podIndex.matching(namespaceOf(item), selector)) {
      if (pod.item !== item && pod.item.object.kind === 'Deployment') yield overlap(item, pod.item, describe(selector));
    }
  }
}

/** Whether a StatefulSet would take a Pod of this name for one of its own. */
function isMember(statefulSet: Item, pod: Item): boolean {
  const [, parent] = /^(.*)-\d+$/.exec(pod.object.metadata.name ?? '') ?? [];
  return parent === statefulSet.object.metadata.name;
}

function overlap(item: Item, other: Item, selector: string): Finding {
  const then = 'commands such as kubectl logs treat them as its own';
  return {
    item,
    path: 'spec.selector',
    problem: `its selector, ${selector}, matches the Pods of ${titleOf(other)}`,
    effect: accepted(
      // A StatefulSet adopts only Pods that are called as its own.
      item.object.kind === 'StatefulSet'
        ? then
        : `${then}, and it adopts them once the other is deleted with --cascade=orphan`,
    ),
  };
}
