import type { Volume } from 'kubernetes-types/core/v1';
import { accepted } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import { containersOf, type Placed } from '../objects/containers';
import type { Pod } from '../objects/pods';
import { repeated } from '../objects/repeated';
import { fieldsAt } from '../schema/paths';

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
  const { item, spec } = pod;
  const declared = spec.volumes ?? [];
  for (const [index, volume] of declared.entries()) yield* inVolume(pod, volume, `${pod.path}.volumes[${index}]`);
  for (const name of repeated(declared.map((volume) => volume.name))) {
    yield findingIn(pod, `${pod.path}.volumes`, `it has two volumes named ${name}`);
  }
  const claims = fieldsAt(item.object, 'spec.volumeClaimTemplates[].metadata.name').map(({ value }) => value);
  const names = [...declared.map((volume) => volume.name), ...claims];
  for (const placed of containersOf(pod)) yield* inMounts(placed, names);
}

function* inVolume(pod: Pod, volume: Volume, path: string): Iterable<Finding> {
  const { medium = '' } = volume.emptyDir ?? {};
  if (!/^(?:|Memory|HugePages.*)$/.test(medium)) {
    const problem = `the medium of volume ${volume.name} must be Memory or HugePages, but is ${medium}`;
    yield findingIn(pod, `${path}.emptyDir.medium`, problem, accepted('the Pod waits for its volume: FailedMount'));
  }
  for (const [index, source] of (volume.projected?.sources ?? []).entries()) {
    const kinds = Object.keys(source);
    if (kinds.length < 2) continue;
    const problem = `a source of volume ${volume.name} must have one type, but has ${kinds.join(' and ')}`;
    yield findingIn(pod, `${path}.projected.sources[${index}]`, problem);
  }
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length < 2) return; // without any, it is an emptyDir
  yield findingIn(pod, path, `volume ${volume.name} must have one source, but has ${sources.join(' and ')}`);
}

/** What is wrong with the places where a container has the volumes of these names. */
function* inMounts({ container, path, pod }: Placed, names: readonly unknown[]): Iterable<Finding> {
  const { name, volumeMounts = [], volumeDevices = [] } = container;
  for (const [field, mounts] of Object.entries({ volumeMounts, volumeDevices })) {
    for (const [index, mount] of mounts.entries()) {
      if (names.includes(mount.name)) continue;
      const problem = `container ${name} mounts volume ${mount.name}, which its Pod does not have`;
      yield findingIn(pod, `${path}.${field}[${index}].name`, problem);
    }
  }
  for (const mountPath of repeated(volumeMounts.map((mount) => mount.mountPath))) {
    yield findingIn(pod, `${path}.volumeMounts`, `container ${name} mounts two volumes at ${mountPath}`);
  }
  for (const [index, { mountPropagation }] of volumeMounts.entries()) {
    if (mountPropagation !== 'Bidirectional' || container.securityContext?.privileged) continue;
    const problem = `container ${name} mounts with Bidirectional propagation, but is not privileged`;
    yield findingIn(pod, `${path}.volumeMounts[${index}].mountPropagation`, problem);
  }
  for (const [index, { subPath, subPathExpr }] of volumeMounts.entries()) {
    if (!subPath || !subPathExpr) continue;
    const problem = `container ${name} has both subPath and subPathExpr in one mount`;
    yield findingIn(pod, `${path}.volumeMounts[${index}]`, problem);
  }
}
