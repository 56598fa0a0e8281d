import { expect, test } from '@jest/globals';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Deployment, k8s } from 'cdk8s-plus-27';
import { Refusal } from '../program/refusal';
import { ManifestApp } from './manifest-app';

const { IntOrString, KubeDeployment, KubeService, Quantity } = k8s;

const web = () => new Chart(new ManifestApp({ rules: [] }), 'web');

const deployment = (spec: object): k8s.KubeDeploymentProps => ({
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [{ name: 'web', image: 'web:1.0', resources: { limits: { cpu: Quantity.fromString('1') } } }],
      },
    },
    strategy: { rollingUpdate: { maxSurge: IntOrString.fromNumber(1) } },
    ...spec,
  },
});

const service = { metadata: { name: 'web' }, spec: { clusterIp: 'None', selector: { app: 'web' } } };

function linesOf({ node }: Chart): string[] {
  try {
    const app = node.root;
    if (app instanceof ManifestApp) app.objects();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message.split('\n');
  }
}

test('a misspelt field of the props is found', () => {
  const chart = web();
  new KubeDeployment(chart, 'web', deployment({ replica: 3 }));
  expect(linesOf(chart)).toEqual([
    'web: Deployment web: spec.replica was given, but KubeDeployment leaves it out: did you mean replicas?',
  ]);
});

test('a field that came later is found', () => {
  const chart = web();
  const object = new KubeDeployment(chart, 'web', deployment({}));
  const at = '/spec/template/spec/containers/0/lifecycle';
  object.addJsonPatch(JsonPatch.add(at, { preStop: { sleep: { seconds: 5 } } }));
  expect(linesOf(chart)).toEqual([
    'web: Deployment web: spec.template.spec.containers[0].lifecycle.preStop.sleep was given, but KubeDeployment leaves it out',
  ]);
});

test('a patch in the spelling of the API is found, for the class has its own', () => {
  const chart = web();
  new KubeService(chart, 'web', service).addJsonPatch(JsonPatch.add('/spec/clusterIP', '10.96.0.10'));
  expect(linesOf(chart)).toEqual([
    'web: Service web: spec.clusterIP was given, but KubeService leaves it out: did you mean clusterIp?',
  ]);
});

test('a text for what has a class of its own is found', () => {
  const chart = web();
  const props = deployment({ strategy: { rollingUpdate: { maxSurge: 2 } } });
  new KubeDeployment(chart, 'web', props);
  expect(linesOf(chart)).toEqual([
    'web: Deployment web: spec.strategy.rollingUpdate.maxSurge must be IntOrString.fromNumber(2), but is 2',
  ]);
});

test.each([
  [
    { name: 'web', image: 'web:1.0' },
    'spec.template.spec.containers must be a list that is not empty, but is an object',
  ],
  ['web', 'spec.template.spec.containers must be a list that is not empty, but is "web"'],
  [[5], 'spec.template.spec.containers[0] must be an object, but is 5'],
])('what a class cannot even read is found: %j', (containers, problem) => {
  const chart = web();
  new KubeDeployment(chart, 'web', deployment({ template: { spec: { containers } } }));
  expect(linesOf(chart)).toEqual([`web: Deployment web: ${problem}`]);
});

test('all that is lost is found at once', () => {
  const chart = web();
  new KubeDeployment(chart, 'one', deployment({ colour: 'blue' }));
  new KubeService(chart, 'two', service).addJsonPatch(JsonPatch.add('/spec/colour', ['blue']));
  expect(linesOf(chart)).toHaveLength(2);
});

test('nothing is found where nothing is lost', () => {
  const chart = web();
  new KubeDeployment(chart, 'kube', deployment({ replicas: undefined, paused: false }));
  new KubeService(chart, 'service', service);
  new Deployment(chart, 'plus', { containers: [{ image: 'web:1.0', portNumber: 80 }] });
  const any = { apiVersion: 'example.com/v1', kind: 'Any', metadata: { name: 'any' }, spec: { colour: 'blue' } };
  new ApiObject(chart, 'any', any).addJsonPatch(JsonPatch.add('/spec/size', 'M'));
  expect(linesOf(chart)).toEqual([]);
});
