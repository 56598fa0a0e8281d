import { JsonPatch } from 'cdk8s';
import { beside, controller, finds, patched } from '../tools/broken';
import { claims } from './claims';

const { add } = JsonPatch;

const spec = { accessModes: ['ReadWriteOnce'] };

finds(claims, [
  [
    'a claim of nothing',
    beside({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec }),
    'other: PersistentVolumeClaim data: the claim data requests no storage. On a cluster, the API server refuses it.',
  ],
  [
    'a StatefulSet whose Pods claim nothing',
    patched(
      controller('StatefulSet'),
      'StatefulSet other',
      add('/spec/volumeClaimTemplates', [{ metadata: { name: 'data' }, spec }]),
    ),
    'other: StatefulSet other: the claim data requests no storage. On a cluster, Kubernetes 1.27 takes it, and then none of its Pods is made.',
  ],
]);
