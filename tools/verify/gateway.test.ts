import { describe, expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { cluster, type Script, Scripted } from './cluster/fake-cluster';
import { manifests } from './cluster/manifests';
import { ClaimFailed, ClaimSkipped } from './cluster/outcome';
import { gateway } from './sections/gateway';

/** The manifests with a port on which nothing listens here, so that requests go through the Pod. */
const { claims } = gateway(manifests(), (state) =>
  manifests(state).map((object) =>
    object.kind === 'Gateway' ? [JsonPatch.apply(object, JsonPatch.replace('/spec/listeners/0/port', 1))] : [object],
  ),
);

/** Runs the claim in whose text some words are. */
async function run(text: string, script: Script) {
  const kubectl = new Scripted(script);
  const claim = claims.find((claim) => claim.text.includes(text));
  if (!claim) throw new Error(`there is no claim "${text}"`);
  const outcome = await Promise.resolve(claim.test(cluster(kubectl))).catch((error: unknown) => error);
  return { asked: kubectl.asked, outcome };
}

const condition = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message });
const gatewayWith = (conditions: object[], ...listener: object[]) => ({
  kind: 'Gateway',
  metadata: { name: 'helloworld' },
  spec: {},
  status: {
    addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
    conditions,
    listeners: [{ name: 'http', conditions: listener }],
  },
});
const client = { kind: 'Pod', metadata: { name: 'curl', namespace: 'own' }, spec: {} };
const items = (...all: object[]) => ({ items: all });

describe('a Gateway', () => {
  const withGateway = (current: object): Script => {
    return (command) =>
      command.startsWith('get gatewayclasses')
        ? items({ metadata: { name: 'traefik' } })
        : command.startsWith('get Gateway')
          ? current
          : '';
  };

  test('is well when it is programmed and has an address', async () => {
    const { asked, outcome } = await run(
      'it is programmed',
      withGateway(gatewayWith([condition('Programmed', 'True')])),
    );
    expect(outcome).toBe('192.0.2.1');
    expect(asked).toContain('get Gateway.v1.gateway.networking.k8s.io helloworld -o json');
  });

  test.each([
    [
      'what its conditions say',
      gatewayWith(
        [condition('Programmed', 'False', 'Invalid')],
        condition('Accepted', 'False', 'PortUnavailable', 'no entry point for port 80'),
        condition('Conflicted', 'False'),
      ),
      ['Programmed: Invalid', 'Accepted: PortUnavailable: no entry point for port 80'],
    ],
    [
      'that nobody looks after it',
      gatewayWith([condition('Programmed', 'Unknown', 'Pending')]),
      ['the controller for its class does not see it or is not running'],
    ],
  ])('fails with %s', async (_, current, why) => {
    const { outcome } = await run('it is programmed', withGateway(current));
    expect(outcome).toEqual(new ClaimFailed('kubectl get gateway helloworld', 'Programmed', 'not', why));
    expect(outcome).toMatchObject({ why });
  });

  test('is skipped where the cluster has no address for it', async () => {
    const waiting = gatewayWith([condition('Programmed', 'False', 'AddressNotAssigned')]);
    expect((await run('it is programmed', withGateway(waiting))).outcome).toEqual(
      new ClaimSkipped(
        'this cluster assigns no address to the Gateway; on minikube, run `minikube tunnel` in another terminal',
      ),
    );
  });
});

describe('its address without routes', () => {
  const answering = (status: string, others: object): Script => {
    return (command) => {
      if (command.startsWith('get Gateway')) {
        const address = { type: 'IPAddress', value: '127.0.0.1' };
        return { ...gatewayWith([]), status: { addresses: [address] } };
      }
      if (command.startsWith('exec curl'))
        return status === '' ? new Error('curl: (7) Failed to connect') : `\n${status}`;
      if (command.startsWith('get ingress --all-namespaces')) return others;
      return command.startsWith('get httproutes')
        ? new Error('error: the server doesn\'t have a resource type "httproutes"')
        : client;
    };
  };

  test('returns 404, after the Ingresses are deleted', async () => {
    const { asked, outcome } = await run('returns 404', answering('404', items()));
    expect(outcome).toBeUndefined();
    expect(asked[0]).toBe('delete ingress -l app.kubernetes.io/part-of=hello-world');
  });

  test('fails if something answers', async () => {
    const { outcome } = await run('returns 404', answering('200', items()));
    expect(outcome).toMatchObject({ expected: 'HTTP 404', got: 'HTTP 200' });
    expect(outcome).toBeInstanceOf(ClaimFailed);
    const none = await run('returns 404', answering('', items()));
    expect(none.outcome).toMatchObject({ got: 'curl: (7) Failed to connect' });
  });

  test("is skipped if it may be somebody else's Ingress that answers", async () => {
    const other = {
      kind: 'Ingress',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { rules: [{ http: { paths: [{ path: '/' }] } }] },
    };
    expect((await run('returns 404', answering('200', items(other)))).outcome).toEqual(
      new ClaimSkipped(
        'Ingress web in namespace shop already claims / for every host and may be what answered; delete it and try again',
      ),
    );
    const ofOneHost = { ...other, spec: { rules: [{ host: 'a.example', http: { paths: [{ path: '/' }] } }] } };
    expect((await run('returns 404', answering('200', items(ofOneHost)))).outcome).toBeInstanceOf(ClaimFailed);
  });

  test('is skipped if one may not see whether it is', async () => {
    const denied = new Error(
      'Error from server (Forbidden): ingresses.networking.k8s.io is forbidden: User "dev" cannot list resource "ingresses" in API group "networking.k8s.io" at the cluster scope',
    );
    const { outcome } = await run('returns 404', answering('200', denied));
    expect(outcome).toBeInstanceOf(ClaimSkipped);
    expect(outcome).toHaveProperty('message', 'you are not allowed to list ingresses at the cluster scope');
  });
});

describe('its routes', () => {
  const withRoutes = (...conditions: object[]): Script => {
    const ready = { conditions: [condition('Ready', 'True')] };
    const pod = (name: string) => ({ kind: 'Pod', metadata: { name }, spec: {}, status: ready });
    return (command) => {
      if (command.startsWith('get HTTPRoute')) {
        return {
          kind: 'HTTPRoute',
          metadata: { name: command.split(' ')[2] },
          spec: {},
          status: { parents: [{ conditions }] },
        };
      }
      return command.startsWith('get pods') ? items(pod('helloworld'), pod('helloworld-v2')) : items();
    };
  };

  test('are well when they are accepted and what they name is there', async () => {
    const script = withRoutes(condition('Accepted', 'True'), condition('ResolvedRefs', 'True'));
    expect((await run('both HTTPRoutes are accepted', script)).outcome).toBeUndefined();
  });

  test('fail with what their conditions say', async () => {
    const missing = condition('ResolvedRefs', 'False', 'BackendNotFound', 'no Service hello');
    expect(
      (await run('both HTTPRoutes are accepted', withRoutes(condition('Accepted', 'True'), missing))).outcome,
    ).toMatchObject({
      why: [
        'HTTPRoute helloworld: ResolvedRefs: BackendNotFound: no Service hello',
        'HTTPRoute helloworld-v2: ResolvedRefs: BackendNotFound: no Service hello',
      ],
    });
    expect((await run('both HTTPRoutes are accepted', withRoutes())).outcome).toMatchObject({
      why: ['HTTPRoute helloworld: no Gateway has accepted it', 'HTTPRoute helloworld-v2: no Gateway has accepted it'],
    });
  });
});
