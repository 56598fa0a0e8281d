import { nameOf } from '../../../lib/check/objects/item';
import type { SectionClaims } from '../cluster/claim';
import { label, makesClaims, resourceOf } from '../cluster/kubectl-names';
import type { Manifests } from '../cluster/manifests';

/** What the course does at its end, for all that the sections have made. */
export function cleanup(manifests: Manifests): SectionClaims {
  return {
    id: 'cleanup',
    title: 'Cleanup',
    claims: [
      {
        text: 'kubectl delete of each object by kind and name: nothing is left',
        test: async (cluster) => {
          const names = new Map<string, string[]>();
          for (const object of manifests.objects.filter((object) => cluster.mayMake(object))) {
            const kind = resourceOf(object);
            names.set(kind, [...(names.get(kind) ?? []), nameOf(object)]);
          }
          for (const [kind, all] of names) {
            await cluster.kubectl.do(['delete', kind, ...all, '--ignore-not-found']);
          }
          if (manifests.objects.some(makesClaims)) {
            await cluster.kubectl.do(['delete', 'persistentvolumeclaim', '-l', label]);
          }
          await cluster.empty();
        },
      },
    ],
  };
}
