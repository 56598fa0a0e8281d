import { accepted, type Effect, noneCreated } from '../findings/effects';
import type { Finding, Rule } from '../findings/rule';
import { containersOf } from '../objects/containers';
import type { Inventory } from '../objects/inventory';
import { type Item, isHeadless, namespaceOf, titleOf } from '../objects/item';
import { isA } from '../objects/kinds';
import type { Kind } from '../objects/kubernetes';
import { schemas } from '../schema/imported';
import { type Field, fieldsAt } from '../schema/paths';
import { isObject } from '../schema/schema';

/** Where objects name others: the field, the kind that it names (or else says itself), what happens without the other. */
type Naming = readonly [path: string, kind: string | undefined, effect: Effect];

const notStarted = accepted('the container is not started: CreateContainerConfigError');
const notMounted = accepted('the Pod waits for its volume: FailedMount');

const inContainers: readonly Naming[] = [
  ['env[].valueFrom.configMapKeyRef', 'ConfigMap', notStarted],
  ['env[].valueFrom.secretKeyRef', 'Secret', notStarted],
  ['envFrom[].configMapRef', 'ConfigMap', notStarted],
  ['envFrom[].secretRef', 'Secret', notStarted],
];

const inPods: readonly Naming[] = [
  ['volumes[].configMap', 'ConfigMap', notMounted],
  ['volumes[].secret', 'Secret', notMounted],
  ['volumes[].projected.sources[].configMap', 'ConfigMap', notMounted],
  ['volumes[].projected.sources[].secret', 'Secret', notMounted],
  ['volumes[].persistentVolumeClaim', 'PersistentVolumeClaim', accepted('the Pod stays Pending')],
  [
    'imagePullSecrets[]',
    'Secret',
    accepted('the image is pulled without credentials, which a private registry refuses: ErrImagePull'),
  ],
  ['serviceAccountName', 'ServiceAccount', noneCreated],
  ['priorityClassName', 'PriorityClass', noneCreated],
  ['runtimeClassName', 'RuntimeClass', noneCreated],
];

const inBindings: readonly Naming[] = [
  ['roleRef', undefined, accepted('it grants nothing')],
  ['subjects[]', undefined, accepted('nobody is granted anything')],
];

const inKinds = new Map<Kind, readonly Naming[]>([
  ['ClusterRoleBinding', inBindings],
  [
    'Gateway',
    [
      [
        'spec.listeners[].tls.certificateRefs[]',
        'Secret',
        accepted('the listener accepts no requests: InvalidCertificateRef'),
      ],
    ],
  ],
  ['HorizontalPodAutoscaler', [['spec.scaleTargetRef', undefined, accepted('it scales nothing: FailedGetScale')]]],
  [
    'Ingress',
    [['spec.tls[].secretName', 'Secret', accepted('the ingress controller serves its own default certificate')]],
  ],
  ['PersistentVolumeClaim', [['spec.volumeName', 'PersistentVolume', accepted('it stays Pending')]]],
  ['RoleBinding', inBindings],
  ['StatefulSet', [['spec.serviceName', 'Service', accepted('its Pods have no DNS names')]]],
]);

const inAll: readonly Naming[] = [['metadata.namespace', 'Namespace', accepted('kubectl finds no such namespace')]];

/** What is in every cluster. */
const known = new Map<string, RegExp>([
  ['ClusterRole', /^(?:cluster-admin|admin|edit|view|system:.*)$/],
  ['ConfigMap', /^kube-root-ca\.crt$/],
  ['Group', /^/],
  ['Namespace', /^(?:default|kube-.*)$/],
  ['PriorityClass', /^system-/],
  ['ServiceAccount', /^default$/],
  ['User', /^/],
]);

const withoutNamespace = ['ClusterRole', 'Namespace', 'PersistentVolume', 'PriorityClass', 'RuntimeClass'];

/** What an object names is in the app, in every cluster, or in the one that it is for. */
export const references: Rule = {
  id: 'references',
  finds:
    'A reference to an object that does not exist, such as a ConfigMap, a Secret, a ServiceAccount or a namespace, or to a missing key of a ConfigMap or a Secret.',
  mend: 'Use the name of an object of the app, or mark the reference as `optional`. If the cluster already has the object, declare it: `new ManifestApp({ given: ["Secret/db"] })`, or `--given Secret/db`.',
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps',
    'https://kubernetes.io/docs/concepts/configuration/secret/#using-a-secret',
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  ],

  *find(app) {
    for (const item of app.items) {
      yield* missing(app, item, inAll, item.object, '');
    }
    for (const [kind, places] of inKinds) {
      for (const item of app.ofKind(kind)) yield* missing(app, item, places, item.object, '');
    }
    for (const pod of app.pods) {
      yield* missing(app, pod.item, inPods, pod.spec, pod.path);
      for (const { container, path } of containersOf(pod)) yield* missing(app, pod.item, inContainers, container, path);
    }
    yield* withAddress(app);
  },
};

function* missing(
  app: Inventory,
  item: Item,
  places: readonly Naming[],
  value: unknown,
  from: string,
): Iterable<Finding> {
  for (const [path, kind, effect] of places) {
    for (const field of fieldsAt(value, path, from)) {
      const problem = problemOf(app, item, kind, field);
      if (problem !== undefined) yield { item, path: field.path, problem, effect };
    }
  }
}

function problemOf(app: Inventory, item: Item, ofKind: string | undefined, { path, value }: Field): string | undefined {
  const named = isObject(value) ? value : { name: value };
  const name = text(named.name ?? named.secretName ?? named.claimName);
  const kind = ofKind ?? text(named.kind);
  // Another kind than usual: only those who defined it know what it means.
  if (ofKind !== undefined && ![ofKind, ''].includes(text(named.kind))) return undefined;
  if (name === '' || named.optional === true || known.get(kind)?.test(name) || app.isGiven(`${kind}/${name}`))
    return undefined;
  const namespace = withoutNamespace.includes(kind) ? '' : text(named.namespace) || namespaceOf(item);
  const other = app.named(kind, namespace, name)?.object;
  if (!other) {
    if (!listed.has(kind) && app.items.some(({ object }) => object.kind === kind && object.metadata.name === name))
      return undefined;
    const where = namespace === '' ? '' : ` in namespace ${namespace}`;
    return `${path} names ${kind} ${name}, which the app does not have${where}; if the cluster already has it, declare it as given: ${kind}/${name}`;
  }
  if (!isA(other, 'ConfigMap', 'Secret')) return undefined;
  const keys = Object.keys({ ...other.data, ...(other.kind === 'Secret' ? other.stringData : other.binaryData) });
  const wanted = [named.key, ...fieldsAt(named, 'items[].key').map((key) => key.value)]
    .map(text)
    .filter((key) => key !== '');
  const without = wanted.find((key) => !keys.includes(key));
  return without === undefined
    ? undefined
    : `${path} names the key ${without} of ${kind} ${name}, which has ${keys.length > 0 ? `only ${keys.join(', ')}` : 'none'}`;
}

/** The kinds whose objects can be found by their name; all others have to be looked through. */
const listed = new Set(Object.keys(schemas.kinds).map((name) => name.replace(/^.* /, '')));

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The Service of a StatefulSet is headless, so that each Pod gets a name. */
function* withAddress(app: Inventory): Iterable<Finding> {
  for (const item of app.ofKind('StatefulSet')) {
    const service = app.named('Service', namespaceOf(item), item.object.spec?.serviceName);
    if (!service || isHeadless(service)) continue;
    yield {
      item,
      path: 'spec.serviceName',
      problem: `its ${titleOf(service)} is not headless (clusterIP: None)`,
      effect: accepted('its Pods have no DNS names'),
    };
  }
}
