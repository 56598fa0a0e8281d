import { describe, expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { chapter } from '../chapter';
import * as k8s from '../imports/k8s';
import { type Settings, withDefaults } from '../settings';
import { ManifestApp } from '../synth/manifest-app';
import { adoption } from './adoption';
import { apiVersions } from './api-versions';
import { controllerSelectors } from './controller-selectors';
import { images } from './images';
import { check, rules } from './index';
import { ingressBackends } from './ingress-backends';
import { ingressPaths } from './ingress-paths';
import { type Item, titleOf } from './inventory';
import type { KubernetesObject } from './kubernetes';
import { servedKinds } from './kubernetes-1.27';
import { names } from './names';
import { podSecurity } from './pod-security';
import { ports } from './ports';
import { containerResources, nodeSize } from './resources';
import type { Rule } from './rule';
import { serviceTargets } from './service-targets';
import { uniqueNames } from './unique-names';

function chapterItems(settings?: Partial<Settings>): Item[] {
  const app = new ManifestApp();
  chapter(app, withDefaults(settings));
  return app.objects();
}

const { add, remove, replace } = JsonPatch;

/** One object of the real chapter. */
function only(title: string): Item[] {
  const items = chapterItems().filter((item) => titleOf(item) === title);
  if (items.length === 0) throw new Error(`the chapter has no ${title}`);
  return items;
}

/** Changes one of some objects. */
function patched(items: readonly Item[], title: string, ...patches: JsonPatch[]): Item[] {
  return items.map((item) =>
    titleOf(item) === title ? { ...item, object: JsonPatch.apply(item.object, ...patches) } : item,
  );
}

/** Changes one object of the real chapter. */
function changed(title: string, ...patches: JsonPatch[]): Item[] {
  return patched(chapterItems(), title, ...patches);
}

/** Adds an object to the real chapter: a changed copy of one of its own. */
function copied(title: string, ...patches: JsonPatch[]): Item[] {
  return [
    ...chapterItems(),
    ...only(title).map(({ object }) => ({ chart: 'copy', object: JsonPatch.apply(object, ...patches) })),
  ];
}

/** Adds an object of another kind with the template of the chapter's Deployment, which `patches` break. */
function controller(kind: string, ...patches: JsonPatch[]): Item[] {
  const [deployment] = only('Deployment helloworld');
  const template = JsonPatch.apply(
    deployment?.object.spec?.template,
    replace('/metadata/labels', { role: 'other' }),
    ...patches,
  );
  const once = JsonPatch.apply(template, add('/spec/restartPolicy', 'Never'));
  const selector = { matchLabels: { role: 'other' } };
  const [apiVersion, spec] =
    kind === 'CronJob'
      ? ['batch/v1', { jobTemplate: { spec: { template: once } } }]
      : kind === 'Job'
        ? ['batch/v1', { template: once }]
        : ['apps/v1', { selector, template }];
  const object: KubernetesObject = { apiVersion, kind, metadata: { name: 'other' }, spec };
  return [...chapterItems(), { chart: 'other', object }];
}

const container = '/spec/containers/0';
const template = '/spec/template/spec';

type Case = [string, Item[], ...string[]];

const cases = new Map<Rule, Case[]>([
  [
    serviceTargets,
    [
      [
        'a Service that selects nothing',
        changed('Service helloworld-clusterip', replace('/spec/selector/run', 'hello')),
        'service_clusterip: Service helloworld-clusterip: no Pod has the labels that it selects, run=hello. On a cluster, it has no endpoints, and connections to it are refused.',
      ],
      [
        'a headless Service that selects nothing',
        changed('Service helloworld-clusterip', replace('/spec/selector/run', 'hello'), add('/spec/clusterIP', 'None')),
        'service_clusterip: Service helloworld-clusterip: no Pod has the labels that it selects, run=hello. On a cluster, its name leads to no address.',
      ],
      [
        'a Service that selects a Pod of another namespace',
        patched(
          changed('Service helloworld-v2-nodeport', add('/metadata/namespace', 'elsewhere')),
          'Ingress helloworld-v2',
          add('/metadata/namespace', 'elsewhere'),
        ),
        'ingress_path: Service helloworld-v2-nodeport: no Pod has the labels that it selects, run=helloworld-v2. On a cluster, it has no endpoints, and connections to it are refused.',
      ],
      [
        'a targetPort that one Pod does not declare',
        changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 80)),
        'ingress_path: Service helloworld-v2-nodeport: its targetPort 80 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens there without saying so.',
      ],
      [
        'a targetPort that a Pod and a template do not declare',
        changed('Service helloworld-lb', remove('/spec/ports/0/targetPort'), replace('/spec/ports/0/port', 80)),
        'service_loadbalancer: Service helloworld-lb: its targetPort 80 is not a port of Pod helloworld. On a cluster, requests to it fail, unless something listens there without saying so.',
        'service_loadbalancer: Service helloworld-lb: its targetPort 80 is not a port of Deployment helloworld. On a cluster, requests to it fail, unless something listens there without saying so.',
      ],
      [
        'a targetPort by a name that no port has',
        changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/targetPort', 'http')),
        'ingress_path: Service helloworld-v2-nodeport: its targetPort http is not a port of Pod helloworld-v2. On a cluster, that Pod is no endpoint of it, and without others connections are refused.',
      ],
      [
        'a targetPort of another protocol',
        changed('Service helloworld-v2-nodeport', replace('/spec/ports/0/protocol', 'UDP')),
        'ingress_path: Service helloworld-v2-nodeport: its targetPort 8080 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens there without saying so.',
      ],
      [
        'a Pod that declares no port',
        changed('Pod helloworld-v2', remove(`${container}/ports`), remove(`${container}/readinessProbe`)),
        'ingress_path: Service helloworld-v2-nodeport: its targetPort 8080 is not a port of Pod helloworld-v2. On a cluster, requests to it fail, unless something listens there without saying so.',
      ],
    ],
  ],
  [
    ingressBackends,
    [
      [
        'a backend that does not exist',
        changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/backend/service/name', 'hello')),
        'ingress: Ingress helloworld: the backend of /, Service hello, is not in the app. On a cluster, the ingress controller answers requests for it with an error (503).',
      ],
      [
        'a backend in another namespace',
        changed('Ingress helloworld', add('/metadata/namespace', 'elsewhere')),
        'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, is not in the app. On a cluster, the ingress controller answers requests for it with an error (503).',
      ],
      [
        'a port that the backend does not have',
        changed('Ingress helloworld-v2', replace('/spec/rules/0/http/paths/0/backend/service/port/number', 80)),
        'ingress_path: Ingress helloworld-v2: the backend of /helloworld_v2, Service helloworld-v2-nodeport, has no port 80. On a cluster, the ingress controller answers requests for it with an error (503).',
      ],
      [
        'a port by a name that the backend does not know',
        changed('Ingress helloworld', replace('/spec/rules/0/http/paths/0/backend/service/port', { name: 'http' })),
        'ingress: Ingress helloworld: the backend of /, Service helloworld-nodeport, has no port http. On a cluster, the ingress controller answers requests for it with an error (503).',
      ],
      [
        'a default backend that does not exist',
        changed('Ingress helloworld', add('/spec/defaultBackend', { service: { name: 'none', port: { number: 80 } } })),
        'ingress: Ingress helloworld: the backend of all other paths, Service none, is not in the app. On a cluster, the ingress controller answers requests for it with an error (503).',
      ],
    ],
  ],
  [
    controllerSelectors,
    [
      [
        'a Deployment that does not select its own Pods',
        changed('Deployment helloworld', replace('/spec/template/metadata/labels/run', 'hello')),
        'deployment: Deployment helloworld: its selector, run=helloworld, does not match the labels of its own template. On a cluster, the API server refuses it.',
      ],
      [
        'an expression that its own Pods do not meet',
        changed(
          'ReplicaSet helloworld',
          replace('/spec/selector', {
            matchLabels: { app: 'helloworld' },
            matchExpressions: [
              { key: 'tier', operator: 'Exists' },
              { key: 'app', operator: 'NotIn', values: ['a', 'b'] },
              { key: 'old', operator: 'DoesNotExist' },
            ],
          }),
        ),
        'replicaset: ReplicaSet helloworld: its selector, app=helloworld,tier,app notin (a,b),!old, does not match the labels of its own template. On a cluster, the API server refuses it.',
      ],
      [
        'a DaemonSet that does not select its own Pods',
        controller('DaemonSet', replace('/metadata/labels/role', 'another')),
        'other: DaemonSet other: its selector, role=other, does not match the labels of its own template. On a cluster, the API server refuses it.',
      ],
      [
        'no selector',
        changed('ReplicaSet helloworld', remove('/spec/selector')),
        'replicaset: ReplicaSet helloworld: it has no selector. On a cluster, the API server refuses it.',
      ],
      [
        'an empty selector',
        changed('Deployment helloworld', replace('/spec/selector', {})),
        'deployment: Deployment helloworld: it has no selector. On a cluster, the API server refuses it.',
      ],
    ],
  ],
  [
    adoption,
    [
      [
        'a ReplicaSet whose label a bare Pod carries',
        changed('Pod helloworld', add('/metadata/labels/app', 'helloworld')),
        'replicaset: ReplicaSet helloworld: its selector, app=helloworld, matches the bare Pod helloworld. On a cluster, it adopts that Pod and starts one less of its own.',
      ],
      [
        'a ReplicaSet with the label of the bare Pod and of the Deployment',
        changed(
          'ReplicaSet helloworld',
          replace('/spec/selector/matchLabels', { run: 'helloworld' }),
          replace('/spec/template/metadata/labels', { run: 'helloworld' }),
        ),
        'replicaset: ReplicaSet helloworld: its selector, run=helloworld, matches the bare Pod helloworld. On a cluster, it adopts that Pod and starts one less of its own.',
        'replicaset: ReplicaSet helloworld: its selector, run=helloworld, matches the Pods of Deployment helloworld. On a cluster, kubectl logs and the like take them for its own, and it adopts them once the other is deleted with --cascade=orphan.',
      ],
      [
        'a ReplicaSet that selects by expressions alone',
        patched(
          changed(
            'ReplicaSet helloworld',
            replace('/spec/selector', {
              matchExpressions: [
                { key: 'app', operator: 'In', values: ['helloworld', 'curl'] },
                { key: 'run', operator: 'DoesNotExist' },
              ],
            }),
          ),
          'Pod curl',
          replace('/metadata/labels', { app: 'curl' }),
        ),
        'replicaset: ReplicaSet helloworld: its selector, app in (helloworld,curl),!run, matches the bare Pod curl. On a cluster, it adopts that Pod and starts one less of its own.',
      ],
      [
        "a ReplicaSet whose label the Deployment's template carries",
        changed('Deployment helloworld', add('/spec/template/metadata/labels/app', 'helloworld')),
        'replicaset: ReplicaSet helloworld: its selector, app=helloworld, matches the Pods of Deployment helloworld. On a cluster, kubectl logs and the like take them for its own, and it adopts them once the other is deleted with --cascade=orphan.',
      ],
      [
        'a DaemonSet whose label a bare Pod carries',
        patched(controller('DaemonSet'), 'Pod curl', add('/metadata/labels/role', 'other')),
        'other: DaemonSet other: its selector, role=other, matches the bare Pod curl. On a cluster, it adopts that Pod and replaces it by one from its template.',
      ],
      [
        'a StatefulSet whose label a bare Pod carries that is called like one of its own',
        patched(
          controller('StatefulSet'),
          'Pod curl',
          add('/metadata/labels/role', 'other'),
          replace('/metadata/name', 'other-0'),
        ),
        'other: StatefulSet other: its selector, role=other, matches the bare Pod other-0. On a cluster, it adopts that Pod and replaces it by one from its template.',
      ],
      [
        'a Deployment whose label a bare ReplicaSet carries',
        changed('ReplicaSet helloworld', add('/metadata/labels/run', 'helloworld')),
        'deployment: Deployment helloworld: its selector, run=helloworld, matches the labels of the bare ReplicaSet helloworld. On a cluster, it adopts that ReplicaSet as an old revision of its own and scales it down to 0.',
      ],
      [
        'two Deployments with the same label',
        copied('Deployment helloworld', replace('/metadata/name', 'helloworld-again')),
        'deployment: Deployment helloworld: its selector, run=helloworld, matches the Pods of Deployment helloworld-again. On a cluster, kubectl logs and the like take them for its own, and it adopts them once the other is deleted with --cascade=orphan.',
        'copy: Deployment helloworld-again: its selector, run=helloworld, matches the Pods of Deployment helloworld. On a cluster, kubectl logs and the like take them for its own, and it adopts them once the other is deleted with --cascade=orphan.',
      ],
    ],
  ],
  [
    uniqueNames,
    [
      [
        'two Services of one name',
        copied('Service helloworld-lb', replace('/spec/type', 'NodePort')),
        'copy: Service helloworld-lb: the chart service_loadbalancer has an object of the same kind and name. On a cluster, kubectl apply makes one object of both, and whichever file it reads last has its way.',
      ],
    ],
  ],
  [
    ingressPaths,
    [
      [
        'two Ingresses for the same path',
        changed('Ingress helloworld-v2', replace('/spec/rules/0/http/paths/0/path', '/')),
        'ingress_path: Ingress helloworld-v2: it claims Prefix /, as Ingress helloworld of the chart ingress does. On a cluster, one of the two never answers; which one is up to the ingress controller.',
      ],
      [
        'the same path but for a slash, of a class given the old way',
        copied(
          'Ingress helloworld-v2',
          replace('/metadata/name', 'again'),
          add('/metadata/annotations', { 'kubernetes.io/ingress.class': 'nginx' }),
          remove('/spec/ingressClassName'),
          replace('/spec/rules/0/http/paths/0/path', '/helloworld_v2/'),
        ),
        'copy: Ingress again: it claims Prefix /helloworld_v2/, as Ingress helloworld-v2 of the chart ingress_path does. On a cluster, one of the two never answers; which one is up to the ingress controller.',
      ],
    ],
  ],
  [
    ports,
    [
      [
        'a probe of a port that is not declared',
        changed('Pod helloworld', replace(`${container}/readinessProbe/tcpSocket/port`, 9090)),
        'pod: Pod helloworld: the readinessProbe of container helloworld uses port 9090, which that container does not declare. On a cluster, the probe fails, unless something listens there without saying so.',
      ],
      [
        'a probe of a port by a name that is not declared',
        changed('Deployment helloworld', add(`${template}/containers/0/livenessProbe`, { httpGet: { port: 'http' } })),
        'deployment: Deployment helloworld: the livenessProbe of container helloworld uses port http, which that container does not declare. On a cluster, the kubelet finds no such port, and the probe never succeeds.',
      ],
      [
        "a CronJob's probe of a port that is not declared",
        controller('CronJob', add('/spec/containers/0/startupProbe', { grpc: { port: 1 } })),
        'other: CronJob other: the startupProbe of container helloworld uses port 1, which that container does not declare. On a cluster, the probe fails, unless something listens there without saying so.',
      ],
      [
        'two containers of one name',
        changed('Pod curl', add('/spec/initContainers', only('Pod curl')[0]?.object.spec?.containers)),
        'pod: Pod curl: it has two containers called curl. On a cluster, the API server refuses it.',
      ],
      [
        'a Service with two ports of which one has no name',
        changed('Service helloworld-v2-nodeport', add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'http' })),
        'ingress_path: Service helloworld-v2-nodeport: it has several ports, and one has no name. On a cluster, the API server refuses it.',
      ],
      [
        'a Service with two ports of one name',
        changed(
          'Service helloworld-v2-nodeport',
          add('/spec/ports/0/name', 'http'),
          add('/spec/ports/-', { port: 80, targetPort: 8080, name: 'http' }),
        ),
        'ingress_path: Service helloworld-v2-nodeport: it has two ports called http. On a cluster, the API server refuses it.',
      ],
      [
        'two ports of one name',
        changed(
          'Pod helloworld',
          replace(
            `${container}/ports`,
            [8080, 8081].map((containerPort) => ({ containerPort, name: 'http' })),
          ),
        ),
        'pod: Pod helloworld: it has two ports called http. On a cluster, the API server refuses it, or, where they are of two containers, a Service finds only the first.',
      ],
    ],
  ],
  [
    podSecurity,
    [
      ...Object.entries<[JsonPatch, string]>({
        'the network of the node': [add('/spec/hostNetwork', true), 'hostNetwork must not be true'],
        'the processes of the node': [add('/spec/hostPID', true), 'hostPID must not be true'],
        'the IPC of the node': [add('/spec/hostIPC', true), 'hostIPC must not be true'],
        'a sysctl that is not safe': [
          add('/spec/securityContext/sysctls', [{ name: 'kernel.msgmax', value: '1' }]),
          'sysctl kernel.msgmax is not one of the safe ones',
        ],
        'a volume of the node': [
          add('/spec/volumes', [{ name: 'etc', hostPath: { path: '/etc' } }]),
          'volume etc is of the type hostPath',
        ],
        'an AppArmor annotation': [
          add('/metadata/annotations', { 'container.apparmor.security.beta.kubernetes.io/curl': 'unconfined' }),
          'annotation container.apparmor.security.beta.kubernetes.io/curl must be runtime/default or localhost/NAME',
        ],
        'a root user': [replace('/spec/securityContext/runAsUser', 0), 'runAsUser must not be 0'],
        'root allowed': [replace('/spec/securityContext/runAsNonRoot', false), 'runAsNonRoot must not be false'],
        'root not forbidden': [
          remove('/spec/securityContext/runAsNonRoot'),
          'container curl: runAsNonRoot must be true, here or for the Pod',
        ],
        'root allowed for a container': [
          add(`${container}/securityContext/runAsNonRoot`, false),
          'container curl: runAsNonRoot must not be false',
        ],
        'a container as root': [
          add(`${container}/securityContext/runAsUser`, 0),
          'container curl: runAsUser must not be 0',
        ],
        'no seccomp profile': [
          remove('/spec/securityContext/seccompProfile'),
          'container curl: seccompProfile must be set, here or for the Pod',
        ],
        'a seccomp profile that confines nothing': [
          replace('/spec/securityContext/seccompProfile/type', 'Unconfined'),
          'seccompProfile must be RuntimeDefault or Localhost, but is Unconfined',
        ],
        'an AppArmor profile that confines nothing': [
          add(`${container}/securityContext/appArmorProfile`, { type: 'Unconfined' }),
          'container curl: appArmorProfile must be RuntimeDefault or Localhost, but is Unconfined',
        ],
        'an SELinux user': [
          add('/spec/securityContext/seLinuxOptions', { user: 'root' }),
          'seLinuxOptions must not set a user or a role',
        ],
        'an SELinux type': [
          add('/spec/securityContext/seLinuxOptions', { type: 'spc_t' }),
          'seLinuxOptions must not set the type spc_t',
        ],
        'a Windows process of the node': [
          add('/spec/securityContext/windowsOptions', { hostProcess: true }),
          'windowsOptions.hostProcess must not be true',
        ],
        'a privileged container': [
          add(`${container}/securityContext/privileged`, true),
          'container curl: privileged must not be true',
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
        'deployment: Deployment helloworld: container helloworld: allowPrivilegeEscalation must be false. On a cluster, a namespace that enforces Pod Security "restricted" refuses its Pods, and none starts.',
      ],
      ...['CronJob', 'Job', 'DaemonSet', 'StatefulSet'].map<Case>((kind) => [
        `a ${kind}`,
        controller(kind, add('/spec/hostNetwork', true)),
        `other: ${kind} other: hostNetwork must not be true. On a cluster, a namespace that enforces Pod Security "restricted" refuses its Pods, and none starts.`,
      ]),
      [
        'an init container',
        changed(
          'Pod curl',
          add('/spec/initContainers', only('Pod helloworld')[0]?.object.spec?.containers),
          remove('/spec/initContainers/0/readinessProbe'),
          remove('/spec/initContainers/0/securityContext/capabilities'),
        ),
        'pod: Pod curl: container helloworld: capabilities must drop ALL. On a cluster, a namespace that enforces Pod Security "restricted" refuses it.',
      ],
      [
        'a user without a number',
        changed(
          'Pod helloworld',
          remove('/spec/securityContext/runAsUser'),
          remove('/spec/securityContext/runAsGroup'),
        ),
        'pod: Pod helloworld: container helloworld has no runAsUser that is a number, of its own or from the Pod. On a cluster, a kubelet does not start it if its image names its user: CreateContainerConfigError.',
      ],
    ],
  ],
  [
    containerResources,
    [
      [
        'no requests',
        changed('Pod helloworld', remove(`${container}/resources/requests`)),
        'pod: Pod helloworld: container helloworld has no cpu request. On a cluster, the API server requests the whole limit for it.',
        'pod: Pod helloworld: container helloworld has no memory request. On a cluster, the API server requests the whole limit for it.',
      ],
      [
        'neither request nor limit',
        changed('Pod curl', remove(`${container}/resources/requests/cpu`), remove(`${container}/resources/limits/cpu`)),
        'pod: Pod curl: container curl has no cpu request. On a cluster, the scheduler puts it on nodes that have no room for it.',
        'pod: Pod curl: container curl has no cpu limit. On a cluster, it can take all that the node has from the other Pods.',
      ],
      [
        'no limit',
        changed('ReplicaSet helloworld', remove(`${template}/containers/0/resources/limits/memory`)),
        'replicaset: ReplicaSet helloworld: container helloworld has no memory limit. On a cluster, it can take all that the node has from the other Pods.',
      ],
      [
        'more requested than allowed',
        changed('Pod curl', replace(`${container}/resources/requests/cpu`, '0.2')),
        'pod: Pod curl: container curl requests more cpu, 0.2, than its limit, 100m. On a cluster, the API server refuses it.',
      ],
      [
        'no quantity',
        changed('Pod curl', replace(`${container}/resources/limits/memory`, '64MB')),
        'pod: Pod curl: container curl: memory limit 64MB is no quantity. On a cluster, the API server refuses it.',
      ],
    ],
  ],
  [
    nodeSize,
    [
      [
        'one Pod that asks for a whole node',
        patched(
          only('Pod curl'),
          'Pod curl',
          replace(`${container}/resources`, {
            requests: { cpu: 1.5, memory: '16Mi' },
            limits: { cpu: 2, memory: '64Mi' },
          }),
        ),
        'pod: Pod curl: of all the cpu that the app requests, 1500m, it requests the most; a node of 2 CPUs and 2 GiB leaves 1150m. On a cluster, of that size the Pods for which there is no room stay Pending: Insufficient cpu.',
      ],
      [
        'a Deployment that fits but for its surge',
        patched(
          only('Deployment helloworld'),
          'Deployment helloworld',
          replace('/spec/replicas', 5),
          replace(`${template}/containers/0/resources`, {
            requests: { cpu: '10m', memory: '300Mi' },
            limits: { cpu: '100m', memory: '300Mi' },
          }),
        ),
        'deployment: Deployment helloworld: of all the memory that the app requests, 1800Mi, it requests the most; a node of 2 CPUs and 2 GiB leaves 1700Mi. On a cluster, of that size the Pods for which there is no room stay Pending: Insufficient memory.',
      ],
      [
        'a Deployment whose surge is the default, a quarter of its replicas, rounded up',
        patched(
          only('Deployment helloworld'),
          'Deployment helloworld',
          replace('/spec/replicas', 5),
          remove('/spec/strategy'),
          replace(`${template}/containers/0/resources`, {
            requests: { cpu: '165m', memory: '16Mi' },
            limits: { cpu: '1', memory: '64Mi' },
          }),
        ),
        'deployment: Deployment helloworld: of all the cpu that the app requests, 1155m, it requests the most; a node of 2 CPUs and 2 GiB leaves 1150m. On a cluster, of that size the Pods for which there is no room stay Pending: Insufficient cpu.',
      ],
    ],
  ],
  [
    images,
    [
      ...['hello-app', 'hello-app:latest', 'r.io:5000/hello-app', ''].map<Case>((image) => [
        `image "${image}"`,
        changed('Pod helloworld', replace(`${container}/image`, image)),
        `pod: Pod helloworld: the image of container helloworld, ${image || 'none'}, names no version. On a cluster, each node runs what was the newest when it pulled, and a rollback brings nothing back.`,
      ]),
      [
        'in a CronJob',
        controller('CronJob', replace('/spec/containers/0/image', 'busybox')),
        'other: CronJob other: the image of container helloworld, busybox, names no version. On a cluster, each node runs what was the newest when it pulled, and a rollback brings nothing back.',
      ],
    ],
  ],
  [
    apiVersions,
    [
      [
        'a beta version',
        changed('Ingress helloworld', replace('/apiVersion', 'networking.k8s.io/v1beta1')),
        'ingress: Ingress helloworld: networking.k8s.io/v1beta1 is not a stable API version. On a cluster, kubectl finds no such kind, unless that cluster serves it.',
      ],
      [
        'a kind that came later',
        [
          ...chapterItems(),
          {
            chart: 'later',
            object: {
              apiVersion: 'admissionregistration.k8s.io/v1',
              kind: 'ValidatingAdmissionPolicy',
              metadata: { name: 'later' },
            },
          },
        ],
        'later: ValidatingAdmissionPolicy later: Kubernetes 1.27 serves no ValidatingAdmissionPolicy in admissionregistration.k8s.io/v1. On a cluster, kubectl finds no such kind, unless that cluster serves it.',
      ],
      [
        'a group that does not have the kind',
        changed('Deployment helloworld', replace('/apiVersion', 'batch/v1')),
        'deployment: Deployment helloworld: Kubernetes 1.27 serves no Deployment in batch/v1. On a cluster, kubectl finds no such kind, unless that cluster serves it.',
      ],
    ],
  ],
  [
    names,
    [
      ...Object.entries<[string, JsonPatch, string]>({
        'of a Pod': [
          'Pod curl',
          replace('/metadata/name', 'Hello_World!'),
          'the name "Hello_World!" must be small letters, digits, "-" and ".", 253 characters at most',
        ],
        'of a label': [
          'Pod curl',
          add('/metadata/labels/bad key!', 'x'),
          'the label key "bad key!" must be letters, digits, "-", "_" and ".", 63 characters at most',
        ],
        'of the prefix of a label': [
          'Pod curl',
          add('/metadata/labels/Example.com~1x', 'x'),
          'the prefix of label key "Example.com" must be small letters, digits, "-" and ".", 253 characters at most',
        ],
        "of a template's label": [
          'Deployment helloworld',
          add('/spec/template/metadata/labels/-x', 'x'),
          'the label key "-x" must be letters, digits, "-", "_" and ".", 63 characters at most',
        ],
        'of the value of a label': [
          'Pod curl',
          add('/metadata/labels/x', 'a value'),
          'the value of label x, "a value" must be letters, digits, "-", "_" and ".", 63 characters at most',
        ],
        'of a key in an expression': [
          'ReplicaSet helloworld',
          add('/spec/selector/matchExpressions', [{ key: 'bad key!', operator: 'DoesNotExist' }]),
          'the label key "bad key!" must be letters, digits, "-", "_" and ".", 63 characters at most',
        ],
        'of an annotation': [
          'Pod curl',
          add('/metadata/annotations', { '/x': 'anything goes, here!' }),
          'the prefix of annotation key "" must be small letters, digits, "-" and ".", 253 characters at most',
        ],
        'of a namespace': [
          'ReplicaSet helloworld',
          add('/metadata/namespace', 'name.space'),
          'the namespace "name.space" must be small letters, digits and "-", 63 characters at most',
        ],
        'of a container': [
          'Pod curl',
          replace(`${container}/name`, 'Curl'),
          'the container name "Curl" must be small letters, digits and "-", 63 characters at most',
        ],
        'of a port': [
          'Pod helloworld',
          add(`${container}/ports/0/name`, 'port-of-the-hello-app'),
          'the port name "port-of-the-hello-app" must be small letters, digits and single "-", a letter among them, 15 characters at most',
        ],
        "of a Service's port": [
          'Service helloworld-lb',
          add('/spec/ports/0/name', 'HTTP'),
          'the port name "HTTP" must be small letters, digits and "-", 63 characters at most',
        ],
        'of a Service': [
          'Service helloworld-lb',
          replace('/metadata/name', 'hello.lb'),
          'the name "hello.lb" must be small letters, digits and "-", a letter first, 63 characters at most',
        ],
      }).map<Case>(([what, [title, patch, problem]]) => {
        const items = changed(title, patch);
        const broken = items[chapterItems().findIndex((item) => titleOf(item) === title)];
        return [
          what,
          items,
          `${broken?.chart}: ${broken && titleOf(broken)}: ${problem}. On a cluster, the API server refuses it.`,
        ];
      }),
      [
        'of a Service that begins with a digit',
        changed('Service helloworld-lb', replace('/metadata/name', '1st')),
        'service_loadbalancer: Service 1st: the name "1st" must be small letters, digits and "-", a letter first, 63 characters at most. On a cluster, the API server of Kubernetes 1.30 refuses it.',
      ],
      [
        'of a CronJob, too long for its Jobs',
        patched(controller('CronJob'), 'CronJob other', replace('/metadata/name', 'a'.repeat(53))),
        `other: CronJob ${'a'.repeat(53)}: the name "${'a'.repeat(53)}" must be small letters, digits, "-" and ".", 52 characters at most. On a cluster, the API server refuses it.`,
      ],
    ],
  ],
]);

test('every rule is tried', () => {
  expect([...cases.keys()]).toEqual(rules);
});

test.each<Partial<Settings>>([
  {},
  { replicas: 0 },
  { replicas: 20 },
  { replicas: 20, version: '2.0' },
  { ingressClass: '' },
])('nothing is found in the chapter with %j', (settings) => {
  expect(check(chapterItems(settings))).toEqual([]);
});

test.each(['CronJob', 'Job', 'StatefulSet', 'DaemonSet'])('nothing is found in a %s with its Service', (kind) => {
  const service: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'other' },
    spec: { selector: { role: 'other' }, ports: [{ port: 80, targetPort: 8080 }] },
  };
  expect(check([...controller(kind), { chart: 'other', object: service }])).toEqual([]);
});

for (const [rule, broken] of cases) {
  const others = rules.filter((other) => other !== rule);
  describe(`${rule.name} finds`, () => {
    test.each(broken)('%s', (_, items, ...findings) => {
      expect(check(items)).toEqual(findings);
      expect(check(items, others)).toEqual([]);
    });
  });
}

test('all findings are listed at once', () => {
  const items = changed(
    'Service helloworld-clusterip',
    replace('/spec/selector/run', 'hello'),
    replace('/metadata/name', 'Hello'),
    replace('/apiVersion', 'v1beta1'),
  );
  expect(check(items)).toHaveLength(3);
});

test('the kinds that Kubernetes 1.27 serves are those that its API imports', () => {
  const imported: Record<string, string[]> = {};
  for (const value of Object.values(k8s)) {
    if (!('GVK' in value)) continue;
    const { apiVersion, kind } = value.GVK;
    if (/v\d+(alpha|beta)\d+$/.test(apiVersion) || /List$|^Status$/.test(kind)) continue;
    imported[apiVersion] = [...(imported[apiVersion] ?? []), kind].sort();
  }
  expect(servedKinds).toEqual(imported);
});
