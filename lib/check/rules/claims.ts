import type { PersistentVolumeClaim, PersistentVolumeSpec } from 'kubernetes-types/core/v1';
import { accepted, type Effect, podsRefused, refused } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import type { Item } from '../objects/item';
import { amount } from '../schema/quantity';

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
    const volumes = new Map<string, PersistentVolumeSpec[]>();
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
    for (const item of app.ofKind('PersistentVolumeClaim')) {
      yield* withoutSize(item, item.object, 'spec', refused);
    }
    for (const item of app.ofKind('StatefulSet')) {
      for (const [index, claim] of (item.object.spec?.volumeClaimTemplates ?? []).entries()) {
        yield* withoutSize(item, claim, `spec.volumeClaimTemplates[${index}].spec`, podsRefused);
      }
    }
  },
};

function* withoutSize(
  item: Item,
  { metadata, spec }: PersistentVolumeClaim,
  path: string,
  effect: Effect,
): Iterable<Finding> {
  if ((amount(spec?.resources?.requests?.storage) ?? 0) > 0) return;
  const problem = `the claim ${metadata?.name ?? 'without a name'} requests no storage`;
  yield { item, path: `${path}.resources.requests.storage`, problem, effect };
}
