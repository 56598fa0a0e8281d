const asRun = 'as kubectl run names it; create deployment names it after the image';

/**
 * Why a manifest has a field that the commands it stands for would not have written, the comment at the end of its line;
 * and why it leaves one out.
 *
 * A field is named by the end of its path (`spec.securityContext` is in a Pod what it is in a template), or, for one object
 * alone, by the whole path after its kind and name. Items of a list share one path. A reason covers all that is below its
 * field.
 */
export const reasons: Readonly<Record<string, string>> = {
  'metadata.labels.app.kubernetes.io/part-of': 'one selector lists or deletes the whole chapter',

  // Every Pod
  'spec.automountServiceAccountToken': 'no container here calls the Kubernetes API',
  'spec.securityContext': 'Pod Security "restricted"; on the Pod, so that containers of kubectl debug inherit it',
  'spec.securityContext.runAsGroup': "the group of the image's user",
  'spec.securityContext.runAsUser': 'a number: the image names its user, and a kubelet cannot check a name',
  'containers.resources': 'the whole chapter at its largest fits 2 CPUs and 2 GiB',
  'containers.securityContext': 'Pod Security "restricted": the part that each container needs itself',

  // hello-app
  'containers.readinessProbe': 'no Service sends a request before the app listens',
  'containers.readinessProbe.periodSeconds': 'at the default, 10, a rolling update waits up to that long for each Pod',
  'containers.readinessProbe.tcpSocket': 'not HTTP: the app logs every request',
  'containers.securityContext.readOnlyRootFilesystem': 'it writes no file',

  // curl
  'Pod curl.spec.containers.stdinOnce': 'left out: the shell outlives a client that leaves',
  'Pod curl.spec.terminationGracePeriodSeconds': 'a shell as process 1 ignores TERM: every delete would take 30 s',

  // ReplicaSet and Deployment
  'Deployment helloworld.spec.template.spec.containers.name': asRun,
  'ReplicaSet helloworld.spec.template.spec.containers.name': asRun,
  'template.spec.containers.ports': 'tells where the app listens; it opens nothing',
  'Deployment helloworld.metadata.labels.app': 'left out: run takes its place',
  'Deployment helloworld.metadata.labels.run': 'as kubectl run labelled it; create deployment writes app',
  'metadata.annotations.kubernetes.io/change-cause': 'what kubectl rollout history shows',
  'Deployment helloworld.spec.selector.matchLabels.app': 'left out: run takes its place',
  'Deployment helloworld.spec.selector.matchLabels.run': 'the label of the template below',
  'Deployment helloworld.spec.strategy': 'one Pod at a time, and none missing',
  'Deployment helloworld.spec.template.metadata.labels.app': 'left out: run takes its place',
  'Deployment helloworld.spec.template.metadata.labels.run':
    'the Services of 4.4 select it, so they reach these Pods too',
};

/** The entry of {@link reasons} for a field, given the field's path after the kind and name of its object. */
export function entryFor(path: readonly string[]): string | undefined {
  for (let start = 0; start < path.length - 1; start++) {
    const entry = path.slice(start).join('.');
    if (entry in reasons) return entry;
  }
  return undefined;
}
