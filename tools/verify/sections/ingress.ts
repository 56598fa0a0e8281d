import { nameOf } from '../../../lib/check/objects/item';
import type { Known } from '../../../lib/check/objects/kubernetes';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import { externalAddressOf } from '../cluster/health';
import { addressOf, label, versionOf } from '../cluster/kubectl-names';
import type { Manifests } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';
import { otherClaiming, pathClaims, routedPaths, waitForNothing } from '../cluster/path-routing';

const files = { every: 'ingress.yaml', path: 'ingress_path.yaml' } as const;

/** 4.5: two Ingresses, and the end of the two bare hello Pods. */
export function ingress(manifests: Manifests): SectionClaims {
  const first = manifests.server;
  const second = manifests.get(files.path, 'Pod');
  const service = manifests.get(files.path, 'Service');
  const ingresses = [manifests.get(files.every, 'Ingress'), manifests.get(files.path, 'Ingress')] as const;
  const [root = '', below = ''] = ingresses.map(({ spec }) => spec?.rules?.[0]?.http?.paths[0]?.path ?? '');
  const paths = routedPaths([root, versionOf(first)], [below, versionOf(second)]);
  const client = nameOf(manifests.client);

  const ready: Claim = {
    text: `the Pod ${nameOf(second)} in ${files.path} becomes ready, and its address returns Version: ${versionOf(second)}`,
    test: async (cluster) => {
      // The Ingress waits until it is known that nobody else has its path.
      await cluster.applyObjects([second, service]);
      const [pod] = await cluster.ready(`run=${second.metadata.labels?.run}`, 1);
      const port = service.spec?.ports?.[0]?.port;
      await cluster.answersInside(`${pod?.status?.podIP}:${port}`, versionOf(second));
    },
  };

  const byName: Claim = {
    text: `from the ${client} Pod, ${addressOf(service)} returns Version: ${versionOf(second)}`,
    after: ready,
    test: async (cluster) => {
      const explain = () => cluster.explainService(nameOf(service));
      await cluster.answersInside(addressOf(service), versionOf(second), explain);
    },
  };

  const addresses: Claim = {
    text: `kubectl apply -f ${files.every} -f ${files.path}: both Ingresses get an address`,
    test: async (cluster) => {
      cluster.ensureMayMake(ingresses);
      await ensureController(cluster, ingresses);
      await ensurePathsFree(cluster, ingresses);
      await cluster.apply(files.every);
      await cluster.apply(files.path);
      const found = await cluster.until(async () => {
        const all = await Promise.all(ingresses.map(async (ingress) => externalAddressOf(await cluster.get(ingress))));
        return all.every(Boolean) ? all[0] : undefined;
      });
      if (found) return found;
      throw new ClaimFailed('kubectl get ingress', 'an address for both', 'none for at least one', [
        'the controller for their class does not see them or is not running',
      ]);
    },
  };

  /** The address of the Ingresses. */
  const address = async (cluster: Cluster) => externalAddressOf(await cluster.get(ingresses[0])) ?? '';

  const explain = async (cluster: Cluster) => {
    const routes = (await cluster.list('Ingress', label)).flatMap(routesOf);
    const services = [...new Set(routes.map(({ service }) => service))];
    return [
      `the Ingresses route ${routes.map(({ text }) => text).join(', ')}`,
      ...(await Promise.all(services.map((service) => cluster.explainService(service)))).flat(),
    ];
  };

  const gone: Claim = {
    text: `kubectl delete ingress ${ingresses.map(nameOf).join(' ')}: the same paths return 404`,
    after: addresses,
    test: async (cluster) => {
      const former = await address(cluster);
      await cluster.kubectl.do(['delete', 'ingress', ...ingresses.map(nameOf)]);
      await waitForNothing(cluster, former, paths);
    },
  };

  const deleted: Claim = {
    text: `kubectl delete pod ${nameOf(first)} ${nameOf(second)}: both are gone, and nothing brings them back`,
    test: async (cluster) => {
      await cluster.kubectl.do(['delete', 'pod', nameOf(first), nameOf(second), '--ignore-not-found']);
      const left = await cluster.list('Pod', `run in (${nameOf(first)},${nameOf(second)})`);
      if (left.length === 0) return;
      throw new ClaimFailed('kubectl get pods', 'neither', left.map(({ metadata }) => metadata.name).join(', '));
    },
  };

  return {
    id: '4.5',
    title: 'Ingress',
    prepare: async (cluster) => {
      await cluster.apply('pod.yaml');
      await cluster.apply('service_nodeport.yaml');
    },
    claims: [ready, byName, addresses, ...pathClaims(paths, addresses, address, explain), gone, deleted],
  };
}

/** The IngressClass of some Ingresses, or the default one if they name none; and the names of all that there are. */
async function classOf(cluster: Cluster, [ingress]: readonly Known<'Ingress'>[]) {
  const wanted = ingress?.spec?.ingressClassName;
  const classes = await cluster.list('IngressClass');
  const isDefault = ({ metadata }: Known<'IngressClass'>) =>
    metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
  const found = classes.find((item) => (wanted ? item.metadata.name === wanted : isDefault(item)));
  return { wanted, name: found?.metadata.name, all: classes.map(({ metadata }) => metadata.name) };
}

/**
 * Sees that there is a controller for some Ingresses.
 *
 * @throws ClaimSkipped if there is none.
 */
async function ensureController(cluster: Cluster, ingresses: readonly Known<'Ingress'>[]): Promise<void> {
  const { wanted, name, all } = await classOf(cluster, ingresses);
  if (name) return;
  throw new ClaimSkipped(
    `this cluster has no ${wanted ? `IngressClass ${wanted}` : 'default IngressClass'} (it has: ${all.join(', ') || 'none'}); on minikube, run \`minikube addons enable ingress\`; otherwise set HELLOWORLD_INGRESS_CLASS`,
  );
}

/**
 * Makes sure that no other user's Ingress claims the paths of some Ingresses.
 *
 * @throws ClaimSkipped if one does, or if that cannot be determined.
 */
export async function ensurePathsFree(cluster: Cluster, ingresses: readonly Known<'Ingress'>[]): Promise<void> {
  const { name } = await classOf(cluster, ingresses);
  if (!name) return; // nobody serves them
  const paths = ingresses.flatMap(({ spec }) => spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  const ofClass = (item: Known<'HTTPRoute' | 'Ingress'>) =>
    item.kind === 'Ingress' &&
    (item.spec?.ingressClassName ?? item.metadata.annotations?.['kubernetes.io/ingress.class']) === name;
  const other = await otherClaiming(
    cluster,
    ['ingress'],
    paths.map(({ path = '/' }) => path),
    ofClass,
  );
  if (other) throw new ClaimSkipped(`${other}; delete it and try again`);
}

function routesOf({ spec }: Known<'Ingress'>): { readonly service: string; readonly text: string }[] {
  return (spec?.rules ?? []).flatMap(({ http }) =>
    (http?.paths ?? []).map(({ path, pathType, backend }) => {
      const service = backend.service?.name ?? '';
      return { service, text: `${pathType} ${path} to ${service}` };
    }),
  );
}
