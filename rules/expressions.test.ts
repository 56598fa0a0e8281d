import { JsonPatch } from 'cdk8s';
import { changed, controller, finds } from '../tools/broken';
import { expressions } from './expressions';

const { add } = JsonPatch;

const selector = (...matchExpressions: object[]) => add('/spec/selector/matchExpressions', matchExpressions);

finds(expressions, [
  [
    'values that are not wanted',
    changed('Deployment helloworld', selector({ key: 'run', operator: 'Exists', values: ['helloworld'] })),
    'deployment: Deployment helloworld: the operator Exists takes no values. On a cluster, the API server refuses it.',
  ],
  [
    'values that are missing, in a StatefulSet',
    controller('StatefulSet', add('/spec/affinity', affinity({ key: 'gpu', operator: 'NotIn' }))),
    'other: StatefulSet other: the operator NotIn needs values. On a cluster, Kubernetes 1.27 takes it, and then none of its Pods is made.',
  ],
  [
    'two numbers to be greater than',
    changed('Pod curl', add('/spec/affinity', affinity({ key: 'cpus', operator: 'Gt', values: ['1', '2'] }))),
    'pod: Pod curl: the operator Gt needs one whole number. On a cluster, the API server refuses it.',
  ],
]);

function affinity(...matchExpressions: object[]) {
  const nodeSelectorTerms = [{ matchExpressions }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } };
}
