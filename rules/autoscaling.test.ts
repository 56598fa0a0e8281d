import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, changed, finds, template } from '../tools/broken';
import { autoscaling } from './autoscaling';
import { check, lineOf } from './check';

const { remove } = JsonPatch;

const autoscaler = (spec: object, name = 'helloworld') => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'other' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, maxReplicas: 5, ...spec },
});
const scaled = (spec: object, ...patches: JsonPatch[]) => [
  ...changed('Deployment helloworld', remove('/spec/replicas'), ...patches),
  { chart: 'other', object: autoscaler(spec) },
];

finds(autoscaling, [
  [
    'more at least than at most',
    scaled({ minReplicas: 6 }),
    'other: HorizontalPodAutoscaler other: minReplicas, 6, is more than maxReplicas, 5. On a cluster, the API server refuses it.',
  ],
  [
    'replicas that it scales',
    beside(autoscaler({})),
    'deployment: Deployment helloworld: it has replicas, 1, although HorizontalPodAutoscaler other scales it. On a cluster, every kubectl apply sets the number of its Pods back, and the autoscaler changes it again.',
  ],
]);

test('Pods that request nothing of what is measured are found', () => {
  const items = scaled({}, remove(`${template}/containers/0/resources`));
  expect(check(items, { rules: [autoscaling] }).map(lineOf)).toEqual([
    'other: HorizontalPodAutoscaler other: it measures cpu in per cent of the request, but container helloworld of Deployment helloworld has none. On a cluster, it never scales: FailedGetResourceMetric.',
  ]);
});
