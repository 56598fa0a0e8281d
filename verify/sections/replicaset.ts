import { describe, selectorOf } from '../../rules/selector';
import type { Claim, Section } from '../claim';
import { Fell } from '../outcome';
import type { Stage } from '../stage';

/** What the ReplicaSet selects, as the cluster has it. */
async function pods(stage: Stage): Promise<string> {
  return describe(selectorOf(await stage.get('replicaset', 'helloworld')) ?? {});
}

const one: Claim = {
  text: 'kubectl apply -f replicaset.yaml: one Pod becomes ready',
  try: async (stage) => {
    await stage.apply('replicaset.yaml');
    await stage.ready(await pods(stage), 1);
  },
};

const scaled: Claim = {
  text: 'kubectl scale --replicas=5: five Pods become ready',
  after: one,
  try: async (stage) => {
    await stage.kubectl.run(['scale', '--replicas=5', 'replicaset/helloworld']);
    await stage.ready(await pods(stage), 5);
  },
};

/** 4.6: a ReplicaSet, scaled and hurt. */
export const replicaSet: Section = {
  id: '4.6',
  title: 'ReplicaSet',
  prepare: async (stage) => {
    await stage.apply('pod.yaml', {}, 'run=curl');
    await stage.apply('service_clusterip.yaml');
  },
  claims: [
    one,
    scaled,
    {
      text: "by the chart's own output: one again, then five",
      after: one,
      try: async (stage) => {
        await stage.apply('replicaset.yaml');
        await stage.ready(await pods(stage), 1);
        await stage.apply('replicaset.yaml', { replicas: 5 });
        await stage.ready(await pods(stage), 5);
      },
    },
    {
      text: 'kubectl delete pod: another takes its place',
      after: scaled,
      try: async (stage) => {
        const selector = await pods(stage);
        const before = await stage.list('pods', selector);
        const victim = before[0]?.metadata.name ?? '';
        await stage.kubectl.run(['delete', 'pod', victim]);
        const after = await stage.ready(selector, before.length);
        const known = new Set(before.map(({ metadata }) => metadata.name));
        return `${victim} was replaced by ${after.find(({ metadata }) => !known.has(metadata.name))?.metadata.name}`;
      },
    },
    {
      text: 'the Services do not reach these Pods: they select run, these carry app',
      after: one,
      try: async (stage) => {
        await stage.ready('run=curl', 1);
        const answer = await stage.fromInside('helloworld-clusterip:8080');
        if (answer.status !== 0) return;
        throw new Fell(answer.command, 'no answer', answer.stdout.trim().replaceAll('\n', ' '));
      },
    },
    {
      text: 'kubectl delete -f replicaset.yaml: its Pods go with it',
      try: async (stage) => {
        const selector = await pods(stage);
        await stage.delete('replicaset.yaml');
        const gone = await stage.until(async () =>
          (await stage.list('pods', selector)).length === 0 ? true : undefined,
        );
        if (!gone) throw new Fell(`kubectl get pods -l ${selector}`, 'none', 'some');
      },
    },
  ],
};
