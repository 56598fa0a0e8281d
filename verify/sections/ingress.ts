import type { Claim, Section } from '../claim';
import { Fell, Untried } from '../outcome';
import { firstLine, type Resource, type Stage, says } from '../stage';

const ready: Claim = {
  text: 'of ingress_path.yaml, the Pod helloworld-v2 becomes ready, and its address answers Version: 2.0.0',
  try: async (stage) => {
    // The Ingress waits until it is known that nobody else has its path.
    await stage.apply('ingress_path.yaml', {}, 'run=helloworld-v2');
    const [pod] = await stage.ready('run=helloworld-v2', 1);
    await stage.answersInside(`${pod?.status?.podIP}:8080`, '2.0.0');
  },
};

const service: Claim = {
  text: 'from the curl Pod, helloworld-v2-nodeport:8080 answers Version: 2.0.0',
  after: ready,
  try: async (stage) =>
    stage.answersInside('helloworld-v2-nodeport:8080', '2.0.0', () => stage.explainService('helloworld-v2-nodeport')),
};

const addresses: Claim = {
  text: 'kubectl apply -f ingress.yaml -f ingress_path.yaml: both Ingresses get an address',
  try: async (stage) => {
    await controllerOf(stage);
    await stage.apply('ingress.yaml');
    await stage.apply('ingress_path.yaml');
    const found = await stage.until(async () => {
      const all = (await stage.list('ingress')).map(addressOf);
      return all.length === 2 && all.every(Boolean) ? all[0] : undefined;
    });
    if (!found) {
      throw new Fell('kubectl get ingress', 'an address for both', 'none for one', [
        'the controller of their class does not see them, or is not running',
      ]);
    }
    return found;
  },
};

/** Sees that there is a controller for the class of the Ingresses, and that it has no others with their paths. */
async function controllerOf(stage: Stage): Promise<void> {
  const manifest = stage.manifests().get('ingress.yaml') ?? '';
  const [, name] = /^ {2}ingressClassName: (\S+)$/m.exec(manifest) ?? [];
  const answer = await stage.kubectl.try(['get', 'ingressclasses', '-o', 'json']);
  if (answer.status === 0) {
    const { items }: { items: Resource[] } = JSON.parse(answer.stdout);
    const isDefault = ({ metadata }: Resource) =>
      metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';
    if (!items.some((item) => (name ? item.metadata.name === name : isDefault(item)))) {
      const others = items.map(({ metadata }) => metadata.name).join(', ') || 'none';
      throw new Untried(
        `this cluster has no ${name ? `IngressClass ${name}` : 'default IngressClass'} (it has: ${others}); on minikube, \`minikube addons enable ingress\`; or set HELLOWORLD_INGRESS_CLASS`,
      );
    }
  }

  const all = await stage.kubectl.try(['get', 'ingress', '--all-namespaces', '-o', 'json']);
  if (all.status !== 0) return;
  const { items }: { items: Resource[] } = JSON.parse(all.stdout);
  const namespace = await stage.kubectl.run(['get', 'pod', 'curl', '-o', 'jsonpath={.metadata.namespace}']);
  for (const { metadata, spec } of items) {
    if (metadata.namespace === namespace || spec.ingressClassName !== name) continue;
    for (const { host, http } of spec.rules ?? []) {
      const path = http?.paths.find(({ path }) => path === '/' || path === '/helloworld_v2')?.path;
      if (!host && path) {
        throw new Untried(
          `Ingress ${metadata.name} of the namespace ${metadata.namespace} has ${path} already, for every host; delete it and try again`,
        );
      }
    }
  }
}

function addressOf({ status }: Resource): string | undefined {
  const [ingress] = status?.loadBalancer?.ingress ?? [];
  return ingress?.ip ?? ingress?.hostname;
}

function answers(path: string, version: string): Claim {
  return {
    text: `${path} answers Version: ${version}`,
    after: addresses,
    try: async (stage) => {
      const [ingress] = await stage.list('ingress');
      const address = `${ingress && addressOf(ingress)}${path}`;
      let came = '';
      let way = '';
      const answered = await stage.until(
        async () => {
          const reply = await stage.fromHere(address);
          way = 'error' in reply ? 'from the curl Pod: this machine does not reach the address' : '';
          came = 'error' in reply ? (await stage.fromInside(address)).stdout : reply.answer;
          return says(came, version) ? true : undefined;
        },
        Math.min(stage.timeout, 15_000),
      );
      if (answered) return way;
      throw new Fell(`curl http://${address}`, `Version: ${version}`, firstLine(came.replace(/^Hello, world!\n/, '')), [
        `the Ingresses route ${(await stage.list('ingress')).flatMap(routes).join(', ')}`,
        ...(await stage.explainService('helloworld-nodeport')),
        ...(await stage.explainService('helloworld-v2-nodeport')),
      ]);
    },
  };
}

function routes({ spec }: Resource): string[] {
  return (spec.rules ?? []).flatMap(({ http }) =>
    (http?.paths ?? []).map(({ path, pathType, backend }) => `${pathType} ${path} to ${backend.service?.name}`),
  );
}

/** 4.5: two Ingresses, and the end of the two bare hello Pods. */
export const ingress: Section = {
  id: '4.5',
  title: 'Ingress',
  prepare: async (stage) => {
    await stage.apply('pod.yaml');
    await stage.apply('service_nodeport.yaml');
  },
  claims: [
    ready,
    service,
    addresses,
    answers('/', '1.0.0'),
    answers('/helloworld_v2', '2.0.0'),
    answers('/helloworld_v2/below', '2.0.0'),
    answers('/helloworld_v2x', '1.0.0'),
    {
      text: 'kubectl delete pod helloworld helloworld-v2: both are gone, and nothing brings them back',
      try: async (stage) => {
        await stage.kubectl.run(['delete', 'pod', 'helloworld', 'helloworld-v2', '--ignore-not-found']);
        const left = await stage.list('pods', 'run in (helloworld,helloworld-v2)');
        if (left.length > 0)
          throw new Fell('kubectl get pods', 'curl alone', left.map(({ metadata }) => metadata.name).join(', '));
      },
    },
  ],
};
