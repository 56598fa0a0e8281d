// The ways in which the chapter is broken to see that the checks find it, and which claims fall then: named by the title of their
// section and the beginning of their text, `…` for what does not matter.

import { JsonPatch } from 'cdk8s';
import { templateOf } from '../inventory/inventory';
import type { KubernetesObject } from '../inventory/kubernetes';
import { label, type State } from './manifests';

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

  /** The claims that fall, of those of the sections that are named here. */
  readonly fall: readonly string[];
}

const { add, remove, replace } = JsonPatch;

/** Patches for objects, by kind and name. */
function patched(patches: Readonly<Record<string, readonly JsonPatch[]>>): Fault['breaks'] {
  return (object, title) => [JsonPatch.apply(object, ...(patches[title] ?? []))];
}

/** Another tag of the image of an object's first container. */
function retagged(title: string, tag: string): Fault['breaks'] {
  return (object, current) => {
    const pod = templateOf(object) ?? object;
    const [{ image = '' } = {}] = pod.spec?.containers ?? [];
    const path = pod === object ? container : `${template}/containers/0`;
    return [
      current === title
        ? JsonPatch.apply(object, replace(`${path}/image`, image.replace(/:[^:/]*$/, `:${tag}`)))
        : object,
    ];
  };
}

/** Another object beside one. */
function beside(title: string, other: (object: KubernetesObject) => KubernetesObject): Fault['breaks'] {
  return (object, current) => (current === title ? [object, other(structuredClone(object))] : [object]);
}

const container = '/spec/containers/0';
const template = '/spec/template/spec';

/** One Pod for each operating system: all nodes have the same, so only one Pod finds a place. */
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
    name: 'a user that has no number',
    breaks: patched({
      'Pod helloworld': [remove('/spec/securityContext/runAsUser'), remove('/spec/securityContext/runAsGroup')],
    }),
    fall: ['Pod: kubectl apply -f pod.yaml'],
  },
  {
    name: 'a server on another port',
    breaks: patched({
      'Pod helloworld': [
        add(`${container}/env/-`, { name: 'PORT', value: '9090' }),
        replace(`${container}/readinessProbe/tcpSocket/port`, 9090),
      ],
    }),
    fall: ["Pod: from the curl Pod, the Pod's address answers"],
  },
  {
    name: 'a probe that sends requests',
    breaks: patched({
      'Pod helloworld': [
        replace(`${container}/readinessProbe`, { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 1 }),
      ],
    }),
    fall: ['Pod: kubectl logs'],
  },
  {
    name: 'a Pod that calls itself otherwise',
    breaks: patched({ 'Pod curl': [add('/spec/hostname', 'other')] }),
    fall: ['Pod: kubectl exec gives a shell'],
  },
  {
    name: 'an environment without the variable',
    breaks: patched({ 'Pod helloworld': [remove(`${container}/env`)] }),
    fall: ['Pod: TEST_ENV=hellow_world is set'],
  },
  {
    name: 'Services that select nothing',
    breaks: (object, title) => [
      JsonPatch.apply(object, ...(title.startsWith('Service ') ? [replace('/spec/selector/run', 'nothing')] : [])),
    ],
    fall: [
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
    fall: [
      'NodePort Service: from the curl Pod, the node port of helloworld-nodeport',
      'LoadBalancer Service: from the curl Pod, the node port of helloworld-lb',
    ],
  },
  {
    name: 'a node port that answers on the node of its Pod only',
    breaks: patched({ 'Service helloworld-nodeport': [add('/spec/externalTrafficPolicy', 'Local')] }),
    fall: ['NodePort Service: the node port of helloworld-nodeport answers on every node'],
  },
  {
    name: 'a Service that asks for no load balancer',
    breaks: patched({ 'Service helloworld-lb': [replace('/spec/type', 'NodePort')] }),
    fall: ['LoadBalancer Service: the external address'],
  },
  {
    name: 'a second Pod whose image does not exist',
    breaks: retagged('Pod helloworld-v2', '9.9'),
    fall: [
      'Ingress: of ingress_path.yaml, the Pod',
      'Ingress: /helloworld_v2 answers',
      'Ingress: /helloworld_v2/below',
    ],
  },
  {
    name: 'a second Service that selects nothing',
    breaks: patched({ 'Service helloworld-v2-nodeport': [replace('/spec/selector/run', 'nothing')] }),
    fall: [
      'Ingress: from the curl Pod, helloworld-v2-nodeport',
      'Ingress: /helloworld_v2 answers',
      'Ingress: /helloworld_v2/below',
    ],
  },
  {
    name: 'Ingresses of a class that nobody serves',
    breaks: patched({
      'Ingress helloworld': [replace('/spec/ingressClassName', 'nobody')],
      'Ingress helloworld-v2': [replace('/spec/ingressClassName', 'nobody')],
    }),
    fall: ['Ingress: kubectl apply -f ingress.yaml'],
  },
  {
    name: 'an Ingress to another Service',
    breaks: patched({
      'Ingress helloworld': [replace('/spec/rules/0/http/paths/0/backend/service/name', 'helloworld-v2-nodeport')],
    }),
    fall: ['Ingress: / answers', 'Ingress: /helloworld_v2x answers'],
  },
  {
    name: 'an Ingress path that holds for itself only',
    breaks: patched({ 'Ingress helloworld-v2': [replace('/spec/rules/0/http/paths/0/pathType', 'Exact')] }),
    fall: ['Ingress: /helloworld_v2/below answers'],
  },
  {
    name: 'one Ingress more, without the label',
    breaks: beside('Ingress helloworld', (object) => {
      const { 'app.kubernetes.io/part-of': _, ...labels } = object.metadata.labels ?? {};
      return { ...object, metadata: { name: 'helloworld-too', labels } };
    }),
    fall: [
      'Ingress: kubectl delete ingress',
      'Gateway: without Ingresses',
      'Cleanup: kubectl delete',
      `All at once: kubectl delete all,ingress -l ${label}`,
    ],
  },
  {
    name: 'a controller that keeps a bare Pod',
    breaks: beside('Pod helloworld-v2', ({ metadata: { labels }, spec }) => ({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'helloworld-v2', labels },
      spec: {
        selector: { matchLabels: { run: 'helloworld-v2' } },
        template: { metadata: { labels }, spec: { ...spec, restartPolicy: 'Always' } },
      },
    })),
    fall: ['Ingress: kubectl delete pod'],
  },
  {
    name: 'a Gateway of a class that nobody serves',
    breaks: patched({ 'Gateway helloworld': [replace('/spec/gatewayClassName', 'nobody')] }),
    fall: ['Gateway: kubectl apply of the Gateway'],
  },
  {
    name: 'an HTTPRoute to a port that its Service does not have',
    breaks: patched({ 'HTTPRoute helloworld': [replace('/spec/rules/0/backendRefs/0/port', 80)] }),
    fall: ['Gateway: kubectl apply -f gateway.yaml', 'Gateway: / answers', 'Gateway: /helloworld_v2x answers'],
  },
  {
    name: 'an HTTPRoute of a Gateway that does not exist',
    breaks: patched({ 'HTTPRoute helloworld-v2': [replace('/spec/parentRefs/0/name', 'hello')] }),
    fall: [
      'Gateway: kubectl apply -f gateway.yaml',
      'Gateway: /helloworld_v2 answers',
      'Gateway: /helloworld_v2/below answers',
    ],
  },
  {
    name: 'an HTTPRoute path that holds for itself only',
    breaks: patched({ 'HTTPRoute helloworld-v2': [replace('/spec/rules/0/matches/0/path/type', 'Exact')] }),
    fall: ['Gateway: /helloworld_v2/below answers'],
  },
  {
    name: 'a deletion that does nothing',
    replaces: (args) => (args.join(' ') === 'delete --ignore-not-found -f -' ? [...args, '--dry-run=server'] : args),
    fall: ['Gateway: kubectl delete -f gateway.yaml', 'ReplicaSet: kubectl delete -f replicaset.yaml'],
  },
  {
    name: 'Pods of a ReplicaSet whose image does not exist',
    breaks: retagged('ReplicaSet helloworld', '9.9'),
    fall: ['ReplicaSet: kubectl apply -f replicaset.yaml'],
  },
  {
    name: 'Pods of a ReplicaSet that find no place',
    breaks: patched({ 'ReplicaSet helloworld': [alone('app')] }),
    fall: ['ReplicaSet: kubectl scale', "ReplicaSet: by the chart's own output"],
  },
  {
    name: 'a ReplicaSet that goes with its Pod',
    replaces: (args) =>
      args.join(' ').startsWith('delete pod helloworld-')
        ? ['delete', 'replicaset/helloworld', `pod/${args[2]}`, '--cascade=orphan']
        : args,
    fall: ['ReplicaSet: kubectl delete pod'],
  },
  {
    name: 'Pods of a ReplicaSet with the label of the Services',
    breaks: patched({ 'ReplicaSet helloworld': [add('/spec/template/metadata/labels/run', 'helloworld')] }),
    fall: ['ReplicaSet: the Services do not reach these Pods'],
  },
  {
    name: 'Pods of a Deployment whose image does not exist',
    breaks: retagged('Deployment helloworld', '9.9'),
    fall: ['Deployment: kubectl apply -f deployment.yaml', 'Deployment: for Kubernetes 1.30 or newer'],
  },
  {
    name: 'Pods of a Deployment that find no place',
    breaks: patched({ 'Deployment helloworld': [alone('run')] }),
    fall: ['Deployment: kubectl scale', 'Deployment: for Kubernetes 1.30 or newer'],
  },
  {
    name: 'a Deployment that stays at 1.0',
    breaks: retagged('Deployment helloworld', '1.0'),
    fall: ['Deployment: update to 2.0', 'Deployment: through an update to 2.0 and back'],
  },
  {
    name: 'a Deployment without a cause',
    breaks: patched({ 'Deployment helloworld': [remove('/metadata/annotations')] }),
    fall: ['Deployment: kubectl rollout history'],
  },
  {
    name: 'a Deployment that keeps no revision',
    breaks: patched({ 'Deployment helloworld': [add('/spec/revisionHistoryLimit', 0)] }),
    fall: [
      'Deployment: kubectl rollout history',
      'Deployment: kubectl rollout undo',
      'Deployment: through an update to 2.0 and back',
    ],
  },
  {
    name: 'a Deployment that ends all Pods before it starts others',
    breaks: patched({ 'Deployment helloworld': [replace('/spec/strategy', { type: 'Recreate' })] }),
    fall: ['Deployment: through the update and back', 'Deployment: through an update to 2.0 and back'],
  },
  {
    name: 'a sleep that is longer than the time to end',
    breaks: (object, title, { kubernetes }) => [
      title === 'Deployment helloworld' && kubernetes
        ? JsonPatch.apply(object, replace(`${template}/containers/0/lifecycle/preStop/sleep/seconds`, 60))
        : object,
    ],
    fall: ['Deployment: for Kubernetes 1.30 or newer'],
  },
  {
    name: 'no sleep before the end',
    breaks: (object, title, { kubernetes }) => [
      title === 'Deployment helloworld' && kubernetes
        ? JsonPatch.apply(object, remove(`${template}/containers/0/lifecycle`))
        : object,
    ],
    fall: ['Deployment: through an update to 2.0 and back'],
  },
  {
    name: 'a field that there is not',
    breaks: patched({ 'Deployment helloworld': [add('/spec/replcas', 3)] }),
    fall: ['All at once: kubectl apply --validate=strict'],
  },
  {
    name: 'among all, Pods whose image does not exist',
    breaks: retagged('Deployment helloworld', '9.9'),
    fall: [
      'All at once: everything becomes ready',
      'All at once: at five replicas',
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
    fall: ['All at once: everything becomes ready', 'All at once: the bare Pods belong to no controller'],
  },
  {
    name: 'an annotation that the controller writes otherwise',
    breaks: patched({
      'Deployment helloworld': [add('/metadata/annotations/deployment.kubernetes.io~1revision', '7')],
    }),
    fall: ['All at once: kubectl diff', 'All at once: with the Gateway API'],
  },
  {
    name: 'among all, Pods that find no place',
    breaks: patched({ 'ReplicaSet helloworld': [alone('app')] }),
    fall: ['All at once: at five replicas'],
  },
  {
    name: 'an HTTPRoute with a field that there is not',
    breaks: patched({ 'HTTPRoute helloworld': [add('/spec/rulez', [])] }),
    fall: ['All at once: with the Gateway API'],
  },
  {
    name: 'a label that no command writes',
    breaks: (object) => [JsonPatch.apply(object, add('/metadata/labels/tier', 'web'))],
    fall: ['Equal to the commands, but for what has a reason: …yaml: kubectl '],
  },
  {
    name: 'a field that is not there, but has a reason',
    breaks: patched({ 'Pod curl': [remove('/spec/terminationGracePeriodSeconds')] }),
    fall: ['Equal to the commands, but for what has a reason: every reason'],
  },
];

/** The claims that nothing in the chapter can break, and why. */
export const unbreakable: readonly { readonly claim: string; readonly reason: string }[] = [
  ...["Pod: from this machine, the Pod's address", 'ClusterIP Service: from this machine, the ClusterIP'].map(
    (claim) => ({
      claim,
      reason: 'where this machine is decides whether it reaches that; if it does, the check is skipped',
    }),
  ),
  ...[
    'NodePort Service: from this machine, the node port',
    'LoadBalancer Service: from this machine, the node port',
  ].map((claim) => ({
    claim,
    reason:
      'what answers from inside answers from outside, or this machine does not reach the node; then it is skipped',
  })),
];

/** Whether a claim is the one of a name in this list. */
export function isNamed(claim: string, name: string): boolean {
  const [start = '', ...others] = name.split('…');
  return claim.startsWith(start) && others.every((part) => claim.includes(part));
}
