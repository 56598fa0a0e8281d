import type { Section } from '../claim';
import { Fell } from '../outcome';

/** What the tutorial deletes at its end. */
export const cleanup: Section = {
  id: 'cleanup',
  title: 'Cleanup',
  claims: [
    {
      text: 'kubectl delete of what 4.7 lists, and of the curl Pod, leaves nothing',
      try: async (stage) => {
        const { kubectl } = stage;
        await kubectl.run(['delete', 'deploy', 'helloworld', '--ignore-not-found']);
        for (const name of ['clusterip', 'nodeport', 'lb', 'v2-nodeport']) {
          await kubectl.run(['delete', 'service', `helloworld-${name}`, '--ignore-not-found']);
        }
        await kubectl.run(['delete', 'ingress', 'helloworld', 'helloworld-v2', '--ignore-not-found']);
        await kubectl.run(['delete', 'pod', 'curl', 'helloworld', 'helloworld-v2', '--ignore-not-found']);
        let left = '';
        const gone = await stage.until(async () => {
          left = await kubectl.run(['get', 'all,ingress', '-o', 'name']);
          return left === '' ? true : undefined;
        });
        if (!gone) throw new Fell('kubectl get all,ingress', 'nothing', left.replaceAll('\n', ' '));
      },
    },
  ],
};
