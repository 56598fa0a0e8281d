import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { type Case, changed, check, container, controller, finds, podSpec } from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import { podSettings } from './pod-settings';

const { add, remove, replace } = JsonPatch;

finds(podSettings, [
  ...Object.entries<[JsonPatch[], string]>({
    'no DNS at all': [
      [add('/spec/dnsPolicy', 'None')],
      'pod: Pod curl: its dnsPolicy is None, but it lists no nameservers. On a cluster, the API server refuses it.',
    ],
    'a Pod that has its container for debugging before it runs': [
      [add('/spec/ephemeralContainers', [{ ...server(), name: 'debug', ports: [], readinessProbe: undefined }])],
      'pod: Pod curl: ephemeralContainers can only be added to a running Pod, with kubectl debug. On a cluster, the API server refuses it.',
    ],
    'a sysctl twice': [
      [
        add(
          '/spec/securityContext/sysctls',
          ['0', '1'].map((value) => ({ name: 'kernel.shm_rmid_forced', value })),
        ),
      ],
      'pod: Pod curl: it sets the sysctl kernel.shm_rmid_forced twice. On a cluster, the API server refuses it.',
    ],
    'an AppArmor profile for another container': [
      [add('/metadata/annotations', { 'container.apparmor.security.beta.kubernetes.io/web': 'runtime/default' })],
      'pod: Pod curl: the annotation container.apparmor.security.beta.kubernetes.io/web names a container that it does not have. On a cluster, the API server refuses it.',
    ],
    'a seccomp profile of the node without its name': [
      [replace('/spec/securityContext/seccompProfile', { type: 'Localhost' })],
      'pod: Pod curl: a seccompProfile of type Localhost needs a localhostProfile. On a cluster, the API server refuses it.',
    ],
    'a name for the seccomp profile of the runtime, for a container': [
      [add(`${container}/securityContext/seccompProfile`, { type: 'RuntimeDefault', localhostProfile: 'curl.json' })],
      'pod: Pod curl: a seccompProfile of type RuntimeDefault cannot have a localhostProfile. On a cluster, the API server refuses it.',
    ],
  }).map<Case>(([what, [patches, line]]) => [what, changed('Pod curl', ...patches), line]),
]);

// What else is wrong with these is for the rule pod-security.
test.each<[string, JsonPatch[], string]>([
  [
    'the processes of the node, and those of its own containers',
    [add('/spec/hostPID', true), add('/spec/shareProcessNamespace', true)],
    'pod: Pod curl: it cannot have both hostPID and shareProcessNamespace. On a cluster, the API server refuses it.',
  ],
  [
    'a port of the node twice',
    [
      add(`${container}/ports`, [{ containerPort: 80, hostPort: 8080 }]),
      add('/spec/containers/-', { ...server(), ports: [{ containerPort: 81, hostPort: 8080, protocol: 'TCP' }] }),
    ],
    'pod: Pod curl: two of its ports use hostPort 8080/TCP. On a cluster, the API server refuses it.',
  ],
  [
    'a port of one address of the node twice',
    [
      add(
        `${container}/ports`,
        [80, 81].map((containerPort) => ({ containerPort, hostPort: 8080, hostIP: '192.0.2.1', protocol: 'UDP' })),
      ),
    ],
    'pod: Pod curl: two of its ports use hostPort 8080/UDP of 192.0.2.1. On a cluster, the API server refuses it.',
  ],
  [
    'another port of the node in its network',
    [add('/spec/hostNetwork', true), add(`${container}/ports`, [{ containerPort: 80, hostPort: 8080 }])],
    'pod: Pod curl: with hostNetwork, hostPort must equal containerPort 80, but is 8080. On a cluster, the API server refuses it.',
  ],
  [
    'a privileged container that must not get more rights',
    [add(`${container}/securityContext/privileged`, true)],
    'pod: Pod curl: container curl cannot be privileged with allowPrivilegeEscalation: false. On a cluster, the API server refuses it.',
  ],
  [
    'a capability that is all rights, of a container that must not get more',
    [add(`${container}/securityContext/capabilities/add`, ['CAP_SYS_ADMIN'])],
    'pod: Pod curl: container curl cannot be CAP_SYS_ADMIN with allowPrivilegeEscalation: false. On a cluster, the API server refuses it.',
  ],
  [
    'root where it is forbidden',
    [replace('/spec/securityContext/runAsUser', 0)],
    'pod: Pod curl: container curl runs as user 0, which runAsNonRoot forbids. On a cluster, the kubelet does not start it: CreateContainerConfigError.',
  ],
  [
    'a container as root where the Pod forbids it',
    [add(`${container}/securityContext/runAsUser`, 0)],
    'pod: Pod curl: container curl runs as user 0, which runAsNonRoot forbids. On a cluster, the kubelet does not start it: CreateContainerConfigError.',
  ],
])('pod-settings finds %s', (_, patches, line) => {
  expect(check(changed('Pod curl', ...patches), { rules: [podSettings] }).map(lineOf)).toEqual([line]);
});

test('pod-settings finds them in a StatefulSet, whose Pods are not made', () => {
  const items = controller('StatefulSet', add('/spec/dnsPolicy', 'None'));
  expect(check(items).map(lineOf)).toEqual([
    'other: StatefulSet other: its dnsPolicy is None, but it lists no nameservers. On a cluster, it is accepted, but none of its Pods can be created.',
  ]);
});

test.each<[string, JsonPatch[]]>([
  ['nameservers of its own', [add('/spec/dnsPolicy', 'None'), add('/spec/dnsConfig', { nameservers: ['192.0.2.1'] })]],
  ['processes that its containers share', [add('/spec/shareProcessNamespace', true)]],
  [
    'an AppArmor profile and other annotations',
    [
      add('/metadata/annotations', {
        'container.apparmor.security.beta.kubernetes.io/curl': 'runtime/default',
        'example.com/note': 'none',
      }),
    ],
  ],
  [
    'a seccomp profile of the node',
    [replace('/spec/securityContext/seccompProfile', { type: 'Localhost', localhostProfile: 'curl.json' })],
  ],
])('nothing is found in %s', (_, patches) => {
  expect(check(changed('Pod curl', ...patches))).toEqual([]);
});

test.each<[string, JsonPatch[]]>([
  [
    'a port of the node for TCP, for UDP, and of another address',
    [
      add(`${container}/ports`, [
        { containerPort: 80, hostPort: 80 },
        { containerPort: 80, hostPort: 80, protocol: 'UDP' },
        { containerPort: 81, hostPort: 80, hostIP: '192.0.2.1' },
      ]),
    ],
  ],
  [
    'the same port in the network of the node, and one that is only declared',
    [
      add('/spec/hostNetwork', true),
      add(`${container}/ports`, [{ containerPort: 80, hostPort: 80 }, { containerPort: 81 }]),
    ],
  ],
  [
    'a Pod and a container without security settings',
    [remove('/spec/securityContext'), remove(`${container}/securityContext`)],
  ],
  ['a privileged container', [replace(`${container}/securityContext`, { privileged: true })]],
  ['a capability', [add(`${container}/securityContext/capabilities/add`, ['SYS_TIME'])]],
  [
    'a container as root that is allowed to be so',
    [replace(`${container}/securityContext`, { runAsNonRoot: false, runAsUser: 0 })],
  ],
])('pod-settings finds nothing in %s', (_, patches) => {
  expect(check(changed('Pod curl', ...patches), { rules: [podSettings] })).toEqual([]);
});

function server() {
  return podSpec('helloworld').containers[0];
}
