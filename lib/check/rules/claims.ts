import type { Spec } from '../objects/kubernetes';
import { amount } from '../objects/quantity';
import { accepted, noPods, refused } from './effects';
import type { Rule } from './rule';

/** A PersistentVolumeClaim, or the template of one, says how much it claims. */
export const claims: Rule = {
  id: 'claims',
  finds: 'A PersistentVolumeClaim without a size, or one that no PersistentVolume of the app can satisfy.',
  mend: 'Set `resources.requests.storage`, for example to 1Gi, and ask for what a volume of the class offers.',
  sources: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims'],

  *find(app) {
    for (const item of app.ofKind('PersistentVolume')) {
      if (!item.object.spec?.local || item.object.spec.nodeAffinity) continue;
      yield {
        item,
        path: 'spec.nodeAffinity',
        problem: 'a local volume must name its node',
        effect: refused,
      };
    }
    const volumes = new Map<string, Spec[]>();
    for (const { object } of app.ofKind('PersistentVolume')) {
      const { storageClassName = '' } = object.spec ?? {};
      volumes.set(storageClassName, [...(volumes.get(storageClassName) ?? []), object.spec ?? {}]);
    }
    for (const item of app.ofKind('PersistentVolumeClaim')) {
      const { accessModes = [], storageClassName, volumeMode = 'Filesystem', resources } = item.object.spec ?? {};
      if (accessModes.includes('ReadWriteOncePod') && accessModes.length > 1) {
        const problem = 'ReadWriteOncePod must be the only access mode';
        yield { item, path: 'spec.accessModes', problem, effect: refused };
      }
      const ofClass = storageClassName === undefined ? [] : (volumes.get(storageClassName) ?? []);
      const fits = ofClass.some(
        (volume) =>
          accessModes.every((mode) => volume.accessModes?.includes(mode)) &&
          (volume.volumeMode ?? 'Filesystem') === volumeMode &&
          (amount(volume.capacity?.storage) ?? 0) >= (amount(resources?.requests?.storage) ?? 0),
      );
      if (ofClass.length === 0 || fits) continue;
      yield {
        item,
        path: 'spec',
        problem: `no PersistentVolume of its class, ${JSON.stringify(storageClassName)}, offers its size, access modes and volume mode`,
        effect: accepted('it stays Pending, unless volumes of that class are provisioned on demand'),
      };
    }
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
          problem: `the claim ${claim?.name ?? 'without a name'} requests no storage`,
          effect: kind === 'StatefulSet' ? noPods : refused,
        };
      }
    }
  },
};
