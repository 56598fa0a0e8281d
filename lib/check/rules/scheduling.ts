import { accepted, noneCreated } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import type { Pod } from '../objects/pods';
import { repeated } from '../objects/repeated';
import { describe, matches } from '../objects/selector';

/** The scheduling settings of a Pod do not contradict each other. */
export const scheduling: Rule = {
  id: 'scheduling',
  finds:
    'Tolerations and topologySpreadConstraints that contradict themselves or spread other Pods, and schedulingGates of a Pod that already has a node.',
  mend: 'Leave out what the operator or whenUnsatisfiable does not allow, and spread the Pods by their own labels.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/',
  ],

  *find(app) {
    for (const pod of app.pods) {
      yield* tolerations(pod);
      yield* constraints(pod);
      const { spec, path, item } = pod;
      if (!spec.nodeName || (spec.schedulingGates ?? []).length === 0) continue;
      const effect = item.object.kind === 'Pod' ? undefined : noneCreated;
      yield findingIn(pod, `${path}.nodeName`, 'a Pod with schedulingGates cannot have a nodeName', effect);
    }
  },
};

function* tolerations(pod: Pod): Iterable<Finding> {
  for (const [index, toleration] of (pod.spec.tolerations ?? []).entries()) {
    const { key, operator = 'Equal', value, effect, tolerationSeconds } = toleration;
    const at = `${pod.path}.tolerations[${index}]`;
    if (operator === 'Exists' && value) {
      yield findingIn(pod, at, `a toleration with the operator Exists must not have a value, but has ${value}`);
    }
    if (operator === 'Equal' && !key) {
      yield findingIn(pod, at, 'a toleration without a key needs the operator Exists');
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      yield findingIn(pod, at, 'tolerationSeconds is only allowed with the effect NoExecute');
    }
  }
}

function* constraints(pod: Pod): Iterable<Finding> {
  const { spec, path, labels } = pod;
  const all = spec.topologySpreadConstraints ?? [];
  for (const twice of repeated(all.map((constraint) => `${constraint.topologyKey}, ${constraint.whenUnsatisfiable}`))) {
    yield findingIn(pod, `${path}.topologySpreadConstraints`, `two of its topologySpreadConstraints are for ${twice}`);
  }
  for (const [index, constraint] of all.entries()) {
    const { labelSelector, matchLabelKeys = [], minDomains, topologyKey, whenUnsatisfiable } = constraint;
    const at = `${path}.topologySpreadConstraints[${index}]`;
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
      yield findingIn(pod, at, 'minDomains is only allowed with DoNotSchedule');
    }
    if (matchLabelKeys.length > 0 && !labelSelector) {
      yield findingIn(pod, at, 'matchLabelKeys is only allowed with a labelSelector');
    }
    const twice = matchLabelKeys.find(
      (key) => labelSelector?.matchLabels && Object.hasOwn(labelSelector.matchLabels, key),
    );
    if (twice !== undefined) {
      yield findingIn(pod, at, `the key ${twice} is in both its labelSelector and its matchLabelKeys`);
    }
    if (!labelSelector || matches(labelSelector, labels)) continue;
    const problem = `the labelSelector for spreading by ${topologyKey}, ${describe(labelSelector)}, does not match its own Pods`;
    yield findingIn(pod, `${at}.labelSelector`, problem, accepted('its own Pods are not spread'));
  }
}
