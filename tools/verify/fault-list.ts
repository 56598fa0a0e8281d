// The ways in which the chapter is broken to prove that the claims can fail, and the claims that then do: `SECTION: TEXT`, the title
// of the section and the beginning of the claim's text, with `…` for what does not matter.

import { JsonPatch } from 'cdk8s';
import { isA } from '../../lib/check/objects/kinds';
import type { Kind, Known, KubernetesObject } from '../../lib/check/objects/kubernetes';
import { podIn, templateOf } from '../../lib/check/objects/pods';
import { label } from './cluster/kubectl-names';
import type { State } from './cluster/manifests';

/** A way in which the chapter is broken. */
export interface Fault {
  readonly name: string;

  /**
   * What becomes of an object of the manifests in a state of the chapter.
   *
   * @default - the object itself
   */
  readonly breaks?: (object: KubernetesObject, title: string, state: State) => readonly KubernetesObject[];

  /**
   * What kubectl is told in place of its arguments: for what no manifest can break.
   *
   * @default - the arguments
   */
  readonly replaces?: (args: readonly string[]) => readonly string[];

  /** The claims that fail, among those of the sections named here. */
  readonly fails: readonly string[];
}

const { add, remove, replace } = JsonPatch;

/** Patches for objects, by kind and name. */
function patched(patches: Readonly<Record<string, readonly JsonPatch[]>>): Fault['breaks'] {
  return (object, title) => [JsonPatch.apply(object, ...(patches[title] ?? []))];
}

/** Another tag of the image of an object's first container. */
function retagged(title: string, tag: string): Fault['breaks'] {
  return (object, current) => {
    const [{ image = '' } = {}] = podIn(object)?.spec?.containers ?? [];
    const path = templateOf(object) ? `${template}/containers/0` : container;
    return [
      current === title
        ? JsonPatch.apply(object, replace(`${path}/image`, image.replace(/:[^:/]*$/, `:${tag}`)))
        : object,
    ];
  };
}

/** Another object beside one. */
function beside<K extends Kind>(kind: K, name: string, other: (object: Known<K>) => KubernetesObject): Fault['breaks'] {
  return (object) =>
    isA(object, kind) && object.metadata.name === name ? [object, other(structuredClone(object))] : [object];
}

const container = '/spec/containers/0';
const template = '/spec/template/spec';

/** Only one Pod for each operating system: all nodes have the same, so a second Pod stays Pending. */
const alone = (key: string) =>
  add(`${template}/affinity`, {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { [key]: 'helloworld' } }, topologyKey: 'kubernetes.io/os' },
      ],
    },
  });

export const faults: readonly Fault[] = [
  {
    name: 'a user without a numeric id',
    breaks: patched({
      'Pod helloworld': [remove('/spec/securityContext/runAsUser'), remove('/spec/securityContext/runAsGroup')],
    }),
    fails: ['Pod: kubectl apply -f pod.yaml'],
  },
  {
    name: 'a server on another port',
    breaks: patched({
      'Pod helloworld': [
        add(`${container}/env/-`, { name: 'PORT', value: '9090' }),
        replace(`${container}/readinessProbe/tcpSocket/port`, 9090),
      ],
    }),
    fails: ["Pod: from the curl Pod, the Pod's address returns"],
  },
  {
    name: 'a probe that sends requests',
    breaks: patched({
      'Pod helloworld': [
        replace(`${container}/readinessProbe`, { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 1 }),
      ],
    }),
    fails: ['Pod: kubectl logs'],
  },
  {
    name: 'a Pod with another hostname',
    breaks: patched({ 'Pod curl': [add('/spec/hostname', 'other')] }),
    fails: ['Pod: kubectl exec opens a shell'],
  },
  {
    name: 'an environment without the variable',
    breaks: patched({ 'Pod helloworld': [remove(`${container}/env`)] }),
    fails: ['Pod: TEST_ENV=hellow_world is set'],
  },
  {
    name: 'Services that select nothing',
    breaks: (object, title) => [
      JsonPatch.apply(object, ...(title.startsWith('Service ') ? [replace('/spec/selector/run', 'nothing')] : [])),
    ],
    fails: [
      'ClusterIP Service: kubectl apply',
      'NodePort Service: kubectl apply',
      'LoadBalancer Service: kubectl apply',
    ],
  },
  {
    name: 'Services without a node port',
    breaks: patched({
      'Service helloworld-nodeport': [replace('/spec/type', 'ClusterIP')],
      'Service helloworld-lb': [add('/spec/allocateLoadBalancerNodePorts', false)],
    }),
    fails: [
      'NodePort Service: from the curl Pod, the node port of helloworld-nodeport',
      'LoadBalancer Service: from the curl Pod, the node port of helloworld-lb',
    ],
  },
  {
    name: 'a node port that answers only on the node of its Pod',
    breaks: patched({ 'Service helloworld-nodeport': [add('/spec/externalTrafficPolicy', 'Local')] }),
    fails: ['NodePort Service: the node port of helloworld-nodeport answers on every node'],
  },
  {
    name: 'a Service that requests no load balancer',
    breaks: patched({ 'Service helloworld-lb': [replace('/spec/type', 'NodePort')] }),
    fails: ['LoadBalancer Service: the external address'],
  },
  {
    name: 'a second Pod whose image does not exist',
    breaks: retagged('Pod helloworld-v2', '9.9'),
    fails: [
      'Ingress: the Pod helloworld-v2 in ingress_path.yaml',
      'Ingress: /helloworld_v2 returns',
      'Ingress: /helloworld_v2/below',
    ],
  },
  {
    name: 'a second Service that selects nothing',
    breaks: patched({ 'Service helloworld-v2-nodeport': [replace('/spec/selector/run', 'nothing')] }),
    fails: [
      'Ingress: from the curl Pod, helloworld-v2-nodeport',
      'Ingress: /helloworld_v2 returns',
      'Ingress: /helloworld_v2/below',
    ],
  },
  {
    name: 'Ingresses with a class that no controller serves',
    breaks: patched({
      'Ingress helloworld': [replace('/spec/ingressClassName', 'nobody')],
      'Ingress helloworld-v2': [replace('/spec/ingressClassName', 'nobody')],
    }),
    fails: ['Ingress: kubectl apply -f ingress.yaml'],
  },
  {
    name: 'an Ingress that routes to another Service',
    breaks: patched({
      'Ingress helloworld': [replace('/spec/rules/0/http/paths/0/backend/service/name', 'helloworld-v2-nodeport')],
    }),
    fails: ['Ingress: / returns', 'Ingress: /helloworld_v2x returns'],
  },
  {
    name: 'an Ingress path that matches only itself',
    breaks: patched({ 'Ingress helloworld-v2': [replace('/spec/rules/0/http/paths/0/pathType', 'Exact')] }),
    fails: ['Ingress: /helloworld_v2/below returns'],
  },
  {
    name: 'an extra Ingress without the label',
    breaks: beside('Ingress', 'helloworld', (object) => {
      const { 'app.kubernetes.io/part-of': _, ...labels } = object.metadata.labels ?? {};
      return { ...object, metadata: { name: 'helloworld-too', labels } };
    }),
    fails: [
      'Ingress: kubectl delete ingress',
      'Gateway: without Ingresses',
      'Cleanup: kubectl delete',
      `All at once: kubectl delete all,ingress -l ${label}`,
    ],
  },
  {
    name: 'a controller that recreates a bare Pod',
    breaks: beside(
      'Pod',
      'helloworld-v2',
      ({ metadata: { labels }, spec }): Known<'ReplicaSet'> => ({
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'helloworld-v2', labels },
        spec: {
          selector: { matchLabels: { run: 'helloworld-v2' } },
          template: { metadata: { labels }, spec: { containers: [], ...spec, restartPolicy: 'Always' } },
        },
      }),
    ),
    fails: ['Ingress: kubectl delete pod'],
  },
  {
    name: 'a Gateway with a class that no controller serves',
    breaks: patched({ 'Gateway helloworld': [replace('/spec/gatewayClassName', 'nobody')] }),
    fails: ['Gateway: kubectl apply of the Gateway'],
  },
  {
    name: 'an HTTPRoute to a port that its Service does not have',
    breaks: patched({ 'HTTPRoute helloworld': [replace('/spec/rules/0/backendRefs/0/port', 80)] }),
    fails: ['Gateway: kubectl apply -f gateway.yaml', 'Gateway: / returns', 'Gateway: /helloworld_v2x returns'],
  },
  {
    name: 'an HTTPRoute of a Gateway that does not exist',
    breaks: patched({ 'HTTPRoute helloworld-v2': [replace('/spec/parentRefs/0/name', 'hello')] }),
    fails: [
      'Gateway: kubectl apply -f gateway.yaml',
      'Gateway: /helloworld_v2 returns',
      'Gateway: /helloworld_v2/below returns',
    ],
  },
  {
    name: 'an HTTPRoute path that matches only itself',
    breaks: patched({ 'HTTPRoute helloworld-v2': [replace('/spec/rules/0/matches/0/path/type', 'Exact')] }),
    fails: ['Gateway: /helloworld_v2/below returns'],
  },
  {
    name: 'a deletion that does nothing',
    replaces: (args) => (args.join(' ') === 'delete --ignore-not-found -f -' ? [...args, '--dry-run=server'] : args),
    fails: ['Gateway: kubectl delete -f gateway.yaml', 'ReplicaSet: kubectl delete -f replicaset.yaml'],
  },
  {
    name: 'Pods of a ReplicaSet whose image does not exist',
    breaks: retagged('ReplicaSet helloworld', '9.9'),
    fails: ['ReplicaSet: kubectl apply -f replicaset.yaml'],
  },
  {
    name: 'Pods of a ReplicaSet that cannot be scheduled',
    breaks: patched({ 'ReplicaSet helloworld': [alone('app')] }),
    fails: ['ReplicaSet: kubectl scale', "ReplicaSet: with the chart's own output"],
  },
  {
    name: 'a ReplicaSet that is deleted with its Pod',
    replaces: (args) =>
      args.join(' ').startsWith('delete pod helloworld-')
        ? ['delete', 'replicaset/helloworld', `pod/${args[2]}`, '--cascade=orphan']
        : args,
    fails: ['ReplicaSet: kubectl delete pod'],
  },
  {
    name: 'Pods of a ReplicaSet with the label of the Services',
    breaks: patched({ 'ReplicaSet helloworld': [add('/spec/template/metadata/labels/run', 'helloworld')] }),
    fails: ['ReplicaSet: the Services do not reach these Pods'],
  },
  {
    name: 'Pods of a Deployment whose image does not exist',
    breaks: retagged('Deployment helloworld', '9.9'),
    fails: ['Deployment: kubectl apply -f deployment.yaml', 'Deployment: for Kubernetes 1.30 or newer'],
  },
  {
    name: 'Pods of a Deployment that cannot be scheduled',
    breaks: patched({ 'Deployment helloworld': [alone('run')] }),
    fails: ['Deployment: kubectl scale', 'Deployment: for Kubernetes 1.30 or newer'],
  },
  {
    name: 'a Deployment that stays at 1.0',
    breaks: retagged('Deployment helloworld', '1.0'),
    fails: ['Deployment: update to 2.0', 'Deployment: during an update to 2.0 and back'],
  },
  {
    name: 'a Deployment without a change cause',
    breaks: patched({ 'Deployment helloworld': [remove('/metadata/annotations')] }),
    fails: ['Deployment: kubectl rollout history'],
  },
  {
    name: 'a Deployment that keeps no old revisions',
    breaks: patched({ 'Deployment helloworld': [add('/spec/revisionHistoryLimit', 0)] }),
    fails: [
      'Deployment: kubectl rollout history',
      'Deployment: kubectl rollout undo',
      'Deployment: during an update to 2.0 and back',
    ],
  },
  {
    name: 'a Deployment that stops all Pods before it starts new ones',
    breaks: patched({ 'Deployment helloworld': [replace('/spec/strategy', { type: 'Recreate' })] }),
    fails: ['Deployment: during the update and the rollback', 'Deployment: during an update to 2.0 and back'],
  },
  {
    name: 'a sleep longer than the grace period',
    breaks: (object, title, { kubernetes }) => [
      title === 'Deployment helloworld' && kubernetes
        ? JsonPatch.apply(object, replace(`${template}/containers/0/lifecycle/preStop/sleep/seconds`, 60))
        : object,
    ],
    fails: ['Deployment: for Kubernetes 1.30 or newer'],
  },
  {
    name: 'no sleep before the Pods stop',
    breaks: (object, title, { kubernetes }) => [
      title === 'Deployment helloworld' && kubernetes
        ? JsonPatch.apply(object, remove(`${template}/containers/0/lifecycle`))
        : object,
    ],
    fails: ['Deployment: during an update to 2.0 and back'],
  },
  {
    name: 'a field that does not exist',
    breaks: patched({ 'Deployment helloworld': [add('/spec/replcas', 3)] }),
    fails: ['All at once: kubectl apply --validate=strict'],
  },
  {
    name: 'with everything applied, Pods whose image does not exist',
    breaks: retagged('Deployment helloworld', '9.9'),
    fails: [
      'All at once: everything becomes ready',
      'All at once: with five replicas',
      'All at once: with the Gateway API',
    ],
  },
  {
    name: 'a ReplicaSet with the label of a bare Pod',
    breaks: patched({
      'ReplicaSet helloworld': [
        replace('/spec/selector/matchLabels', { run: 'helloworld' }),
        replace('/spec/template/metadata/labels', { run: 'helloworld' }),
      ],
    }),
    fails: ['All at once: everything becomes ready', 'All at once: the bare Pods belong to no controller'],
  },
  {
    name: 'an annotation that the controller overwrites',
    breaks: patched({
      'Deployment helloworld': [add('/metadata/annotations/deployment.kubernetes.io~1revision', '7')],
    }),
    fails: ['All at once: kubectl diff', 'All at once: with the Gateway API'],
  },
  {
    name: 'with everything applied, Pods that cannot be scheduled',
    breaks: patched({ 'ReplicaSet helloworld': [alone('app')] }),
    fails: ['All at once: with five replicas'],
  },
  {
    name: 'an HTTPRoute with a field that does not exist',
    breaks: patched({ 'HTTPRoute helloworld': [add('/spec/rulez', [])] }),
    fails: ['All at once: with the Gateway API'],
  },
  {
    name: 'a label that no command writes',
    breaks: (object) => [JsonPatch.apply(object, add('/metadata/labels/tier', 'web'))],
    fails: ['Same as the commands, except where a reason is given: …yaml: kubectl '],
  },
  {
    name: 'a missing field that has a reason',
    breaks: patched({ 'Pod curl': [remove('/spec/terminationGracePeriodSeconds')] }),
    fails: ['Same as the commands, except where a reason is given: every reason'],
  },
];

/** The claims that nothing in the chapter can break, and why. */
export const unbreakable: readonly { readonly claim: string; readonly reason: string }[] = [
  ...["Pod: from this machine, the Pod's address", 'ClusterIP Service: from this machine, the ClusterIP'].map(
    (claim) => ({
      claim,
      reason: 'whether this machine can reach it depends on where it runs; if it can, the check is skipped',
    }),
  ),
  ...[
    'NodePort Service: from this machine, the node port',
    'LoadBalancer Service: from this machine, the node port',
  ].map((claim) => ({
    claim,
    reason:
      'what answers from inside also answers from outside; if this machine cannot reach the node, the check is skipped',
  })),
];

/** Whether a claim is the one of a name in this list. */
export function isNamed(claim: string, name: string): boolean {
  const [start = '', ...others] = name.split('…');
  return claim.startsWith(start) && others.every((part) => claim.includes(part));
}
