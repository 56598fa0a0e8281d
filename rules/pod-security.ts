import { containersOf, hooks, type Pod, probes } from '../inventory/inventory';
import type { Container, Handler, SecurityContext } from '../inventory/kubernetes';
import { accepted } from './effects';
import type { Rule } from './rule';

const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
]);

const seLinuxTypes = new Set(['container_t', 'container_init_t', 'container_kvm_t']);

/**
 * Every Pod and template meets the Pod Security Standard `restricted`, by the fields that the Kubernetes documentation
 * lists for each control of the levels `baseline` and `restricted`, as of 1.27, and with the control that has come since,
 * host probes (1.34). Beyond the standard, every container that must not run as root runs as a user given by a number: a
 * kubelet cannot check `runAsNonRoot` against the name of a user in an image.
 */
export const podSecurity: Rule = {
  id: 'pod-security',
  policy: true,
  finds: 'A Pod that a namespace with Pod Security `restricted` refuses, or whose user the kubelet cannot verify.',
  mend: 'Spread `restrictedPod` and `restrictedContainer` from `parts/restricted.ts` into the Pod and its containers.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],

  *find(app) {
    for (const pod of app.pods) {
      const { item } = pod;
      const bare = item.object.kind === 'Pod';
      for (const problem of [...violations(pod), ...hostViolations(pod)]) {
        const whom = bare ? 'it' : 'its Pods, so none starts';
        yield {
          item,
          path: pod.path,
          problem,
          effect: accepted(`a namespace that enforces Pod Security "restricted" refuses ${whom}`),
        };
      }
      for (const name of withoutNumericUser(pod)) {
        yield {
          item,
          path: pod.path,
          problem: `container ${name} has no numeric runAsUser, neither its own nor the Pod's`,
          effect: accepted('the kubelet does not start it if its image sets a user name: CreateContainerConfigError'),
        };
      }
    }
  },
};

/** What Pod Security `restricted` refuses in a Pod, in every version of Kubernetes since 1.27. */
export function* violations(pod: Pod): Iterable<string> {
  const { spec } = pod;
  const windows = spec.os?.name === 'windows';
  const ofPod = spec.securityContext ?? {};

  for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const) {
    if (spec[field]) yield `${field} must not be true`;
  }
  for (const { name: sysctl } of ofPod.sysctls ?? []) {
    if (!safeSysctls.has(sysctl)) yield `sysctl ${sysctl} is not a safe sysctl`;
  }
  for (const { name, ...sources } of spec.volumes ?? []) {
    for (const type of Object.keys(sources)) {
      if (!volumeTypes.has(type)) yield `volume ${name} has the type ${type}, which is not allowed`;
    }
  }
  for (const [key, profile] of Object.entries(pod.annotations)) {
    if (
      key.startsWith('container.apparmor.security.beta.kubernetes.io/') &&
      !/^(runtime\/default$|localhost\/)/.test(profile)
    ) {
      yield `annotation ${key} must be runtime/default or localhost/NAME`;
    }
  }
  if (ofPod.runAsNonRoot === false) yield 'runAsNonRoot must not be false';
  yield* sharedViolations(ofPod);

  for (const container of containersOf(spec)) {
    for (const problem of containerViolations(container, ofPod, windows))
      yield `container ${container.name}: ${problem}`;
  }
}

function* containerViolations(container: Container, ofPod: SecurityContext, windows: boolean): Iterable<string> {
  const own = container.securityContext ?? {};
  if (own.privileged) yield 'privileged must not be true';
  if (own.procMount && own.procMount !== 'Default') yield `procMount must be Default, but is ${own.procMount}`;
  for (const { hostPort } of container.ports ?? []) {
    if (hostPort) yield `hostPort ${hostPort} must not be set`;
  }
  if (own.runAsNonRoot === false) yield 'runAsNonRoot must not be false';
  else if (own.runAsNonRoot === undefined && ofPod.runAsNonRoot === undefined) {
    yield 'runAsNonRoot must be true, for the container or the Pod';
  }
  if (!windows) {
    if (own.allowPrivilegeEscalation !== false) yield 'allowPrivilegeEscalation must be false';
    if (!own.capabilities?.drop?.includes('ALL')) yield 'capabilities must drop ALL';
    for (const capability of own.capabilities?.add ?? []) {
      if (capability !== 'NET_BIND_SERVICE') yield `capability ${capability} must not be added`;
    }
    if (!own.seccompProfile && !ofPod.seccompProfile) yield 'seccompProfile must be set, for the container or the Pod';
  }
  yield* sharedViolations(own);
}

/** The control that came with Kubernetes 1.34: no probe and no hook names a host. */
function* hostViolations({ spec }: Pod): Iterable<string> {
  for (const container of containersOf(spec)) {
    for (const probe of probes) {
      if (hostOf(container[probe])) yield `container ${container.name}: the ${probe} must not name a host`;
    }
    for (const hook of hooks) {
      if (hostOf(container.lifecycle?.[hook]))
        yield `container ${container.name}: the ${hook} hook must not name a host`;
    }
  }
}

/** What is the same for the security context of a Pod and for that of a container. */
function* sharedViolations(context: SecurityContext): Iterable<string> {
  const { appArmorProfile, runAsUser, seccompProfile, seLinuxOptions, windowsOptions } = context;
  if (windowsOptions?.hostProcess) yield 'windowsOptions.hostProcess must not be true';
  if (runAsUser === 0) yield 'runAsUser must not be 0';
  for (const [field, profile] of Object.entries({ appArmorProfile, seccompProfile })) {
    if (profile && !['RuntimeDefault', 'Localhost'].includes(profile.type)) {
      yield `${field} must be RuntimeDefault or Localhost, but is ${profile.type}`;
    }
  }
  if (seLinuxOptions?.user || seLinuxOptions?.role) yield 'seLinuxOptions must not set a user or a role';
  if (seLinuxOptions?.type && !seLinuxTypes.has(seLinuxOptions.type)) {
    yield `seLinuxOptions must not set the type ${seLinuxOptions.type}`;
  }
}

/** The containers that must not run as root, and run as whatever user their image says. A user 0 is found above. */
function withoutNumericUser({ spec }: Pod): string[] {
  if (spec.os?.name === 'windows') return [];
  return containersOf(spec)
    .filter(({ securityContext: own = {} }) => {
      const { runAsNonRoot, runAsUser } = { ...spec.securityContext, ...own };
      return runAsNonRoot === true && runAsUser === undefined;
    })
    .map(({ name }) => name);
}

function hostOf(handler: Handler | undefined): string | undefined {
  return handler?.httpGet?.host || handler?.tcpSocket?.host;
}
