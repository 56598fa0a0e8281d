import { type Contradiction, findingsIn } from '../findings/contradiction';
import type { Rule } from '../findings/rule';
import type { Pod } from '../objects/inventory';
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
      yield* findingsIn(pod, tolerations(pod));
      yield* findingsIn(pod, constraints(pod));
      const { spec, path, item } = pod;
      if (!spec.nodeName || (spec.schedulingGates ?? []).length === 0) continue;
      const happens = item.object.kind === 'Pod' ? undefined : 'none of its Pods is created';
      const problem = 'a Pod with schedulingGates cannot have a nodeName';
      yield* findingsIn(pod, [{ path: `${path}.nodeName`, problem, happens }]);
    }
  },
};

function* tolerations({ spec, path }: Pod): Iterable<Contradiction> {
  for (const [index, toleration] of (spec.tolerations ?? []).entries()) {
    const { key, operator = 'Equal', value, effect, tolerationSeconds } = toleration;
    const at = `${path}.tolerations[${index}]`;
    if (operator === 'Exists' && value) {
      yield { path: at, problem: `a toleration with the operator Exists must not have a value, but has ${value}` };
    }
    if (operator === 'Equal' && !key) {
      yield { path: at, problem: 'a toleration without a key needs the operator Exists' };
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      yield { path: at, problem: 'tolerationSeconds is only allowed with the effect NoExecute' };
    }
  }
}

function* constraints({ spec, path, labels }: Pod): Iterable<Contradiction> {
  const all = spec.topologySpreadConstraints ?? [];
  for (const twice of repeated(all.map((constraint) => `${constraint.topologyKey}, ${constraint.whenUnsatisfiable}`))) {
    const problem = `two of its topologySpreadConstraints are for ${twice}`;
    yield { path: `${path}.topologySpreadConstraints`, problem };
  }
  for (const [index, constraint] of all.entries()) {
    const { labelSelector, matchLabelKeys = [], minDomains, topologyKey, whenUnsatisfiable } = constraint;
    const at = `${path}.topologySpreadConstraints[${index}]`;
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
      yield { path: at, problem: 'minDomains is only allowed with DoNotSchedule' };
    }
    if (matchLabelKeys.length > 0 && !labelSelector) {
      yield { path: at, problem: 'matchLabelKeys is only allowed with a labelSelector' };
    }
    const twice = matchLabelKeys.find(
      (key) => labelSelector?.matchLabels && Object.hasOwn(labelSelector.matchLabels, key),
    );
    if (twice !== undefined) {
      yield { path: at, problem: `the key ${twice} is in both its labelSelector and its matchLabelKeys` };
    }
    if (!labelSelector || matches(labelSelector, labels)) continue;
    yield {
      path: `${at}.labelSelector`,
      problem: `the labelSelector for spreading by ${topologyKey}, ${describe(labelSelector)}, does not match its own Pods`,
      happens: 'its own Pods are not spread',
    };
  }
}
