import { containersOf, type Pod } from '../../lib/check/objects/inventory';
import type { Volume } from '../../lib/check/objects/kubernetes';
import type { Words } from './words';

/** Something that containers of a Pod read or write: an object of the app, or a volume. */
export interface Use {
  /** The object's kind and name; of a volume that is no object, what it is called in the Pod. */
  readonly what: string;

  /** What kind of volume it is; undefined for an object. */
  readonly type?: string;

  /** Where the containers find it. */
  readonly where: string;
}

/** What the containers of a Pod read and write, each once. */
export function usesOf({ item, spec }: Pod, words: Words): Use[] {
  const containers = containersOf(spec);
  const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  const mounted = (name: string, what: string, type?: string) => {
    const paths = mounts.filter((mount) => mount.name === name).map(({ mountPath }) => mountPath);
    return (paths.length > 0 ? paths : ['']).map((where) => ({ what, type, where }));
  };
  const uses: Use[] = [
    ...containers.flatMap(({ env = [], envFrom = [] }) =>
      [
        ...env.flatMap(({ valueFrom }) => named(valueFrom?.configMapKeyRef?.name, valueFrom?.secretKeyRef?.name)),
        ...envFrom.flatMap(({ configMapRef, secretRef }) => named(configMapRef?.name, secretRef?.name)),
      ].map((what) => ({ what, where: words.environment })),
    ),
    ...(spec.volumes ?? []).flatMap((volume) => {
      const { name } = volume;
      const objects = objectsIn(volume);
      if (objects.length > 0) return objects.flatMap((what) => mounted(name, what));
      const [type = ''] = Object.keys(volume).filter((key) => key !== 'name');
      const ofEach = item.object.kind !== 'Pod' && ['emptyDir', 'ephemeral'].includes(type);
      return mounted(name, name, ofEach ? words.ofEachPod(type) : type);
    }),
    ...(item.object.spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }) => {
      const name = metadata?.name ?? '';
      return mounted(name, name, words.ofEachPod('PersistentVolumeClaim'));
    }),
  ];
  return [...new Map(uses.map((use) => [`${use.what} ${use.where}`, use])).values()];
}

/** The titles of a ConfigMap and a Secret, as far as there are names. */
function named(configMap: string | undefined, secret: string | undefined): string[] {
  return [
    ...(configMap === undefined ? [] : [`ConfigMap ${configMap}`]),
    ...(secret === undefined ? [] : [`Secret ${secret}`]),
  ];
}

/** The objects that a volume shows. */
function objectsIn({ configMap, persistentVolumeClaim, projected, secret }: Volume): string[] {
  const sources = [{ configMap, secret: secret && { name: secret.secretName } }, ...(projected?.sources ?? [])];
  return [
    ...sources.flatMap((source) => named(source.configMap?.name, source.secret?.name)),
    ...(persistentVolumeClaim ? [`PersistentVolumeClaim ${persistentVolumeClaim.claimName}`] : []),
  ];
}
