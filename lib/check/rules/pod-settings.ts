import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { accepted } from '../findings/effects';
import { type Finding, findingIn, type Rule } from '../findings/rule';
import { containersOf, type Placed } from '../objects/containers';
import type { Pod } from '../objects/pods';
import { repeated } from '../objects/repeated';

/** The settings of a Pod go together. */
export const podSettings: Rule = {
  id: 'pod-settings',
  finds: 'Conflicting settings of a Pod or a container: users and privileges, profiles, DNS, host ports.',
  mend: 'Remove the setting that you do not want.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/',
  ],

  *find(app) {
    for (const pod of app.pods) {
      yield* ofPod(pod);
      for (const placed of containersOf(pod)) yield* ofContainer(placed);
    }
  },
};

function* ofPod(pod: Pod): Iterable<Finding> {
  const { spec, path, annotations } = pod;
  if (spec.dnsPolicy === 'None' && (spec.dnsConfig?.nameservers ?? []).length === 0) {
    yield findingIn(pod, `${path}.dnsConfig.nameservers`, 'its dnsPolicy is None, but it lists no nameservers');
  }
  if (spec.hostPID && spec.shareProcessNamespace) {
    yield findingIn(pod, `${path}.shareProcessNamespace`, 'it cannot have both hostPID and shareProcessNamespace');
  }
  if ((spec.ephemeralContainers ?? []).length > 0) {
    const problem = 'ephemeralContainers can only be added to a running Pod, with kubectl debug';
    yield findingIn(pod, `${path}.ephemeralContainers`, problem);
  }
  const containers = containersOf(pod).map(({ container }) => container);
  const contexts = [spec.securityContext, ...containers.map(({ securityContext }) => securityContext)];
  if (contexts.some((context) => context?.windowsOptions?.hostProcess) && !spec.hostNetwork) {
    yield findingIn(pod, `${path}.hostNetwork`, 'with a hostProcess container, hostNetwork must be true');
  }
  for (const name of repeated((spec.securityContext?.sysctls ?? []).map((sysctl) => sysctl.name))) {
    yield findingIn(pod, `${path}.securityContext.sysctls`, `it sets the sysctl ${name} twice`);
  }
  for (const key of Object.keys(annotations)) {
    const [, container] = /^container\.apparmor\.security\.beta\.kubernetes\.io\/(.*)$/.exec(key) ?? [];
    if (container === undefined || containers.some(({ name }) => name === container)) continue;
    const problem = `the annotation ${key} names a container that it does not have`;
    yield findingIn(pod, path.replace(/spec$/, 'metadata.annotations'), problem);
  }
  yield* ofSeccomp(pod, spec.securityContext, `${path}.securityContext`);
  const hostPorts = spec.containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ containerPort, hostIP = '', hostPort, protocol = 'TCP' }) => {
      const used = hostPort || (spec.hostNetwork ? containerPort : 0); // in the network of the node, they are the same
      return used ? `${used}/${protocol}${hostIP && ` of ${hostIP}`}` : [];
    }),
  );
  for (const port of repeated(hostPorts)) {
    yield findingIn(pod, `${path}.containers`, `two of its ports use hostPort ${port}`);
  }
}

function* ofContainer({ container, list, path, pod }: Placed): Iterable<Finding> {
  const { spec } = pod;
  const { name, ports = [], securityContext: own = {} } = container;
  for (const [index, { containerPort, hostPort }] of ports.entries()) {
    if (!spec.hostNetwork || list !== 'containers' || !hostPort || hostPort === containerPort) continue;
    const problem = `with hostNetwork, hostPort must equal containerPort ${containerPort}, but is ${hostPort}`;
    yield findingIn(pod, `${path}.ports[${index}].hostPort`, problem);
  }
  const right = own.privileged
    ? 'privileged'
    : own.capabilities?.add?.find((capability) => capability === 'CAP_SYS_ADMIN');
  if (own.allowPrivilegeEscalation === false && right) {
    const problem = `container ${name} cannot be ${right} with allowPrivilegeEscalation: false`;
    yield findingIn(pod, `${path}.securityContext.allowPrivilegeEscalation`, problem);
  }
  yield* ofSeccomp(pod, own, `${path}.securityContext`);
  const user = own.runAsUser ?? spec.securityContext?.runAsUser;
  if (user === 0 && (own.runAsNonRoot ?? spec.securityContext?.runAsNonRoot)) {
    const problem = `container ${name} runs as user 0, which runAsNonRoot forbids`;
    const effect = accepted('the kubelet does not start it: CreateContainerConfigError');
    yield findingIn(pod, `${path}.securityContext`, problem, effect);
  }
}

function* ofSeccomp(
  pod: Pod,
  { seccompProfile }: PodSecurityContext | SecurityContext = {},
  path: string,
): Iterable<Finding> {
  if (!seccompProfile) return;
  const { type, localhostProfile } = seccompProfile;
  if ((type === 'Localhost') === Boolean(localhostProfile)) return;
  const problem = `a seccompProfile of type ${type} ${localhostProfile ? 'cannot have a' : 'needs a'} localhostProfile`;
  yield findingIn(pod, `${path}.seccompProfile`, problem);
}
