import { JsonPatch } from 'cdk8s';
import { beside, changed, controller, finds, patched } from '../tools/broken';
import { names } from './names';

const { replace } = JsonPatch;

finds(names, [
  [
    'that of a Pod with capitals',
    changed('Pod curl', replace('/metadata/name', 'Hello_World!')),
    'pod: Pod Hello_World!: the name "Hello_World!" must be small letters, digits, "-" and ".", 253 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a Service with dots',
    changed('Service helloworld-lb', replace('/metadata/name', 'hello.lb')),
    'service_loadbalancer: Service hello.lb: the name "hello.lb" must be small letters, digits and "-", a letter first, 63 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a Service that begins with a digit',
    changed('Service helloworld-lb', replace('/metadata/name', '1st')),
    'service_loadbalancer: Service 1st: the name "1st" must be small letters, digits and "-", a letter first, 63 characters at most. On a cluster, the API server of Kubernetes 1.30 refuses it.',
  ],
  [
    'that of a CronJob, too long for its Jobs',
    patched(controller('CronJob'), 'CronJob other', replace('/metadata/name', 'a'.repeat(53))),
    `other: CronJob ${'a'.repeat(53)}: the name "${'a'.repeat(53)}" must be small letters, digits, "-" and ".", 52 characters at most. On a cluster, the API server refuses it.`,
  ],
  [
    'that of a StatefulSet with dots',
    patched(controller('StatefulSet'), 'StatefulSet other', replace('/metadata/name', 'o.ther')),
    'other: StatefulSet o.ther: the name "o.ther" must be small letters, digits and "-", 63 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'the beginning of one',
    beside({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'Other-' } }),
    'other: ConfigMap Other-…: the name "Other-" must be small letters, digits, "-" and ".", 253 characters at most. On a cluster, the API server refuses it.',
  ],
  [
    'that of a definition that defines something else',
    beside({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'shirts.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Shirt', plural: 'shirt' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    }),
    'other: CustomResourceDefinition shirts.example.com: the name of a CustomResourceDefinition must be that of what it defines, shirt.example.com. On a cluster, the API server refuses it.',
  ],
]);
