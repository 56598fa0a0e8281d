import { described, formats } from '../structure/formats';
import { refused } from './effects';
import type { Rule } from './rule';

/** Kinds whose names have a form of their own, and a length; all others are DNS names. */
const formsOfNames: Readonly<Record<string, readonly [form: string, longest?: number]>> = {
  CertificateSigningRequest: ['path-segment'],
  ClusterRole: ['path-segment'],
  ClusterRoleBinding: ['path-segment'],
  CronJob: ['dns-name', 52], // the Jobs' names are 11 longer
  Job: ['dns-name', 63], // it becomes a label of the Pods
  Namespace: ['dns-label'],
  PodDisruptionBudget: ['path-segment'],
  Role: ['path-segment'],
  RoleBinding: ['path-segment'],
  Service: ['service-name'],
  StatefulSet: ['dns-label'], // it becomes a label of the Pods, and part of their host names
};

/** The names of objects are such as Kubernetes takes for their kind. */
export const names: Rule = {
  id: 'names',
  finds: 'A name that an object of its kind must not have.',
  mend: 'Write it in small letters, digits and "-".',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],

  *find(app) {
    for (const item of app.items) {
      const { apiVersion, kind, metadata } = item.object;
      const { generateName = '' } = metadata;
      const name = metadata.name || `${generateName}x`; // the API server makes it longer
      const ownKind = /^v1$|^[a-z]+\/|\.k8s\.io\//.test(apiVersion) ? kind : '';
      if (!isWrong(ownKind, name)) continue;
      const [form, longest] = formsOfNames[ownKind] ?? ['dns-name'];
      const known = formats[form];
      const accepts = known && described({ ...known, longest: longest ?? known.longest });
      yield {
        item,
        path: 'metadata.name',
        problem: `the name ${JSON.stringify(metadata.name || generateName)} must be ${accepts}`,
        // Kubernetes 1.30 still refused a Service whose name begins with a digit; 1.37 takes it.
        effect:
          ownKind === 'Service' && !isWrong('Namespace', name)
            ? { refused: true, text: 'the API server of Kubernetes 1.30 refuses it' }
            : refused,
      };
    }
    for (const item of app.ofKind('PriorityClass')) {
      if (!item.object.metadata.name?.startsWith('system-')) continue;
      yield {
        item,
        path: 'metadata.name',
        problem: 'names that begin with system- are for Kubernetes itself',
        effect: refused,
      };
    }
  },
};

function isWrong(kind: string, name: string): boolean {
  const [form, longest = name.length] = formsOfNames[kind] ?? ['dns-name'];
  return name.length > longest || !formats[form]?.test(name);
}
