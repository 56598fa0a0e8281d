import { containersOf, type Inventory, type Item } from './inventory';
import type { Labels } from './kubernetes';
import type { Finding } from './rule';
import { selectorOf } from './selector';

/** A form of name: what it is called, its longest, and its pattern. */
interface Form {
  readonly accepts: string;
  readonly longest: number;
  readonly pattern: RegExp;
}

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';

const dnsName: Form = {
  accepts: 'small letters, digits, "-" and "."',
  longest: 253,
  pattern: new RegExp(`^${label}(?:\\.${label})*$`),
};
const dnsLabel: Form = { accepts: 'small letters, digits and "-"', longest: 63, pattern: new RegExp(`^${label}$`) };
const serviceName: Form = {
  ...dnsLabel,
  accepts: 'small letters, digits and "-", a letter first',
  pattern: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
};
const pathSegment: Form = { accepts: 'anything without "/" and "%"', longest: 253, pattern: /^(?!\.{1,2}$)[^/%]+$/ };
const portName: Form = {
  accepts: 'small letters, digits and single "-", a letter among them',
  longest: 15,
  pattern: /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/,
};
const labelName: Form = {
  accepts: 'letters, digits, "-", "_" and "."',
  longest: 63,
  pattern: /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
};
const labelValue: Form = { ...labelName, pattern: /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/ };

/** Kinds whose names have a form of their own; all others are DNS names. */
const formsOfNames: Readonly<Record<string, Form>> = {
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
  CronJob: { ...dnsName, longest: 52 }, // the Jobs' names are 11 longer
  Job: { ...dnsName, longest: 63 }, // it becomes a label of the Pods
  Namespace: dnsLabel,
  Role: pathSegment,
  RoleBinding: pathSegment,
  Service: serviceName,
};

/**
 * The names of objects, containers and ports, the keys and values of labels and the keys of annotations are such as
 * Kubernetes takes.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function* names(app: Inventory): Iterable<Finding> {
  for (const item of app.items) {
    // Kubernetes 1.30 still refused a Service whose name begins with a digit; 1.37 takes it.
    const age =
      item.object.kind === 'Service' && /^\d/.test(item.object.metadata.name ?? '') ? ' of Kubernetes 1.30' : '';
    for (const problem of problemsOf(item)) yield { item, problem, effect: `the API server${age} refuses it` };
  }
  for (const { item, labels, annotations, spec } of app.pods) {
    const problems = containersOf(spec).flatMap(({ name, ports = [] }) => [
      ...wrong('container name', name, dnsLabel),
      ...ports.flatMap((port) => wrong('port name', port.name, portName)),
    ]);
    if (item.object.kind !== 'Pod') {
      problems.push(...wrongLabels(labels), ...wrongKeys('annotation key', annotations));
    }
    for (const problem of problems) yield { item, problem, effect: 'the API server refuses it' };
  }
}

function problemsOf({ object }: Item): string[] {
  const { kind, metadata, spec } = object;
  return [
    ...wrong('name', metadata.name, formsOfNames[kind] ?? dnsName),
    ...wrong('namespace', metadata.namespace, dnsLabel),
    ...wrongLabels(metadata.labels),
    ...wrongKeys('annotation key', metadata.annotations),
    ...wrongLabels(spec?.jobTemplate?.metadata?.labels),
    ...wrongLabels(selectorOf(object)?.matchLabels),
    ...(selectorOf(object)?.matchExpressions ?? []).flatMap(({ key }) => wrongKeys('label key', { [key]: '' })),
    ...(kind === 'Service' ? (spec?.ports ?? []).flatMap(({ name }) => wrong('port name', name, dnsLabel)) : []),
  ];
}

function wrongLabels(labels: Labels = {}): string[] {
  return [
    ...wrongKeys('label key', labels),
    ...Object.entries(labels).flatMap(([key, value]) => wrong(`value of label ${key},`, value, labelValue)),
  ];
}

/** Keys have a name and may have a DNS name and a slash before it. */
function wrongKeys(what: string, map: Labels = {}): string[] {
  return Object.keys(map).flatMap((key) => {
    const slash = key.indexOf('/');
    // Kubernetes puts the keys of annotations into small letters before it looks at them.
    const form = what === 'annotation key' ? key.toLowerCase() : key;
    const prefix = slash < 0 ? [] : wrong(`prefix of ${what}`, form.slice(0, slash), dnsName);
    return [...prefix, ...wrong(what, key.slice(slash + 1), labelName)];
  });
}

function wrong(what: string, name: unknown, { accepts, longest, pattern }: Form): string[] {
  if (name === undefined || (typeof name === 'string' && name.length <= longest && pattern.test(name))) return [];
  return [`the ${what} ${JSON.stringify(name)} must be ${accepts}, ${longest} characters at most`];
}
