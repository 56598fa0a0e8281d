import { containersOf, type Pod } from '../inventory/inventory';
import type { Volume } from '../inventory/kubernetes';

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
export function usesOf({ item, spec }: Pod): Use[] {
  const containers = containersOf(spec);
  const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  const mounted = (name: string, what: string, type?: string) => {
    const paths = mounts.filter((mount) => mount.name === name).map(({ mountPath }) => mountPath);
    return (paths.length > 0 ? paths : ['']).map((where) => ({ what, type, where }));
  };
  const uses: Use[] = [
    ...containers.flatMap(({ env = [], envFrom = [] }) => [
      ...env.flatMap(({ valueFrom }) => references(valueFrom?.configMapKeyRef?.name, valueFrom?.secretKeyRef?.name)),
      ...envFrom.flatMap(({ configMapRef, secretRef }) => references(configMapRef?.name, secretRef?.name)),
    ]),
    ...(spec.volumes ?? []).flatMap((volume) => {
      const { name } = volume;
      const objects = objectsIn(volume);
      if (objects.length > 0) return objects.flatMap((what) => mounted(name, what));
      const [type = ''] = Object.keys(volume).filter((key) => key !== 'name');
      const ofEach = item.object.kind !== 'Pod' && ['emptyDir', 'ephemeral'].includes(type);
      return mounted(name, name, ofEach ? `${type} of each Pod` : type);
    }),
    ...(item.object.spec?.volumeClaimTemplates ?? []).flatMap(({ metadata }) => {
      const name = metadata?.name ?? '';
      return mounted(name, name, 'claim of each Pod');
    }),
  ];
  return [...new Map(uses.map((use) => [`${use.what} ${use.where}`, use])).values()];
}

function references(configMap: string | undefined, secret: string | undefined): Use[] {
  return [
    ...(configMap === undefined ? [] : [`ConfigMap ${configMap}`]),
    ...(secret === undefined ? [] : [`Secret ${secret}`]),
  ].map((what) => ({ what, where: 'environment' }));
}

/** The objects that a volume shows. */
function objectsIn({ configMap, persistentVolumeClaim, projected, secret }: Volume): string[] {
  const sources = [{ configMap, secret: secret && { name: secret.secretName } }, ...(projected?.sources ?? [])];
  return [
    ...sources.flatMap((source) => references(source.configMap?.name, source.secret?.name).map(({ what }) => what)),
    ...(persistentVolumeClaim ? [`PersistentVolumeClaim ${persistentVolumeClaim.claimName}`] : []),
  ];
}
