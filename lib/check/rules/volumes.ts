import { accepted, refusedPod } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { containersOf, type Pod } from '../objects/inventory';
import { isA } from '../objects/kinds';
import { repeated } from '../objects/repeated';

/** Every mounted volume exists, none has two sources, and none is mounted over another. */
export const volumes: Rule = {
  id: 'volumes',
  finds:
    'A mount of a volume that does not exist, a volume with two sources, two volumes with the same name, or two mounts at the same path.',
  mend: "Use the name of one of the Pod's `volumes` in each mount, one source per volume, and a different path for each mount.",
  sources: ['https://kubernetes.io/docs/concepts/storage/volumes/'],

  *find(app) {
    for (const pod of app.pods) yield* inPod(pod);
  },
};

function* inPod(pod: Pod): Iterable<Finding> {
  const { item, spec, path } = pod;
  const effect = refusedPod(pod);
  const declared = spec.volumes ?? [];
  for (const [index, volume] of declared.entries()) {
    const { medium = '' } = volume.emptyDir ?? {};
    if (!/^(?:|Memory|HugePages.*)$/.test(medium)) {
      const problem = `the medium of volume ${volume.name} must be Memory or HugePages, but is ${medium}`;
      yield {
        item,
        path: `${path}.volumes[${index}].emptyDir.medium`,
        problem,
        effect: accepted('the Pod waits for its volume: FailedMount'),
      };
    }
    const sources = Object.keys(volume).filter((key) => key !== 'name');
    for (const [at, source] of (volume.projected?.sources ?? []).entries()) {
      const kinds = Object.keys(source);
      if (kinds.length < 2) continue;
      const problem = `a source of volume ${volume.name} must have one type, but has ${kinds.join(' and ')}`;
      yield { item, path: `${path}.volumes[${index}].projected.sources[${at}]`, problem, effect };
    }
    if (sources.length < 2) continue; // without any, it is an emptyDir
    const problem = `volume ${volume.name} must have one source, but has ${sources.join(' and ')}`;
    yield { item, path: `${path}.volumes[${index}]`, problem, effect };
  }
  for (const name of repeated(declared.map((volume) => volume.name))) {
    yield { item, path: `${path}.volumes`, problem: `it has two volumes named ${name}`, effect };
  }
  const claims = isA(item.object, 'StatefulSet') ? (item.object.spec?.volumeClaimTemplates ?? []) : [];
  const names = [...declared.map((volume) => volume.name), ...claims.map(({ metadata }) => metadata?.name)];
  for (const { container, path: at } of containersOf(pod)) {
    const { name, volumeMounts = [], volumeDevices = [] } = container;
    for (const [field, mounts] of Object.entries({ volumeMounts, volumeDevices })) {
      for (const [index, mount] of mounts.entries()) {
        if (names.includes(mount.name)) continue;
        const problem = `container ${name} mounts volume ${mount.name}, which its Pod does not have`;
        yield { item, path: `${at}.${field}[${index}].name`, problem, effect };
      }
    }
    for (const mountPath of repeated(volumeMounts.map((mount) => mount.mountPath))) {
      yield {
        item,
        path: `${at}.volumeMounts`,
        problem: `container ${name} mounts two volumes at ${mountPath}`,
        effect,
      };
    }
    for (const [index, { mountPropagation }] of volumeMounts.entries()) {
      if (mountPropagation !== 'Bidirectional' || container.securityContext?.privileged) continue;
      const problem = `container ${name} mounts with Bidirectional propagation, but is not privileged`;
      yield { item, path: `${at}.volumeMounts[${index}].mountPropagation`, problem, effect };
    }
    for (const [index, { subPath, subPathExpr }] of volumeMounts.entries()) {
      if (!subPath || !subPathExpr) continue;
      const problem = `container ${name} has both subPath and subPathExpr in one mount`;
      yield { item, path: `${at}.volumeMounts[${index}]`, problem, effect };
    }
  }
}
