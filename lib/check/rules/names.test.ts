import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, changed, check, controller, finds, patched, routed } from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import { names } from './names';

const { replace } = JsonPatch;

finds(names, [
  [
    'that of a Pod with capitals',
    changed('Pod curl', replace('/metadata/name', 'Hello_World!')),
    'pod: Pod Hello_World!: the name "Hello_World!" must be lowercase letters, digits, "-" and ".", 253 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a Service with dots',
    changed('Service helloworld-lb', replace('/metadata/name', 'hello.lb')),
    'service_loadbalancer: Service hello.lb: the name "hello.lb" must be lowercase letters, digits and "-", starting with a letter, 63 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a Service that begins with a digit',
    changed('Service helloworld-lb', replace('/metadata/name', '1st')),
    'service_loadbalancer: Service 1st: the name "1st" must be lowercase letters, digits and "-", starting with a letter, 63 characters at most. On a cluster, the API server of Kubernetes 1.30 refuses it.',
  ],
  [
    'that of an HTTPRoute with capitals',
    routed('HTTPRoute helloworld', replace('/metadata/name', 'Hello')),
    'gateway: HTTPRoute Hello: the name "Hello" must be lowercase letters, digits, "-" and ".", 253 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a CronJob, too long for its Jobs',
    patched(controller('CronJob'), 'CronJob other', replace('/metadata/name', 'a'.repeat(53))),
    `other: CronJob ${'a'.repeat(53)}: the name "${'a'.repeat(53)}" must be lowercase letters, digits, "-" and ".", 52 characters at most. On a cluster, the API server refuses it.`,
  ],
  [
    'that of a StatefulSet with dots',
    patched(controller('StatefulSet'), 'StatefulSet other', replace('/metadata/name', 'o.ther')),
    'other: StatefulSet o.ther: the name "o.ther" must be lowercase letters, digits and "-", 63 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a StatefulSet, too long for a label',
    patched(controller('StatefulSet'), 'StatefulSet other', replace('/metadata/name', 'a'.repeat(64))),
    `other: StatefulSet ${'a'.repeat(64)}: the name "${'a'.repeat(64)}" must be lowercase letters, digits and "-", 63 characters at most. On a cluster, the API server refuses it.`,
  ],
  [
    'that of a Job, too long for a label',
    patched(controller('Job'), 'Job other', replace('/metadata/name', 'a'.repeat(64))),
    `other: Job ${'a'.repeat(64)}: the name "${'a'.repeat(64)}" must be lowercase letters, digits, "-" and ".", 63 characters at most. On a cluster, the API server refuses it.`,
  ],
  [
    'that of a Namespace with dots',
    beside({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'our.team' } }),
    'other: Namespace our.team: the name "our.team" must be lowercase letters, digits and "-", 63 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a Role with a slash',
    beside({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'pods/reader' }, rules: [] }),
    'other: Role pods/reader: the name "pods/reader" must be a name without "/" or "%". On a cluster, the API server refuses it.',
  ],
  [
    "that of a PriorityClass like Kubernetes' own",
    beside(priorityClass('system-web')),
    'other: PriorityClass system-web: names that begin with system- are reserved for Kubernetes. On a cluster, the API server refuses it.',
  ],
]);

// The rule server-fields finds that no name follows.
test('names finds the beginning of a name', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'Other-' } };
  expect(check(beside(object), { rules: [names] }).map(lineOf)).toEqual([
    'other: ConfigMap Other-…: the name "Other-" must be lowercase letters, digits, "-" and ".", 253 characters at most. On a cluster, the API server refuses it.',
  ]);
});

test.each<[string, object]>([
  ['the beginning of a name', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'other-' } }],
  [
    'capitals and colons in the name of a Role',
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'Team:reader' }, rules: [] },
  ],
  [
    'dots and digits in the name of a ConfigMap',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '1.2.conf' } },
  ],
  ['a Namespace that begins with a digit', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: '1st' } }],
  ['a PriorityClass of the app', priorityClass('web-system')],
])('nothing is found in %s', (_, object) => {
  expect(check(beside(object), { rules: [names] })).toEqual([]);
});

function priorityClass(name: string) {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 1000 };
}
