import { JsonPatch } from 'cdk8s';
import { type Case, changed, container, finds, one } from '../tools/broken';
import { podSettings } from './pod-settings';

const { add } = JsonPatch;

finds(podSettings, [
  ...Object.entries<[JsonPatch[], string]>({
    'a toleration of any value, with one': [
      [add('/spec/tolerations', [{ key: 'a', operator: 'Exists', value: 'b' }])],
      'pod: Pod curl: a toleration with the operator Exists has no value, but this has b. On a cluster, the API server refuses it.',
    ],
    'a toleration without a key': [
      [add('/spec/tolerations', [{ value: 'b' }])],
      'pod: Pod curl: a toleration without a key needs the operator Exists. On a cluster, the API server refuses it.',
    ],
    'a toleration for a time, of what does not end it': [
      [add('/spec/tolerations', [{ key: 'a', tolerationSeconds: 5 }])],
      'pod: Pod curl: tolerationSeconds are for a toleration with the effect NoExecute. On a cluster, the API server refuses it.',
    ],
    'no DNS at all': [
      [add('/spec/dnsPolicy', 'None')],
      'pod: Pod curl: its dnsPolicy is None, but it names no nameservers. On a cluster, the API server refuses it.',
    ],
    'a Pod that has its container for debugging before it runs': [
      [add('/spec/ephemeralContainers', [{ ...server(), name: 'debug', ports: [], readinessProbe: undefined }])],
      'pod: Pod curl: a Pod gets ephemeralContainers only once it runs, from kubectl debug. On a cluster, the API server refuses it.',
    ],
    'a variable with two sources': [
      [add(`${container}/env`, [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }])],
      'pod: Pod curl: variable A of container curl has both value and valueFrom. On a cluster, the API server refuses it.',
    ],
    'spreading the Pods of others': [
      [
        add('/spec/topologySpreadConstraints', [
          {
            maxSkew: 1,
            topologyKey: 'zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'other' } },
          },
        ]),
      ],
      'pod: Pod curl: it spreads Pods by zone that are not its own: app=other. On a cluster, it is put anywhere, as if the constraint were not there.',
    ],
    'spreading twice': [
      [
        add(
          '/spec/topologySpreadConstraints',
          [1, 2].map((maxSkew) => ({ maxSkew, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' })),
        ),
      ],
      'pod: Pod curl: two of its topologySpreadConstraints are for zone, DoNotSchedule. On a cluster, the API server refuses it.',
    ],
  }).map<Case>(([what, [patches, line]]) => [what, changed('Pod curl', ...patches), line]),
]);

function server() {
  return one('Pod helloworld')[0]?.object.spec?.containers?.[0];
}
