import type { DownwardAPIVolumeFile } from 'kubernetes-types/core/v1';
import { accepted } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import { containersOf, type Placed } from '../objects/containers';
import type { Pod } from '../objects/pods';

/** Variables have one source, and what variables and files show of their Pod exists. */
export const variables: Rule = {
  id: 'variables',
  finds:
    'An environment variable with both a value and a source, or a variable or file that refers to something its Pod does not have.',
  mend: 'Use one source, and a field that is available to variables or files.',
  sources: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
    'https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields',
  ],

  *find(app) {
    for (const pod of app.pods) {
      for (const placed of containersOf(pod)) yield* inEnvironment(placed);
      yield* inFiles(pod);
    }
  },
};

function* inEnvironment({ container, path, pod }: Placed): Iterable<Finding> {
  for (const [index, { name, value, valueFrom }] of (container.env ?? []).entries()) {
    const what = `variable ${name} of container ${container.name}`;
    const at = `${path}.env[${index}]`;
    if (valueFrom && value) yield findingIn(pod, at, `${what} has both value and valueFrom`);
    const { fieldRef, resourceFieldRef } = valueFrom ?? {};
    if (fieldRef && /^metadata\.(?:labels|annotations)$/.test(fieldRef.fieldPath)) {
      const problem = `${what} must select a single key, as in ${fieldRef.fieldPath}['KEY']`;
      yield findingIn(pod, `${at}.valueFrom.fieldRef`, problem);
    }
    const other = resourceFieldRef?.containerName;
    if (other && !containersOf(pod).some((known) => known.container.name === other)) {
      const problem = `${what} refers to container ${other}, which its Pod does not have`;
      const effect = accepted('the container is not started: CreateContainerConfigError');
      yield findingIn(pod, `${at}.valueFrom.resourceFieldRef`, problem, effect);
    }
  }
}

function* inFiles(pod: Pod): Iterable<Finding> {
  const { spec, path } = pod;
  for (const [index, { name, downwardAPI, projected }] of (spec.volumes ?? []).entries()) {
    const at = `${path}.volumes[${index}]`;
    yield* ofVolume(pod, name, downwardAPI?.items ?? [], `${at}.downwardAPI`);
    for (const [number, source] of (projected?.sources ?? []).entries()) {
      yield* ofVolume(pod, name, source.downwardAPI?.items ?? [], `${at}.projected.sources[${number}].downwardAPI`);
    }
  }
}

function* ofVolume(pod: Pod, name: string, files: readonly DownwardAPIVolumeFile[], path: string): Iterable<Finding> {
  for (const [index, { fieldRef, resourceFieldRef }] of files.entries()) {
    const at = `${path}.items[${index}]`;
    if (fieldRef && !/^metadata\./.test(fieldRef.fieldPath)) {
      const problem = `volume ${name} cannot show ${fieldRef.fieldPath}, which is only available to variables`;
      yield findingIn(pod, `${at}.fieldRef`, problem);
    }
    if (resourceFieldRef && !resourceFieldRef.containerName) {
      const problem = `volume ${name} shows ${resourceFieldRef.resource} without a containerName`;
      yield findingIn(pod, `${at}.resourceFieldRef`, problem);
    }
  }
}
