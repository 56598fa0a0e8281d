import { nameOf } from '../../../lib/check/objects/item';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import { externalAddressOf } from '../cluster/health';
import { addressOf, versionOf } from '../cluster/kubectl-names';
import type { Manifests } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';
import { waitForAnswer } from '../cluster/path-routing';
import { request, says } from '../cluster/requests';

/** 4.4.1: a Service that only the cluster reaches. */
export function clusterIpService(manifests: Manifests): SectionClaims {
  const about = claimsOf(manifests, 'service_clusterip.yaml');
  const outside: Claim = {
    text: 'from this machine, the ClusterIP does not answer',
    after: about.byName,
    test: async (cluster) => {
      const { spec } = await cluster.get(about.object);
      return cluster.silentHere(`${spec?.clusterIP}:${about.port}`, 'the ClusterIP');
    },
  };
  return { id: '4.4.1', title: 'ClusterIP Service', prepare, claims: [about.byName, outside] };
}

/** 4.4.2: one that the nodes open, too. */
export function nodePortService(manifests: Manifests): SectionClaims {
  const about = claimsOf(manifests, 'service_nodeport.yaml');
  const claims = [about.byName, about.nodePortInside, about.nodePortHere, about.everyNode];
  return { id: '4.4.2', title: 'NodePort Service', prepare, claims };
}

/** 4.4.3: one with an address outside, where there is one to be had. */
export function loadBalancerService(manifests: Manifests): SectionClaims {
  const about = claimsOf(manifests, 'service_loadbalancer.yaml');
  const claims = [about.byName, about.nodePortInside, about.nodePortHere, about.externalAddress];
  return { id: '4.4.3', title: 'LoadBalancer Service', prepare, claims };
}

async function prepare(cluster: Cluster): Promise<void> {
  await cluster.apply('pod.yaml');
}

/** The claims of the Service in a file. */
function claimsOf(manifests: Manifests, file: string) {
  const object = manifests.get(file, 'Service');
  const name = nameOf(object);
  const port = object.spec?.ports?.[0]?.port;
  const [server, client] = [nameOf(manifests.server), nameOf(manifests.client)];
  const version = versionOf(manifests.server);

  const byName: Claim = {
    text: `kubectl apply -f ${file}: from the ${client} Pod, ${addressOf(object)} returns Version: ${version}`,
    test: async (cluster) => {
      await cluster.apply(file);
      await cluster.ready(`run in (${server},${client})`, 2);
      await cluster.answersInside(addressOf(object), version, () => cluster.explainService(name));
    },
  };

  const nodePortInside: Claim = {
    text: `from the ${client} Pod, the node port of ${name} answers on the node's address`,
    after: byName,
    test: async (cluster) => cluster.answersInside(await cluster.nodePortOf(object), version),
  };

  const nodePortHere: Claim = {
    text: `from this machine, the node port of ${name} answers on the node's address`,
    after: nodePortInside,
    test: async (cluster) => {
      const address = await cluster.nodePortOf(object);
      const reply = await request(address);
      if ('error' in reply) {
        throw new ClaimSkipped(
          `this machine cannot reach the node, ${address}: ${reply.error}; on minikube, \`minikube service ${name} --url\` prints an address that it can reach`,
        );
      }
      if (!says(reply.answer, version)) {
        throw new ClaimFailed(`curl http://${address}`, `Version: ${version}`, reply.answer);
      }
    },
  };

  const everyNode: Claim = {
    text: `the node port of ${name} answers on every node, wherever its Pod runs`,
    after: nodePortInside,
    test: async (cluster) => {
      const nodes = await cluster.nodes();
      if (nodes.length < 2) throw new ClaimSkipped('this check needs two ready nodes; this cluster has one');
      const home = await cluster.nodeOf(object);
      const others = nodes.filter(({ address }) => address !== home);
      for (const node of others) {
        const why = [`${node.name} does not forward the request to the node that runs the Pod`];
        await waitForAnswer(cluster, await cluster.nodePortOf(object, node.address), version, async () => why);
      }
      return `its Pod is not on ${others.map(({ name }) => name).join(', ')}`;
    },
  };

  const externalAddress: Claim = {
    text: `the external address of ${name} answers this machine`,
    after: byName,
    test: async (cluster) => {
      const address = await cluster.until(async () => externalAddressOf(await cluster.get(object)), 5_000);
      const type = (await cluster.get(object)).spec?.type;
      if (type !== 'LoadBalancer') throw new ClaimFailed(`kubectl get service ${name}`, 'LoadBalancer', `${type}`, []);
      if (!address) {
        throw new ClaimSkipped(
          'this cluster assigns no external address (it stays <pending>); on minikube, run `minikube tunnel` in another terminal',
        );
      }
      // A cloud's load balancer takes a while to let requests through.
      let got = '';
      const answered = await cluster.until(async () => {
        const reply = await request(`${address}:${port}`);
        got = 'error' in reply ? reply.error : reply.answer;
        return says(got, version);
      }, 10_000);
      if (answered) return address;
      const node = await request(await cluster.nodePortOf(object));
      if ('error' in node) {
        throw new ClaimSkipped(`this machine can reach neither the external address, ${address}, nor the node: ${got}`);
      }
      throw new ClaimFailed(`curl http://${address}:${port}`, `Version: ${version}`, got);
    },
  };

  return { object, port, byName, nodePortInside, nodePortHere, everyNode, externalAddress };
}
