import { JsonPatch } from 'cdk8s';
import { changed, chapterItems, finds } from '../tools/broken';
import { apiVersions } from './api-versions';

const { replace } = JsonPatch;

finds(apiVersions, [
  [
    'a beta version',
    changed('Ingress helloworld', replace('/apiVersion', 'networking.k8s.io/v1beta1')),
    'ingress: Ingress helloworld: networking.k8s.io/v1beta1 is not a stable API version: did you mean networking.k8s.io/v1? On a cluster, kubectl finds no such kind, unless that cluster serves it.',
  ],
  [
    'a kind that came later',
    [
      ...chapterItems(),
      {
        chart: 'later',
        object: {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind: 'ValidatingAdmissionPolicy',
          metadata: { name: 'later' },
        },
      },
    ],
    'later: ValidatingAdmissionPolicy later: ValidatingAdmissionPolicy in admissionregistration.k8s.io/v1 came only with Kubernetes 1.30. On a cluster, the API server refuses it.',
  ],
  [
    'a group that does not have the kind',
    changed('Deployment helloworld', replace('/apiVersion', 'batch/v1')),
    'deployment: Deployment helloworld: Kubernetes 1.27 serves no Deployment in batch/v1: did you mean apps/v1? On a cluster, kubectl finds no such kind.',
  ],
]);
