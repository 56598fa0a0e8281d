import { describe, expect, test } from '@jest/globals';
import type { Known } from '../../../lib/check/objects/kubernetes';
import { Refusal } from '../../../lib/program/refusal';
import { CommandFailed } from './answer';
import { type Script, Scripted } from './fake-cluster';
import { manifests } from './manifests';
import { SharedNamespace } from './shared-namespace';

const objects = [manifests(), manifests({ routing: 'gateway' })].flatMap(({ objects }) => objects);

/** A cluster that says nothing in particular, unless a script knows better. */
const scripted = (script: Script) =>
  new Scripted((command, input) => {
    const answer = script(command, input);
    if (answer !== undefined) return answer;
    if (command.startsWith('auth can-i')) return 'yes';
    if (command.startsWith('api-resources')) return 'pods\nservices\nconfigmaps\nevents\n';
    return command.endsWith('-o json') ? { items: [] } : '';
  });

const denied = (verb: string, resource: string) =>
  new Error(
    `Error from server (Forbidden): x is forbidden: User "dev" cannot ${verb} resource "${resource}" in API group "" in the namespace "team"`,
  );

describe('an existing namespace', () => {
  const see = async (script: Script) => {
    const kubectl = scripted(script);
    const namespace = new SharedNamespace('team', objects);
    await namespace.ensureUsable(kubectl, 'the user');
    return { kubectl, namespace };
  };

  test('is taken if nothing in it is in the way', async () => {
    const { kubectl } = await see(() => undefined);
    expect(kubectl.asked.filter((command) => !/^(get|auth can-i|api-resources) /.test(command))).toEqual([]);
  });

  test('is taken by a user who may neither look at the namespace, nor see all kinds', async () => {
    await see((command) => {
      if (command.startsWith('get namespace')) return denied('get', 'namespaces');
      return command.startsWith('get pods,services,configmaps') ? denied('list', 'configmaps') : undefined;
    });
  });

  test('is taken on a cluster that does not know the Gateway API', async () => {
    await see((command) =>
      command.startsWith('get Gateway') ? new Error(`the server doesn't have a resource type "Gateway"`) : undefined,
    );
  });

  const change = (name: string) =>
    `namespace team contains ${name}, which the run would change; nothing was done: delete it if it is yours, or use another namespace`;

  test.each<[string, string, unknown, string]>([
    ['an object of a name of the chapter', ' Pod/curl ', 'pod/curl\n', change('pod/curl')],
    ['a Gateway', 'get Gateway.v1', 'gateway.x/helloworld\n', change('gateway.x/helloworld')],
    ['its label', '-l app.kubernetes.io/part-of=hello-world', 'configmap/a\n', change('configmap/a')],
    ['a Pod that a ReplicaSet would adopt', '-l app=helloworld', 'pod/a\n', change('pod/a')],
    ['a Pod that the claims would count', '-l run=curl', 'pod/a\n', change('pod/a')],
    ['a Pod that a Service would select', '-l run=helloworld-v2', 'pod/a\n', change('pod/a')],
    [
      'a Service that would select its Pods',
      'get services,',
      {
        items: [
          { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { run: 'helloworld' } } },
        ],
      },
      'namespace team contains Service web, which would select Pods of the chapter; nothing was done: delete it if it is yours, or use another namespace',
    ],
    ['a namespace that is going', 'get namespace', 'Terminating', 'namespace team is being deleted'],
    ['no right to delete', 'can-i delete Pod', 'no', 'the user is not allowed to delete Pod objects in namespace team'],
  ])('is refused: %s', async (_, words, answer, message) => {
    const seen = see((command) => (command.includes(words) ? answer : undefined));
    await expect(seen).rejects.toEqual(new Refusal(message));
  });

  test.each<[string, object | undefined]>([
    ['other labels', { run: 'other' }],
    ['nothing', {}],
    ['no selector', undefined],
  ])('is taken with a Service that selects %s', async (_, selector) => {
    await see((command) =>
      command.startsWith('get services,')
        ? { items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector } }] }
        : undefined,
    );
  });

  test('is left without what the run has made', async () => {
    let there = ['pod/curl', 'deployment.apps/helloworld'];
    const kubectl = scripted((command) => {
      if (command.startsWith('delete')) there = [];
      return / Pod\/curl /.test(command) ? there.join('\n') : undefined;
    });
    await new SharedNamespace('team', objects).remove(kubectl);
    expect(kubectl.asked.filter((command) => command.startsWith('delete'))).toEqual([
      'delete pod/curl deployment.apps/helloworld --ignore-not-found --cascade=foreground',
    ]);
  });

  test.each<[string, string, unknown]>([
    ['something stays', ' Pod/curl ', 'pod/curl'],
    ['Pods stay that it selects', '-l app=helloworld', 'pod/helloworld-x'],
  ])('says so if %s', async (_, words, answer) => {
    const kubectl = scripted((command) => {
      if (command.includes(words)) return answer;
      return / Pod\/curl /.test(command) ? 'pod/curl' : undefined;
    });
    await expect(new SharedNamespace('team', objects).remove(kubectl)).rejects.toBeInstanceOf(CommandFailed);
  });

  test('has events of others, and of an earlier run', async () => {
    const event = (uid: string, name: string): Known<'Event'> => ({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { uid },
      involvedObject: { kind: 'ReplicaSet', name },
      reason: 'Failed',
      message: '',
    });
    const { namespace } = await see((command) =>
      command.startsWith('get events') ? { items: [event('before', 'helloworld')] } : undefined,
    );
    const concerning = [
      event('before', 'helloworld'),
      event('a', 'helloworld'),
      event('b', 'helloworld-7d'),
      event('c', 'web'),
    ];
    expect(concerning.filter((event) => namespace.concerns(event)).map(({ metadata }) => metadata.uid)).toEqual([
      'a',
      'b',
    ]);
  });

  test('has Pods of others', async () => {
    const { namespace } = await see(() => undefined);
    const pod = (name: string, labels: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels },
    });
    const pods = [pod('curl', {}), pod('helloworld-7d', { app: 'helloworld' }), pod('helloworld-web', { app: 'web' })];
    expect(pods.filter((pod) => namespace.isOurs(pod)).map(({ metadata }) => metadata.name)).toEqual([
      'curl',
      'helloworld-7d',
    ]);
  });
});
