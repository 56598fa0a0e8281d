import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { beside, type Case, changed, check, controller, finds } from '../../../tools/testing/test-chapter';
import type { Entry } from '../objects/entries';
import { selections } from './selections';

const { add, replace } = JsonPatch;

const budget = (spec: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'other' },
  spec,
});
const selector = { matchLabels: { run: 'helloworld' } };
const policy = (spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'other' },
  spec: { podSelector: selector, ...spec },
});
const curl = { podSelector: { matchLabels: { run: 'curl' } } };

finds(selections, [
  [
    'a budget for no Pod',
    beside(budget({ minAvailable: 1, selector: { matchLabels: { run: 'hello' } } })),
    'other: PodDisruptionBudget other: no Pod has the labels in its selector, run=hello. On a cluster, it protects no Pod.',
  ],
  [
    'a budget without a selector',
    beside(budget({ minAvailable: 1 })),
    'other: PodDisruptionBudget other: it has no selector. On a cluster, it protects no Pod.',
  ],
  [
    'a budget of nothing',
    beside({ ...budget({}), spec: undefined }),
    'other: PodDisruptionBudget other: it has no selector. On a cluster, it protects no Pod.',
  ],
  [
    'a budget with two limits',
    beside(budget({ minAvailable: 1, maxUnavailable: 1, selector })),
    'other: PodDisruptionBudget other: it has both minAvailable and maxUnavailable. On a cluster, the API server refuses it.',
  ],
  ...['minAvailable', 'maxUnavailable'].map<Case>((field) => [
    `a budget with a ${field} of more than all`,
    beside(budget({ [field]: '101%', selector })),
    `other: PodDisruptionBudget other: ${field} must be at most 100%, but is 101%. On a cluster, the API server refuses it.`,
  ]),
  ...[{ minAvailable: '100%' }, { minAvailable: 2 }, { maxUnavailable: 0 }, { maxUnavailable: '0%' }].map<Case>(
    (limit) => [
      `a budget of which no Pod may go, by ${JSON.stringify(limit)}`,
      beside(budget({ ...limit, selector })),
      'other: PodDisruptionBudget other: it selects 2 Pods and allows no eviction. On a cluster, kubectl drain never finishes on nodes that run one of them.',
    ],
  ),
  [
    'a NetworkPolicy for no Pod',
    beside(policy({ podSelector: { matchLabels: { run: 'hello' } } })),
    'other: NetworkPolicy other: no Pod has the labels in its selector, run=hello. On a cluster, it applies to no Pod, so all traffic is still allowed.',
  ],
  ...[80, 'http'].map<Case>((port) => [
    `a way in at ${port}, where no Pod listens`,
    beside(policy({ ingress: [{ ports: [{ port }] }] })),
    `other: NetworkPolicy other: it allows traffic to port ${port}, which none of its Pods declares. On a cluster, connections to other ports of these Pods are dropped, and nothing listens on this one.`,
  ]),
  [
    'a range of ports of which no Pod has one',
    beside(policy({ ingress: [{ ports: [{ port: 8081, endPort: 8090 }] }] })),
    'other: NetworkPolicy other: it allows traffic to port 8081, which none of its Pods declares. On a cluster, connections to other ports of these Pods are dropped, and nothing listens on this one.',
  ],
  [
    'a range of ports that ends before it begins',
    beside(policy({ egress: [{ ports: [{ port: 8080, endPort: 8000 }] }] })),
    'other: NetworkPolicy other: endPort 8000 needs a numeric port that is not larger. On a cluster, the API server refuses it.',
  ],
  [
    'ranges of ports that begin with none, and with a name',
    beside(policy({ egress: [{ ports: [{ endPort: 8000 }, { port: 'http', endPort: 8000 }] }] })),
    'other: NetworkPolicy other: endPort 8000 needs a numeric port that is not larger. On a cluster, the API server refuses it.',
    'other: NetworkPolicy other: endPort 8000 needs a numeric port that is not larger. On a cluster, the API server refuses it.',
  ],
  [
    'rules for a direction that it is not about',
    beside(policy({ policyTypes: ['Ingress'], ingress: [{ from: [curl] }], egress: [{ to: [curl] }] })),
    'other: NetworkPolicy other: it has rules under egress, but its policyTypes are only Ingress. On a cluster, these rules are ignored.',
  ],
  [
    'a peer that is nobody',
    beside(policy({ ingress: [{ from: [curl, {}] }] })),
    'other: NetworkPolicy other: a peer must have a selector or an ipBlock. On a cluster, the API server refuses it.',
  ],
  ...[curl, { namespaceSelector: {} }].map<Case>((other) => [
    `a peer by its addresses and by ${Object.keys(other)}`,
    beside(policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, ...other }] }] })),
    'other: NetworkPolicy other: a peer with an ipBlock cannot have selectors. On a cluster, the API server refuses it.',
  ]),
  ...Object.entries({ ingress: 'from', egress: 'to' }).map<Case>(([direction, side]) => [
    `a peer that there is not, of ${direction}`,
    beside(policy({ [direction]: [{ [side]: [{ podSelector: { matchLabels: { run: 'curls' } } }] }] })),
    'other: NetworkPolicy other: no Pod has the labels of its peer, run=curls. On a cluster, it lets no traffic through.',
  ]),
]);

test.each<[string, readonly Entry[]]>([
  ['a NetworkPolicy for all Pods', beside(policy({ podSelector: {} }))],
  ['a NetworkPolicy of nothing, which is for all Pods', beside({ ...policy({}), spec: undefined })],
  ['a NetworkPolicy that lets in at any port', beside(policy({ ingress: [{ ports: [{ protocol: 'TCP' }] }] }))],
  [
    'a NetworkPolicy that lets in at a range with a port of a Pod',
    beside(policy({ ingress: [{ ports: [{ port: 8000, endPort: 8090 }] }] })),
  ],
  [
    'a NetworkPolicy that lets in at the name of a port',
    [
      ...changed('Pod helloworld', add('/spec/containers/0/ports/0/name', 'http')),
      { chart: 'other', object: policy({ ingress: [{ ports: [{ port: 'http' }] }] }) },
    ],
  ],
  [
    'a NetworkPolicy for a Pod that declares no port',
    beside(policy({ ...curl, ingress: [{ ports: [{ port: 8080 }] }] })),
  ],
  ['a NetworkPolicy that lets out to any port', beside(policy({ egress: [{ ports: [{ port: 443 }] }] }))],
  [
    'a NetworkPolicy with all kinds of peers',
    beside(
      policy({
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: [curl, { podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }, { namespaceSelector: {} }] },
        ],
        egress: [
          {
            to: [{ podSelector: { matchLabels: { app: 'dns' } }, namespaceSelector: { matchLabels: { team: 'dns' } } }],
          },
        ],
      }),
    ),
  ],
  ['a budget that lets one Pod go', beside(budget({ minAvailable: 1, selector }))],
  ['a budget that lets half of the Pods go', beside(budget({ maxUnavailable: '50%', selector }))],
  ['a budget that may let none go, for all Pods', beside(budget({ maxUnavailable: 0, selector: {} }))],
  [
    'a budget for what has no Pods yet',
    [
      ...changed('ReplicaSet helloworld', replace('/spec/replicas', 0)),
      { chart: 'other', object: budget({ minAvailable: 1, selector: { matchLabels: { app: 'helloworld' } } }) },
    ],
  ],
  [
    'a budget for a DaemonSet',
    [
      ...controller('DaemonSet'),
      { chart: 'other', object: budget({ maxUnavailable: 1, selector: { matchLabels: { role: 'other' } } }) },
    ],
  ],
])('nothing is found in %s', (_, items) => {
  expect(check(items)).toEqual([]);
});
