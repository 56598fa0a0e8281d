import { Flowchart } from './flowchart';

// What no object stands for, in the language of the other pictures.

/** 4.1: what a cluster is made of, and who talks to whom. */
export function architecture(): Flowchart {
  const picture = new Flowchart();
  picture.node('kubectl', 'machine', 'kubectl', 'on this machine');
  picture.frame('cluster', 'cluster', () => {
    picture.frame('control plane', 'control plane', () => {
      picture.node('api', 'component', 'API server', 'the one door');
      picture.node('etcd', 'store', 'etcd', 'stores the objects');
      picture.node('scheduler', 'component', 'scheduler', 'finds each Pod a node');
      picture.node('manager', 'component', 'controller manager', 'makes it so');
    });
    const inside = () => {
      picture.node('kubelet', 'component', 'kubelet', 'starts what is to run');
      picture.node('proxy', 'component', 'kube-proxy', 'makes Services work');
      picture.node('Pods', 'pod', 'Pods');
    };
    picture.frame('node', 'every node', inside, 'LR');
  });
  picture.arrow('kubectl', 'reaches', 'api', 'HTTPS');
  for (const name of ['etcd', 'scheduler', 'manager', 'node']) picture.arrow('api', 'talks with', name);
  picture.arrow('kubelet', 'keeps', 'Pods');
  picture.arrow('proxy', 'reaches', 'Pods');
  return picture;
}

/** 4.2: how kubectl finds the API server. */
export function kubeconfig(): Flowchart {
  const picture = new Flowchart();
  picture.node('kubectl', 'machine', 'kubectl', 'on this machine');
  picture.frame('kubeconfig', 'kubeconfig', () => {
    picture.node('context', 'component', 'context', 'the current one');
    picture.node('cluster', 'component', 'cluster', 'server, its CA certificate');
    picture.node('user', 'component', 'user', 'certificate and key');
  });
  picture.frame('a cluster', 'cluster', () => picture.node('api', 'component', 'API server', 'of the control plane'));
  picture.arrow('kubectl', 'reaches', 'context');
  picture.arrow('context', 'reaches', 'cluster', 'where');
  picture.arrow('context', 'reaches', 'user', 'as whom');
  picture.arrow('cluster', 'reaches', 'api', 'HTTPS');
  picture.arrow('user', 'reaches', 'api', 'signed in');
  return picture;
}

/** 4.7: how five Pods go from one version to the next with `maxSurge: 1` and `maxUnavailable: 0`. */
export function rollingUpdate(): Flowchart {
  const picture = new Flowchart();
  const steps = [
    ['1 · before', '● ● ● ● ●', '–'],
    ['2 · one more', '● ● ● ● ●', '○'],
    ['3 · one less', '● ● ● ●', '●'],
    ['4 · and so on', '●', '● ● ● ●'],
    ['5 · after', '–', '● ● ● ● ●'],
  ] as const;
  let previous: string | undefined;
  for (const [title, before, after] of steps) {
    picture.frame(
      title,
      title,
      () => {
        picture.node(`${title} 1.0`, 'controller', 'ReplicaSet 1.0', before);
        picture.node(`${title} 2.0`, 'controller', 'ReplicaSet 2.0', after);
      },
      'LR',
    );
    if (previous) picture.arrow(previous, 'before', title);
    previous = title;
  }
  return picture;
}
