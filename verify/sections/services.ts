import type { Claim, Section } from '../claim';
import { Fell, Untried } from '../outcome';
import { type Stage, says } from '../stage';

async function prepare(stage: Stage): Promise<void> {
  await stage.apply('pod.yaml');
}

function answersByName(file: string, name: string): Claim {
  return {
    text: `kubectl apply -f ${file}: from the curl Pod, ${name}:8080 answers Version: 1.0.0`,
    try: async (stage) => {
      await stage.apply(file);
      await stage.ready('run in (helloworld,curl)', 2);
      await stage.answersInside(`${name}:8080`, '1.0.0', () => stage.explainService(name));
    },
  };
}

/** The address of a node with the node port of a Service. */
async function nodePort(stage: Stage, name: string): Promise<string> {
  const { spec } = await stage.get('service', name);
  return `${await stage.nodeAddress()}:${spec.ports?.[0]?.nodePort}`;
}

function nodePortInside(name: string, after: Claim): Claim {
  return {
    text: `from the curl Pod, the node port of ${name} answers on the node's address`,
    after,
    try: async (stage) => stage.answersInside(await nodePort(stage, name), '1.0.0'),
  };
}

function nodePortHere(name: string, after: Claim): Claim {
  return {
    text: `from this machine, the node port of ${name} answers on the node's address`,
    after,
    try: async (stage) => {
      const address = await nodePort(stage, name);
      const reply = await stage.fromHere(address);
      if ('error' in reply) {
        throw new Untried(
          `this machine does not reach the node, ${address}: ${reply.error}; on minikube, \`minikube service ${name} --url\` gives an address that it does`,
        );
      }
      if (!says(reply.answer, '1.0.0')) throw new Fell(`curl http://${address}`, 'Version: 1.0.0', reply.answer);
    },
  };
}

const clusterIp = answersByName('service_clusterip.yaml', 'helloworld-clusterip');

/** 4.4.1: a Service that only the cluster reaches. */
export const clusterIpService: Section = {
  id: '4.4.1',
  title: 'ClusterIP Service',
  prepare,
  claims: [
    clusterIp,
    {
      text: 'from this machine, the ClusterIP does not answer',
      after: clusterIp,
      try: async (stage) => {
        const { spec } = await stage.get('service', 'helloworld-clusterip');
        return stage.silentHere(`${spec.clusterIP}:8080`, 'the ClusterIP');
      },
    },
  ],
};

const nodePortByName = answersByName('service_nodeport.yaml', 'helloworld-nodeport');
const nodePortFromInside = nodePortInside('helloworld-nodeport', nodePortByName);

/** 4.4.2: one that the nodes open, too. */
export const nodePortService: Section = {
  id: '4.4.2',
  title: 'NodePort Service',
  prepare,
  claims: [nodePortByName, nodePortFromInside, nodePortHere('helloworld-nodeport', nodePortFromInside)],
};

const loadBalancer = answersByName('service_loadbalancer.yaml', 'helloworld-lb');
const loadBalancerNodePort = nodePortInside('helloworld-lb', loadBalancer);
const loadBalancerHere = nodePortHere('helloworld-lb', loadBalancerNodePort);

/** 4.4.3: one with an address outside, where there is one to be had. */
export const loadBalancerService: Section = {
  id: '4.4.3',
  title: 'LoadBalancer Service',
  prepare,
  claims: [
    loadBalancer,
    loadBalancerNodePort,
    loadBalancerHere,
    {
      text: 'the external address of helloworld-lb answers this machine',
      after: loadBalancer,
      try: async (stage) => {
        const address = await stage.until(async () => {
          const [ingress] = (await stage.get('service', 'helloworld-lb')).status?.loadBalancer?.ingress ?? [];
          return ingress?.ip ?? ingress?.hostname;
        }, 5_000);
        if (!address) {
          throw new Untried(
            'this cluster gives no external address (it stays <pending>); on minikube, `minikube tunnel` in another terminal does',
          );
        }
        // A cloud's load balancer takes a while to let requests through.
        let came = '';
        const answered = await stage.until(async () => {
          const reply = await stage.fromHere(`${address}:8080`);
          came = 'error' in reply ? reply.error : reply.answer;
          return says(came, '1.0.0') ? true : undefined;
        }, 10_000);
        if (answered) return address;
        const node = await stage.fromHere(await nodePort(stage, 'helloworld-lb'));
        if ('error' in node)
          throw new Untried(`this machine reaches neither the external address, ${address}, nor the node: ${came}`);
        throw new Fell(`curl http://${address}:8080`, 'Version: 1.0.0', came);
      },
    },
  ],
};
