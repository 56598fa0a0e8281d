// The Pod Security Standard `restricted`.

import type { Container, PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { containersOf } from './containers';
import type { Pod } from './pods';

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

  for (const { container } of containersOf(pod)) {
    for (const problem of containerViolations(container, ofPod, windows))
      yield `container ${container.name}: ${problem}`;
  }
}

function* containerViolations(container: Container, ofPod: PodSecurityContext, windows: boolean): Iterable<string> {
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

/** What is the same for the security context of a Pod and for that of a container. */
function* sharedViolations(context: PodSecurityContext | SecurityContext): Iterable<string> {
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
