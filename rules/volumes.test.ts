import { JsonPatch } from 'cdk8s';
import { changed, container, controller, finds } from '../tools/broken';
import { volumes } from './volumes';

const { add } = JsonPatch;

const data = { name: 'data', mountPath: '/data' };

finds(volumes, [
  [
    'a mount without its volume',
    changed('Pod helloworld', add(`${container}/volumeMounts`, [data])),
    'pod: Pod helloworld: container helloworld mounts volume data, which its Pod does not have. On a cluster, the API server refuses it.',
  ],
  [
    "a StatefulSet's mount without its volume",
    controller('StatefulSet', add('/spec/containers/0/volumeMounts', [data])),
    'other: StatefulSet other: container helloworld mounts volume data, which its Pod does not have. On a cluster, Kubernetes 1.27 takes it, and then none of its Pods is made.',
  ],
  [
    'a volume with two sources',
    changed('Pod helloworld', add('/spec/volumes', [{ name: 'data', emptyDir: {}, downwardAPI: {} }])),
    'pod: Pod helloworld: volume data must have one source, but has emptyDir and downwardAPI. On a cluster, the API server refuses it.',
  ],
  [
    'two volumes of one name',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [
        { name: 'data', emptyDir: {} },
        { name: 'data', emptyDir: {} },
      ]),
    ),
    'pod: Pod helloworld: it has two volumes called data. On a cluster, the API server refuses it.',
  ],
  [
    'two mounts at one place',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
      add(`${container}/volumeMounts`, [data, { ...data, subPath: 'a' }]),
    ),
    'pod: Pod helloworld: container helloworld mounts two volumes at /data. On a cluster, the API server refuses it.',
  ],
  [
    'two parts of a volume for one mount',
    changed(
      'Pod helloworld',
      add('/spec/volumes', [{ name: 'data', emptyDir: {} }]),
      add(`${container}/volumeMounts`, [{ ...data, subPath: 'a', subPathExpr: 'b' }]),
    ),
    'pod: Pod helloworld: container helloworld has both a subPath and a subPathExpr for one mount. On a cluster, the API server refuses it.',
  ],
]);
