import { type Placed, type Pod, placedIn, refusedPod } from './inventory';
import type { PodSpec } from './kubernetes';
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

function* ofPod({ item, spec, path, labels }: Pod): Iterable<Contradiction> {
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
  for (const [index, { labelSelector, topologyKey }] of (spec.topologySpreadConstraints ?? []).entries()) {
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
  const user = own.runAsUser ?? spec.securityContext?.runAsUser;
  if (user === 0 && (own.runAsNonRoot ?? spec.securityContext?.runAsNonRoot)) {
    yield {
      path: `${path}.securityContext`,
      problem: `container ${name} runs as user 0, which runAsNonRoot forbids`,
      happens: 'the kubelet does not start it: CreateContainerConfigError',
    };
  }
}
