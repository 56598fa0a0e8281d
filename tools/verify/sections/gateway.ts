import { nameOf } from '../../../lib/check/objects/item';
import type { Known, KubernetesObject } from '../../../lib/check/objects/kubernetes';
import { CommandFailed, isOfUnknownKind } from '../cluster/answer';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import { complaintOf, holds } from '../cluster/health';
import { label, versionOf } from '../cluster/kubectl-names';
import type { Manifests, State } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';
import { pathClaims, routedPaths, waitForNothing } from '../cluster/path-routing';
import { hostOf } from '../cluster/requests';

const files = { every: 'gateway.yaml', path: 'gateway_path.yaml' } as const;

/** The chapter with a Gateway in place of the Ingresses. */
export const state: State = { routing: 'gateway' };

/** 4.5 again: a Gateway and two HTTPRoutes in place of the Ingresses. */
export function gateway(manifests: Manifests, inState: (state: State) => Manifests): SectionClaims {
  const withGateway = inState(state);
  const object = withGateway.get(files.every, 'Gateway');
  const routes = [withGateway.get(files.every, 'HTTPRoute'), withGateway.get(files.path, 'HTTPRoute')] as const;
  const { server } = manifests;
  const second = withGateway.get(files.path, 'Pod');
  const port = object.spec.listeners[0]?.port;
  const paths = routedPaths([pathOf(routes[0]), versionOf(server)], [pathOf(routes[1]), versionOf(second)]);

  /** The address of the Gateway, with its port. */
  const address = async (cluster: Cluster) => {
    const [host] = (await cluster.get(object)).status?.addresses ?? [];
    return `${hostOf(host?.value ?? '')}${port === 80 ? '' : `:${port}`}`;
  };

  const programmed: Claim = {
    text: `kubectl apply of the Gateway in ${files.every}: it is programmed and has an address`,
    test: async (cluster) => {
      cluster.ensureMayMake([object]);
      await ensureClass(cluster, object);
      await cluster.applyObjects([object], state);
      let current: Known<'Gateway'> | undefined;
      const found = await cluster.until(async () => {
        current = await cluster.get(object);
        const { addresses, conditions } = current.status ?? {};
        return holds('Programmed', conditions) ? addresses?.[0]?.value : undefined;
      });
      if (found) return found;
      const { conditions = [], listeners = [] } = current?.status ?? {};
      if (conditions.some(({ reason }) => reason === 'AddressNotAssigned')) {
        throw new ClaimSkipped(
          'this cluster assigns no address to the Gateway; on minikube, run `minikube tunnel` in another terminal',
        );
      }
      const why = [...conditions, ...listeners.flatMap((listener) => listener.conditions ?? [])].flatMap(complaintOf);
      const silent = ['the controller for its class does not see it or is not running'];
      throw new ClaimFailed(
        `kubectl get gateway ${nameOf(object)}`,
        'Programmed',
        'not',
        why.length > 0 ? why : silent,
      );
    },
  };

  const silent: Claim = {
    text: 'without Ingresses and HTTPRoutes, its address returns 404',
    after: programmed,
    test: async (cluster) => {
      await cluster.kubectl.do(['delete', 'ingress', '-l', label]);
      await waitForNothing(cluster, await address(cluster), paths);
    },
  };

  const accepted: Claim = {
    text: `kubectl apply -f ${files.every} -f ${files.path}: both HTTPRoutes are accepted, and their references resolve`,
    after: silent,
    test: async (cluster) => {
      await cluster.apply(files.every, state);
      await cluster.apply(files.path, state);
      await cluster.applyObjects([server]);
      await cluster.ready(`run in (${nameOf(server)},${nameOf(second)})`, 2);
      let lacks: string[] = [];
      const settled = await cluster.until(async () => {
        const current = await Promise.all(routes.map((route) => cluster.get(route)));
        lacks = current.flatMap(({ metadata, status }) => {
          const conditions = (status?.parents ?? []).flatMap((parent) => parent.conditions ?? []);
          if (['Accepted', 'ResolvedRefs'].every((type) => holds(type, conditions))) return [];
          const why = conditions.flatMap(complaintOf);
          return (why.length > 0 ? why : ['no Gateway has accepted it']).map(
            (lack) => `HTTPRoute ${metadata.name}: ${lack}`,
          );
        });
        return lacks.length === 0;
      });
      if (settled) return;
      throw new ClaimFailed('kubectl describe httproute', 'Accepted and ResolvedRefs', 'not for both', lacks);
    },
  };

  const explain = async (cluster: Cluster) => {
    const services = routes.flatMap(({ spec }) => spec?.rules?.[0]?.backendRefs?.map(({ name }) => name) ?? []);
    return (await Promise.all(services.map((service) => cluster.explainService(service)))).flat();
  };

  const deleted: Claim = {
    text: `kubectl delete -f ${files.every} -f ${files.path} and kubectl delete pod ${nameOf(server)}: nothing is left`,
    after: programmed,
    test: async (cluster) => {
      await cluster.delete(files.every, state);
      await cluster.delete(files.path, state);
      await cluster.kubectl.do(['delete', 'pod', nameOf(server), '--ignore-not-found']);
      for (const made of [object, ...routes, server, second]) {
        const left = await cluster.find(made);
        if (left) throw new ClaimFailed(`kubectl get ${made.kind} ${nameOf(made)}`, 'none', 'it still exists', []);
      }
    },
  };

  return {
    id: '4.5',
    title: 'Gateway',
    prepare: (cluster) => cluster.applyObjects([manifests.client, manifests.get('service_nodeport.yaml', 'Service')]),
    claims: [
      programmed,
      silent,
      accepted,
      // Not after the conditions: what a request meets says more.
      ...pathClaims(paths, silent, address, explain),
      deleted,
    ],
  };
}

/** The path of the first match of an HTTPRoute. */
function pathOf({ spec }: Known<'HTTPRoute'>): string {
  return spec?.rules?.[0]?.matches?.[0]?.path?.value ?? '/';
}

/**
 * Sees that the cluster knows the Gateway API, and has the class of a Gateway.
 *
 * @throws ClaimSkipped if not.
 */
export async function ensureClass(cluster: Cluster, { spec }: Known<'Gateway'>): Promise<void> {
  const name = spec.gatewayClassName;
  const answer = await cluster.kubectl.try(['get', 'gatewayclasses.v1.gateway.networking.k8s.io', '-o', 'json']);
  if (isOfUnknownKind(answer)) {
    throw new ClaimSkipped(
      'this cluster does not have the Gateway API; docs/walkthrough/4.5-gateway.md explains how to install it',
    );
  }
  if (answer.status !== 0) throw new CommandFailed(answer);
  const { items }: { items: KubernetesObject[] } = JSON.parse(answer.stdout);
  if (items.some(({ metadata }) => metadata.name === name)) return;
  const others = items.map(({ metadata }) => metadata.name).join(', ') || 'none';
  throw new ClaimSkipped(
    `this cluster has no GatewayClass ${name} (it has: ${others}); install a controller, or set HELLOWORLD_GATEWAY_CLASS`,
  );
}
