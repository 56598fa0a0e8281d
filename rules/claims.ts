import { noPods } from './inventory';
import { amount } from './quantity';
import { type Rule, refused } from './rule';

/** A PersistentVolumeClaim, or the template of one, says how much it claims. */
export const claims: Rule = {
  id: 'claims',
  finds: 'A PersistentVolumeClaim that does not say how much storage it claims.',
  mend: 'Write `resources.requests.storage`, such as 1Gi.',
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims'],

  *find(app) {
    for (const item of app.ofKind('PersistentVolumeClaim', 'StatefulSet')) {
      const { kind, metadata, spec = {} } = item.object;
      const claimed =
        kind === 'StatefulSet'
          ? (spec.volumeClaimTemplates ?? []).map((claim, index) => ({
              ...claim,
              at: `spec.volumeClaimTemplates[${index}].spec`,
            }))
          : [{ metadata, spec, at: 'spec' }];
      for (const { metadata: claim, spec: wanted = {}, at } of claimed) {
        if ((amount(wanted.resources?.requests?.storage) ?? 0) > 0) continue;
        yield {
          item,
          path: `${at}.resources.requests.storage`,
          problem: `the claim ${claim?.name} requests no storage`,
          effect: kind === 'StatefulSet' ? noPods : refused,
        };
      }
    }
  },
};
