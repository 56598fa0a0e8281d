import { Flowchart, onTheLeft } from './flowchart';
import type { Words } from './words';

// The pictures that are not drawn from objects.

/** 4.1: what a cluster is made of, and who talks to whom. */
export function architecture(words: Words): Flowchart {
  const picture = new Flowchart();
  picture.node('kubectl', 'machine', 'kubectl', words.onThisMachine);
  picture.frame('cluster', onTheLeft(words.cluster), () => {
    picture.frame('control plane', words.controlPlane, () => {
      picture.node('API server', 'component', words.apiServer, words.onlyEntryPoint);
      picture.node('etcd', 'store', 'etcd', words.storesObjects);
      picture.node('scheduler', 'component', words.scheduler, words.picksNodes);
      picture.node('controller manager', 'component', words.controllerManager, ...words.drivesState);
    });
    picture.frame('worker node', words.workerNode, () => {
      picture.node('kubelet', 'component', 'kubelet', words.startsPods);
      picture.node('kube-proxy', 'component', 'kube-proxy', ...words.writesRules);
      picture.node('Pods', 'pod', 'Pod');
      picture.node('network rules', 'component', words.networkRules, ...words.toPods);
    });
  });
  picture.arrow('kubectl', 'reaches', 'API server', 'HTTPS');
  for (const name of ['etcd', 'scheduler', 'controller manager']) picture.arrow(name, 'talks with', 'API server');
  picture.arrow('API server', 'talks with', 'worker node');
  picture.arrow('kubelet', 'keeps', 'Pods');
  picture.arrow('kube-proxy', 'keeps', 'network rules');
  return picture;
}

/** 4.2: how kubectl finds the API server. */
export function kubeconfig(words: Words): Flowchart {
  const picture = new Flowchart('LR');
  picture.node('kubectl', 'machine', 'kubectl', words.onThisMachine);
  picture.frame('kubeconfig', 'kubeconfig', () => {
    picture.node('context', 'component', words.context, words.currentContext);
    picture.node('cluster', 'component', words.cluster, ...words.clusterAddress);
    picture.node('user', 'component', words.user, ...words.credentials);
  });
  picture.frame('a cluster', words.cluster, () => {
    picture.node('API server', 'component', words.apiServer);
  });
  picture.arrow('context', 'uses', 'cluster', words.where);
  picture.arrow('context', 'uses', 'user', words.who);
  picture.arrow('kubectl', 'uses', 'context', words.reads);
  picture.arrow('kubectl', 'reaches', 'API server', 'HTTPS');
  return picture;
}

/** 4.3: what the containers of a Pod share. */
export function insidePod(words: Words): Flowchart {
  const picture = new Flowchart();
  const containers = ['A', 'B'];
  picture.frame('node', words.node, () => {
    picture.frame('Pod', 'Pod', () => {
      picture.node('interface', 'entrance', words.networkInterface, ...words.sharedAddress);
      for (const name of containers) picture.node(`container ${name}`, 'pod', `${words.container} ${name}`);
      picture.node('volume', 'store', words.volume);
    });
  });
  for (const name of containers) picture.arrow('interface', 'uses', `container ${name}`);
  for (const name of containers) picture.arrow(`container ${name}`, 'uses', 'volume', words.mounts);
  return picture;
}

/** 4.3: why the address of a Pod does not answer on this machine. */
export function network(words: Words): Flowchart {
  const picture = new Flowchart('LR');
  picture.frame('local network', `${words.localNetwork} 192.168.49.0/24`, () => {
    picture.node('machine', 'machine', words.machine, '192.168.49.1');
    picture.node('node', 'entrance', words.node, '192.168.49.2');
  });
  picture.frame('Pod network', `${words.podNetwork} 10.244.0.0/24`, () => {
    picture.node('helloworld', 'pod', 'helloworld', 'Pod', '10.244.0.131');
    picture.node('curl', 'pod', 'curl', 'Pod', '10.244.0.132');
  });
  picture.arrow('machine', 'does not reach', 'helloworld', words.noRoute);
  picture.arrow('node', 'reaches', 'helloworld');
  picture.arrow('helloworld', 'talks with', 'curl');
  return picture;
}

/** 4.7: how five Pods go from one version to the next with `maxSurge: 1` and `maxUnavailable: 0`. */
export function rollingUpdate(words: Words): Flowchart {
  const picture = new Flowchart('LR');
  const steps = [
    [words.before, '● ● ● ● ●', '–'],
    [words.oneMore, '● ● ● ● ●', '○'],
    [words.oneLess, '● ● ● ●', '●'],
    [words.soOn, '●', '● ● ● ●'],
    [words.after, '–', '● ● ● ● ●'],
  ] as const;
  for (const [index, [title, before, after]] of steps.entries()) {
    const step = (number: number) => `step ${number}`;
    picture.frame(
      step(index),
      `${index + 1} · ${title}`,
      () => {
        picture.node(`${step(index)}: 1.0`, 'controller', 'ReplicaSet', '1.0', before);
        picture.node(`${step(index)}: 2.0`, 'controller', 'ReplicaSet', '2.0', after);
      },
      'LR',
    );
    if (index > 0) picture.arrow(step(index - 1), 'before', step(index));
  }
  return picture;
}
