import { refused } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { described, dnsLabel, dnsName, type Format, formats } from '../schema/formats';

/** Kinds whose names have a special form or length; all others are DNS names. */
const formsOfNames = new Map<string, Format>([
  ['CertificateSigningRequest', form('path-segment')],
  ['ClusterRole', form('path-segment')],
  ['ClusterRoleBinding', form('path-segment')],
  ['CronJob', form('dns-name', 52)], // the Jobs' names are 11 longer
  ['Job', form('dns-name', 63)], // it becomes a label of the Pods
  ['Namespace', form('dns-label')],
  ['PodDisruptionBudget', form('path-segment')],
  ['Role', form('path-segment')],
  ['RoleBinding', form('path-segment')],
  ['Service', form('service-name')],
  ['StatefulSet', form('dns-label')], // it becomes a label of the Pods, and part of their host names
]);

function form(name: string, longest?: number): Format {
  const known = formats[name];
  if (!known) throw new Error(`there is no form ${name}`);
  const most = longest ?? known.longest;
  return { ...known, longest: most, test: (text) => text.length <= (most ?? text.length) && known.test(text) };
}

/** The names of objects are such as Kubernetes takes for their kind. */
export const names: Rule = {
  id: 'names',
  finds: 'A name that is not valid for the kind of the object.',
  mend: 'Use a name of the form given in the finding.',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],

  *find(app) {
    for (const item of app.items) {
      const { apiVersion, kind, metadata } = item.object;
      const ownKind = /^v1$|^[a-z]+\/|\.k8s\.io\//.test(apiVersion) ? kind : '';
      const expected = formsOfNames.get(ownKind) ?? dnsName;
      const { generateName = '' } = metadata;
      const name = metadata.name || `${generateName}x`; // the API server makes it longer
      if (expected.test(name)) continue;
      yield {
        item,
        path: 'metadata.name',
        problem: `the name ${JSON.stringify(metadata.name || generateName)} must be ${described(expected)}`,
        // Kubernetes 1.30 still refused a Service whose name begins with a digit; 1.37 takes it.
        effect:
          ownKind === 'Service' && dnsLabel.test(name)
            ? { severity: 'refused', text: 'the API server of Kubernetes 1.30 refuses it' }
            : refused,
      };
    }
    for (const item of app.ofKind('PriorityClass')) {
      if (!item.object.metadata.name?.startsWith('system-')) continue;
      const problem = 'names that begin with system- are reserved for Kubernetes';
      yield { item, path: 'metadata.name', problem, effect: refused };
    }
  },
};
