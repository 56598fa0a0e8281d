import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, changed, check, controller, finds, template } from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import type { Entry } from '../objects/entries';
import { autoscaling } from './autoscaling';

const { remove } = JsonPatch;

const autoscaler = (spec: object, name = 'other') => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'helloworld' },
    maxReplicas: 5,
    ...spec,
  },
});
const scaled = (spec: object, ...patches: JsonPatch[]) => [
  ...changed('Deployment helloworld', remove('/spec/replicas'), ...patches),
  { chart: 'other', object: autoscaler(spec) },
];
const utilization = (name: string) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization: 80 } },
});
const perPod = {
  type: 'Pods',
  pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '1k' } },
};
const target = `${template}/containers/0/resources`;

finds(autoscaling, [
  [
    'more at least than at most',
    scaled({ minReplicas: 6 }),
    'other: HorizontalPodAutoscaler other: minReplicas, 6, exceeds maxReplicas, 5. On a cluster, the API server refuses it.',
  ],
  [
    'replicas that it scales',
    beside(autoscaler({})),
    'deployment: Deployment helloworld: it sets replicas to 1, although HorizontalPodAutoscaler other scales it. On a cluster, every kubectl apply resets the number of Pods, and the autoscaler changes it again.',
  ],
  [
    'a metric that is not there, and one of another type',
    scaled({ metrics: [{ type: 'Resource' }, { ...perPod, type: 'ContainerResource' }] }),
    'other: HorizontalPodAutoscaler other: a metric of type Resource needs the field resource. On a cluster, the API server refuses it.',
    'other: HorizontalPodAutoscaler other: a metric of type ContainerResource needs the field containerResource. On a cluster, the API server refuses it.',
  ],
  [
    'two for one Deployment',
    [...scaled({}), { chart: 'other', object: autoscaler({}, 'again') }],
    'other: HorizontalPodAutoscaler again: another HorizontalPodAutoscaler also scales Deployment helloworld. On a cluster, neither scales anything: AmbiguousSelector.',
  ],
  [
    'what has no replicas',
    [
      ...controller('DaemonSet'),
      {
        chart: 'other',
        object: autoscaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'other' } }),
      },
    ],
    'other: HorizontalPodAutoscaler other: DaemonSet other cannot be scaled. On a cluster, it scales nothing: FailedGetScale.',
  ],
  [
    'a Deployment of another API version',
    scaled({ scaleTargetRef: { apiVersion: 'apps/v1beta1', kind: 'Deployment', name: 'helloworld' } }),
    'other: HorizontalPodAutoscaler other: Deployment helloworld has the apiVersion apps/v1, not apps/v1beta1. On a cluster, it scales nothing: FailedGetScale.',
  ],
]);

// That a container has no requests is for the rule resources, too.
test.each<[string, object, JsonPatch[], string]>([
  ['by default', {}, [remove(target)], 'cpu'],
  ['by name', { metrics: [utilization('memory')] }, [remove(target)], 'memory'],
  [
    'in the old version',
    { targetCPUUtilizationPercentage: 80 },
    [remove(`${target}/requests/cpu`), remove(`${target}/limits/cpu`)],
    'cpu',
  ],
])('Pods that request nothing of what is measured are found, %s', (_, spec, patches, resource) => {
  const [apiVersion] = 'targetCPUUtilizationPercentage' in spec ? ['autoscaling/v1'] : ['autoscaling/v2'];
  const items = [
    ...changed('Deployment helloworld', remove('/spec/replicas'), ...patches),
    { chart: 'other', object: { ...autoscaler(spec), apiVersion } },
  ];
  expect(check(items, { rules: [autoscaling] }).map(lineOf)).toEqual([
    `other: HorizontalPodAutoscaler other: it measures ${resource} as a percentage of the request, but container helloworld of Deployment helloworld has none. On a cluster, it never scales: FailedGetResourceMetric.`,
  ]);
});

test.each<[string, readonly Entry[]]>([
  ['a limit, which is requested', scaled({}, remove(`${target}/requests`))],
  ['a metric of a resource that is requested', scaled({ metrics: [utilization('cpu'), utilization('memory')] })],
  ['a metric of something else', scaled({ metrics: [perPod] }, remove(target))],
  [
    'an amount of a resource, which is no share of the request',
    scaled(
      {
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '50m' } } },
        ],
      },
      remove(target),
    ),
  ],
  ['as many at least as at most', scaled({ minReplicas: 5 })],
  ['a target without an API version', scaled({ scaleTargetRef: { kind: 'Deployment', name: 'helloworld' } })],
])('nothing is found in %s', (_, items) => {
  expect(check(items, { rules: [autoscaling] })).toEqual([]);
});

test('nothing is found in what scales a kind that the cluster is said to have', () => {
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web' } };
  const items = beside(
    rollout,
    autoscaler({ scaleTargetRef: { apiVersion: rollout.apiVersion, kind: 'Rollout', name: 'web' } }),
  );
  expect(check(items, { given: ['argoproj.io/v1alpha1/Rollout'] })).toEqual([]);
});
