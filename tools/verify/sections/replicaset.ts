import { nameOf } from '../../../lib/check/objects/item';
import { describe, selectorOf } from '../../../lib/check/objects/selector';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import { addressOf } from '../cluster/kubectl-names';
import type { Manifests } from '../cluster/manifests';
import { ClaimFailed } from '../cluster/outcome';

const file = 'replicaset.yaml';

/** 4.6: a ReplicaSet, scaled, and one of its Pods deleted. */
export function replicaSet(manifests: Manifests): SectionClaims {
  const object = manifests.get(file, 'ReplicaSet');
  const service = manifests.get('service_clusterip.yaml', 'Service');
  const { client } = manifests;

  /** What the ReplicaSet selects, as the cluster has it. */
  const pods = async (cluster: Cluster) => describe(selectorOf(await cluster.get(object)) ?? {});

  const one: Claim = {
    text: `kubectl apply -f ${file}: one Pod becomes ready`,
    test: async (cluster) => {
      await cluster.apply(file);
      await cluster.ready(await pods(cluster), 1);
    },
  };

  const scaled: Claim = {
    text: 'kubectl scale --replicas=5: five Pods become ready',
    after: one,
    test: async (cluster) => {
      await cluster.kubectl.do(['scale', '--replicas=5', `replicaset/${nameOf(object)}`]);
      await cluster.ready(await pods(cluster), 5);
    },
  };

  const byChart: Claim = {
    text: "with the chart's own output: one Pod again, then five",
    after: one,
    test: async (cluster) => {
      for (const replicas of [1, 5]) {
        await cluster.apply(file, { replicas });
        await cluster.ready(await pods(cluster), replicas);
      }
    },
  };

  const replaced: Claim = {
    text: 'kubectl delete pod: another takes its place',
    after: scaled,
    test: async (cluster) => {
      const selector = await pods(cluster);
      const before = await cluster.list('Pod', selector);
      const deleted = before[0]?.metadata.name ?? '';
      await cluster.kubectl.do(['delete', 'pod', deleted]);
      const after = await cluster.ready(selector, before.length);
      const known = new Set(before.map(({ metadata }) => metadata.name));
      const other = after.find(({ metadata }) => !known.has(metadata.name))?.metadata.name;
      if (other) return `${deleted} was replaced by ${other}`;
      throw new ClaimFailed(`kubectl get pods -l ${selector}`, `a Pod other than ${deleted}`, 'the same Pods');
    },
  };

  const unreached: Claim = {
    text: 'the Services do not reach these Pods: they select the label run, but these Pods have app',
    after: one,
    test: async (cluster) => {
      await cluster.ready(`run=${nameOf(client)}`, 1);
      const answer = await cluster.fromInside(addressOf(service));
      if (answer.status === 0) {
        throw new ClaimFailed(answer.command, 'no answer', answer.stdout.trim().replaceAll('\n', ' '));
      }
    },
  };

  const removed: Claim = {
    text: `kubectl delete -f ${file}: its Pods are deleted too`,
    test: async (cluster) => {
      const selector = await pods(cluster);
      await cluster.delete(file);
      const gone = await cluster.until(async () => (await cluster.list('Pod', selector)).length === 0);
      if (!gone) throw new ClaimFailed(`kubectl get pods -l ${selector}`, 'none', 'some');
    },
  };

  return {
    id: '4.6',
    title: 'ReplicaSet',
    prepare: (cluster) => cluster.applyObjects([client, service]),
    claims: [one, scaled, byChart, replaced, unreached, removed],
  };
}
