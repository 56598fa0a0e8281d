import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import {
  type Case,
  changed,
  check,
  container,
  controller,
  finds,
  podSpec,
  template,
} from '../../../../tools/testing/test-chapter';
import { Inventory } from '../../objects/inventory';
import { podSecurity } from './pod-security';

const { add, remove, replace } = JsonPatch;

finds(podSecurity, [
  ...Object.entries<[JsonPatch, string]>({
    'the network of the node': [add('/spec/hostNetwork', true), 'hostNetwork must not be true'],
    'the processes of the node': [add('/spec/hostPID', true), 'hostPID must not be true'],
    'the IPC of the node': [add('/spec/hostIPC', true), 'hostIPC must not be true'],
    'a sysctl that is not safe': [
      add('/spec/securityContext/sysctls', [{ name: 'kernel.msgmax', value: '1' }]),
      'sysctl kernel.msgmax is not a safe sysctl',
    ],
    'a volume of the node': [
      add('/spec/volumes', [{ name: 'etc', hostPath: { path: '/etc' } }]),
      'volume etc has the type hostPath, which is not allowed',
    ],
    'an AppArmor annotation': [
      add('/metadata/annotations', { 'container.apparmor.security.beta.kubernetes.io/curl': 'unconfined' }),
      'annotation container.apparmor.security.beta.kubernetes.io/curl must be runtime/default or localhost/NAME',
    ],
    'root allowed': [replace('/spec/securityContext/runAsNonRoot', false), 'runAsNonRoot must not be false'],
    'root not forbidden': [
      remove('/spec/securityContext/runAsNonRoot'),
      'container curl: runAsNonRoot must be true, for the container or the Pod',
    ],
    'root allowed for a container': [
      add(`${container}/securityContext/runAsNonRoot`, false),
      'container curl: runAsNonRoot must not be false',
    ],
    'no seccomp profile': [
      remove('/spec/securityContext/seccompProfile'),
      'container curl: seccompProfile must be set, for the container or the Pod',
    ],
    'a seccomp profile that confines nothing': [
      replace('/spec/securityContext/seccompProfile/type', 'Unconfined'),
      'seccompProfile must be RuntimeDefault or Localhost, but is Unconfined',
    ],
    'an SELinux user': [
      add('/spec/securityContext/seLinuxOptions', { user: 'root' }),
      'seLinuxOptions must not set a user or a role',
    ],
    'an SELinux type': [
      add('/spec/securityContext/seLinuxOptions', { type: 'spc_t' }),
      'seLinuxOptions must not set the type spc_t',
    ],
    'privilege escalation': [
      remove(`${container}/securityContext/allowPrivilegeEscalation`),
      'container curl: allowPrivilegeEscalation must be false',
    ],
    'capabilities kept': [
      remove(`${container}/securityContext/capabilities`),
      'container curl: capabilities must drop ALL',
    ],
    'a capability added': [
      add(`${container}/securityContext/capabilities/add`, ['NET_BIND_SERVICE', 'SYS_TIME']),
      'container curl: capability SYS_TIME must not be added',
    ],
    'another /proc': [
      add(`${container}/securityContext/procMount`, 'Unmasked'),
      'container curl: procMount must be Default, but is Unmasked',
    ],
    'a port of the node': [
      add(`${container}/ports`, [{ containerPort: 80, hostPort: 80 }]),
      'container curl: hostPort 80 must not be set',
    ],
    'a hook that asks another host': [
      add(`${container}/lifecycle`, { preStop: { httpGet: { host: 'example.com', port: 80 } } }),
      'container curl: the preStop hook must not name a host',
    ],
  }).map<Case>(([what, [patch, problem]]) => [
    what,
    changed('Pod curl', patch),
    `pod: Pod curl: ${problem}. On a cluster, a namespace that enforces Pod Security "restricted" refuses it.`,
  ]),
  [
    'a probe of another host',
    changed('Pod helloworld', add(`${container}/readinessProbe/tcpSocket/host`, 'example.com')),
    'pod: Pod helloworld: container helloworld: the readinessProbe must not name a host. On a cluster, a namespace that enforces Pod Security "restricted" refuses it.',
  ],
  [
    'a template',
    changed('Deployment helloworld', remove(`${template}/containers/0/securityContext/allowPrivilegeEscalation`)),
    'deployment: Deployment helloworld: container helloworld: allowPrivilegeEscalation must be false. On a cluster, a namespace that enforces Pod Security "restricted" refuses its Pods, so none starts.',
  ],
  ...['CronJob', 'Job', 'DaemonSet', 'StatefulSet'].map<Case>((kind) => [
    `a ${kind}`,
    controller(kind, add('/spec/hostNetwork', true)),
    `other: ${kind} other: hostNetwork must not be true. On a cluster, a namespace that enforces Pod Security "restricted" refuses its Pods, so none starts.`,
  ]),
  [
    'an init container',
    changed(
      'Pod curl',
      add('/spec/initContainers', podSpec('helloworld').containers),
      remove('/spec/initContainers/0/readinessProbe'),
      remove('/spec/initContainers/0/securityContext/capabilities'),
    ),
    'pod: Pod curl: container helloworld: capabilities must drop ALL. On a cluster, a namespace that enforces Pod Security "restricted" refuses it.',
  ],
  [
    'a user without a number',
    changed('Pod helloworld', remove('/spec/securityContext/runAsUser'), remove('/spec/securityContext/runAsGroup')),
    "pod: Pod helloworld: container helloworld has no numeric runAsUser, neither its own nor the Pod's. On a cluster, the kubelet does not start it if its image sets a user name: CreateContainerConfigError.",
  ],
]);

// What else is wrong with these is for other rules.
test.each<[string, JsonPatch, string]>([
  [
    'a Windows process of the node',
    add('/spec/securityContext/windowsOptions', { hostProcess: true }),
    'windowsOptions.hostProcess must not be true',
  ],
  ['a root user', replace('/spec/securityContext/runAsUser', 0), 'runAsUser must not be 0'],
  ['a container as root', add(`${container}/securityContext/runAsUser`, 0), 'container curl: runAsUser must not be 0'],
  [
    'a privileged container',
    add(`${container}/securityContext/privileged`, true),
    'container curl: privileged must not be true',
  ],
  [
    'an AppArmor profile that confines nothing',
    add(`${container}/securityContext/appArmorProfile`, { type: 'Unconfined' }),
    'container curl: appArmorProfile must be RuntimeDefault or Localhost, but is Unconfined',
  ],
])('pod-security finds %s', (_, patch, problem) => {
  const findings = [...podSecurity.find(new Inventory(changed('Pod curl', patch)))];
  expect(findings.map((finding) => finding.problem)).toEqual([problem]);
});

test.each([
  ['root allowed', replace('/spec/securityContext/runAsNonRoot', false)],
  ['nothing said of root', remove('/spec/securityContext/runAsNonRoot')],
])('nothing is said of a user without a number with %s', (_, patch) => {
  const items = changed('Pod helloworld', patch, remove('/spec/securityContext/runAsUser'));
  const problems = [...podSecurity.find(new Inventory(items))].map(({ problem }) => problem);
  expect(problems.filter((problem) => problem.includes('runAsUser'))).toEqual([]);
});

test('all that a Pod without security settings lacks is found', () => {
  const items = changed('Pod curl', remove('/spec/securityContext'), remove(`${container}/securityContext`));
  expect([...podSecurity.find(new Inventory(items))].map(({ problem }) => problem)).toEqual([
    'container curl: runAsNonRoot must be true, for the container or the Pod',
    'container curl: allowPrivilegeEscalation must be false',
    'container curl: capabilities must drop ALL',
    'container curl: seccompProfile must be set, for the container or the Pod',
  ]);
});

test.each<[string, JsonPatch[]]>([
  [
    'a Windows Pod without what Linux has',
    [
      add('/spec/os', { name: 'windows' }),
      replace('/spec/securityContext', { runAsNonRoot: true }),
      remove(`${container}/securityContext`),
    ],
  ],
  ['a safe sysctl', [add('/spec/securityContext/sysctls', [{ name: 'net.ipv4.tcp_syncookies', value: '1' }])]],
  [
    'an AppArmor profile',
    [add('/metadata/annotations', { 'container.apparmor.security.beta.kubernetes.io/curl': 'localhost/curl' })],
  ],
  ['an SELinux type for containers', [add('/spec/securityContext/seLinuxOptions', { type: 'container_t' })]],
  [
    'security settings of the container alone',
    [
      remove('/spec/securityContext'),
      replace(`${container}/securityContext`, {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
        procMount: 'Default',
        runAsNonRoot: true,
        runAsUser: 100,
        seccompProfile: { type: 'RuntimeDefault' },
      }),
    ],
  ],
])('nothing is found in %s', (_, patches) => {
  expect(check(changed('Pod curl', ...patches))).toEqual([]);
});
