import { containersOf, type Placed, type Pod, placedIn, refusedPod } from './inventory';
import type { PodSpec, SecurityContext } from './kubernetes';
import { repeated } from './repeated';
import { accepted, type Rule } from './rule';
import { describe, matches } from './selector';

interface Contradiction {
  readonly path: string;
  readonly problem: string;

  /** What happens; undefined if the API server refuses the Pod. */
  readonly happens?: string;
}

/** The settings of a Pod go together. */
export const podSettings: Rule = {
  id: 'pod-settings',
  finds:
    'Settings of a Pod or a container that contradict each other: tolerations, DNS, ports of the node, users and rights, variables with two sources.',
  mend: 'Leave out the one that is not meant.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  ],

  *find(app) {
    for (const pod of app.pods) {
      const found = [...ofPod(pod), ...placedIn(pod).flatMap((placed) => [...ofContainer(placed, pod.spec)])];
      for (const { path, problem, happens } of found) {
        yield { item: pod.item, path, problem, effect: happens === undefined ? refusedPod(pod) : accepted(happens) };
      }
    }
  },
};

function* ofPod({ item, spec, path, labels, annotations }: Pod): Iterable<Contradiction> {
  for (const [index, { key, operator = 'Equal', value, effect, tolerationSeconds }] of (
    spec.tolerations ?? []
  ).entries()) {
    const at = `${path}.tolerations[${index}]`;
    if (operator === 'Exists' && value)
      yield { path: at, problem: `a toleration with the operator Exists has no value, but this has ${value}` };
    if (operator === 'Equal' && !key)
      yield { path: at, problem: 'a toleration without a key needs the operator Exists' };
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      yield { path: at, problem: 'tolerationSeconds are for a toleration with the effect NoExecute' };
    }
  }
  if (spec.dnsPolicy === 'None' && (spec.dnsConfig?.nameservers ?? []).length === 0) {
    yield { path: `${path}.dnsConfig.nameservers`, problem: 'its dnsPolicy is None, but it names no nameservers' };
  }
  if (spec.hostPID && spec.shareProcessNamespace) {
    yield { path: `${path}.shareProcessNamespace`, problem: 'it cannot have both hostPID and shareProcessNamespace' };
  }
  if (item.object.kind === 'Pod' && (spec.ephemeralContainers ?? []).length > 0) {
    yield {
      path: `${path}.ephemeralContainers`,
      problem: 'a Pod gets ephemeralContainers only once it runs, from kubectl debug',
    };
  }
  if (spec.nodeName && (spec.schedulingGates ?? []).length > 0) {
    yield { path: `${path}.nodeName`, problem: 'a Pod with schedulingGates has no nodeName yet' };
  }
  for (const name of repeated((spec.securityContext?.sysctls ?? []).map((sysctl) => sysctl.name))) {
    yield { path: `${path}.securityContext.sysctls`, problem: `it sets the sysctl ${name} twice` };
  }
  const names = containersOf(spec).map((container) => container.name);
  for (const key of Object.keys(annotations)) {
    const [, container] = /^container\.apparmor\.security\.beta\.kubernetes\.io\/(.*)$/.exec(key) ?? [];
    if (container === undefined || names.includes(container)) continue;
    yield { path: 'metadata.annotations', problem: `the annotation ${key} is for a container that it does not have` };
  }
  yield* ofSeccomp(spec.securityContext, `${path}.securityContext`);
  for (const [index, { name, downwardAPI }] of (spec.volumes ?? []).entries()) {
    for (const [at, { fieldRef, resourceFieldRef }] of (downwardAPI?.items ?? []).entries()) {
      const file = `${path}.volumes[${index}].downwardAPI.items[${at}]`;
      if (fieldRef && !/^metadata\./.test(fieldRef.fieldPath)) {
        yield {
          path: `${file}.fieldRef`,
          problem: `volume ${name} cannot show ${fieldRef.fieldPath}, which is for variables`,
        };
      }
      if (resourceFieldRef && !resourceFieldRef.containerName) {
        yield {
          path: `${file}.resourceFieldRef`,
          problem: `volume ${name} shows ${resourceFieldRef.resource} without a containerName`,
        };
      }
    }
  }
  const hostPorts = (spec.containers ?? []).flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostIP = '', hostPort, protocol = 'TCP' }) =>
      hostPort ? `${hostPort}/${protocol}${hostIP && ` of ${hostIP}`}` : [],
    ),
  );
  for (const port of repeated(hostPorts))
    yield { path: `${path}.containers`, problem: `two of its ports are the hostPort ${port}` };

  const spread = (spec.topologySpreadConstraints ?? []).map(
    ({ topologyKey, whenUnsatisfiable }) => `${topologyKey}, ${whenUnsatisfiable}`,
  );
  for (const twice of repeated(spread)) {
    yield {
      path: `${path}.topologySpreadConstraints`,
      problem: `two of its topologySpreadConstraints are for ${twice}`,
    };
  }
  for (const [index, { labelSelector, matchLabelKeys, minDomains, topologyKey, whenUnsatisfiable }] of (
    spec.topologySpreadConstraints ?? []
  ).entries()) {
    const at = `${path}.topologySpreadConstraints[${index}]`;
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
      yield { path: at, problem: 'minDomains are for a constraint with DoNotSchedule' };
    }
    if (matchLabelKeys && !labelSelector)
      yield { path: at, problem: 'matchLabelKeys are for a constraint with a labelSelector' };
    if (!labelSelector || matches(labelSelector, labels)) continue;
    yield {
      path: `${path}.topologySpreadConstraints[${index}].labelSelector`,
      problem: `it spreads Pods by ${topologyKey} that are not its own: ${describe(labelSelector)}`,
      happens: 'it is put anywhere, as if the constraint were not there',
    };
  }
}

function* ofContainer({ container, list, path }: Placed, spec: PodSpec): Iterable<Contradiction> {
  const { name, env = [], ports = [], securityContext: own = {} } = container;
  for (const [index, { name: variable, value, valueFrom }] of env.entries()) {
    const { fieldRef, resourceFieldRef } = valueFrom ?? {};
    if (fieldRef && /^metadata\.(?:labels|annotations)$/.test(fieldRef.fieldPath)) {
      yield {
        path: `${path}.env[${index}].valueFrom.fieldRef`,
        problem: `variable ${variable} of container ${name} must name one of ${fieldRef.fieldPath}, as in ${fieldRef.fieldPath}['KEY']`,
      };
    }
    const other = resourceFieldRef?.containerName;
    if (other && !containersOf(spec).some((container) => container.name === other)) {
      yield {
        path: `${path}.env[${index}].valueFrom.resourceFieldRef`,
        problem: `variable ${variable} of container ${name} is about container ${other}, which its Pod does not have`,
        happens: 'the container is not started: CreateContainerConfigError',
      };
    }
    if (!valueFrom || !value) continue;
    yield {
      path: `${path}.env[${index}]`,
      problem: `variable ${variable} of container ${name} has both value and valueFrom`,
    };
  }
  for (const [index, { containerPort, hostPort }] of ports.entries()) {
    if (!spec.hostNetwork || list !== 'containers' || !hostPort || hostPort === containerPort) continue;
    yield {
      path: `${path}.ports[${index}].hostPort`,
      problem: `with hostNetwork, hostPort must be the containerPort, ${containerPort}, but is ${hostPort}`,
    };
  }
  const adds = (own.capabilities?.add ?? []).some((capability) => /^(CAP_)?SYS_ADMIN$/.test(capability));
  if (own.allowPrivilegeEscalation === false && (own.privileged || adds)) {
    const problem = `container ${name} cannot be ${own.privileged ? 'privileged' : 'SYS_ADMIN'} with allowPrivilegeEscalation: false`;
    yield { path: `${path}.securityContext.allowPrivilegeEscalation`, problem };
  }
  yield* ofSeccomp(own, `${path}.securityContext`);
  const user = own.runAsUser ?? spec.securityContext?.runAsUser;
  if (user === 0 && (own.runAsNonRoot ?? spec.securityContext?.runAsNonRoot)) {
    yield {
      path: `${path}.securityContext`,
      problem: `container ${name} runs as user 0, which runAsNonRoot forbids`,
      happens: 'the kubelet does not start it: CreateContainerConfigError',
    };
  }
}

function* ofSeccomp({ seccompProfile }: SecurityContext = {}, path: string): Iterable<Contradiction> {
  if (!seccompProfile || (seccompProfile.type === 'Localhost') === Boolean(seccompProfile.localhostProfile)) return;
  yield {
    path: `${path}.seccompProfile`,
    problem: `a seccompProfile of the type ${seccompProfile.type} has ${seccompProfile.localhostProfile ? 'no' : 'a'} localhostProfile`,
  };
}
