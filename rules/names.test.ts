import { JsonPatch } from 'cdk8s';
import { type Case, changed, chapterItems, container, controller, finds, patched } from '../tools/broken';
import { titleOf } from './inventory';
import { names } from './names';

const { add, replace } = JsonPatch;

finds(names, [
  ...Object.entries<[string, JsonPatch, string]>({
    'of a Pod': [
      'Pod curl',
      replace('/metadata/name', 'Hello_World!'),
      'the name "Hello_World!" must be small letters, digits, "-" and ".", 253 characters at most',
    ],
    'of a label': [
      'Pod curl',
      add('/metadata/labels/bad key!', 'x'),
      'the label key "bad key!" must be letters, digits, "-", "_" and ".", 63 characters at most',
    ],
    'of the prefix of a label': [
      'Pod curl',
      add('/metadata/labels/Example.com~1x', 'x'),
      'the prefix of label key "Example.com" must be small letters, digits, "-" and ".", 253 characters at most',
    ],
    "of a template's label": [
      'Deployment helloworld',
      add('/spec/template/metadata/labels/-x', 'x'),
      'the label key "-x" must be letters, digits, "-", "_" and ".", 63 characters at most',
    ],
    'of the value of a label': [
      'Pod curl',
      add('/metadata/labels/x', 'a value'),
      'the value of label x, "a value" must be letters, digits, "-", "_" and ".", 63 characters at most',
    ],
    'of a key in an expression': [
      'ReplicaSet helloworld',
      add('/spec/selector/matchExpressions', [{ key: 'bad key!', operator: 'DoesNotExist' }]),
      'the label key "bad key!" must be letters, digits, "-", "_" and ".", 63 characters at most',
    ],
    'of an annotation': [
      'Pod curl',
      add('/metadata/annotations', { '/x': 'anything goes, here!' }),
      'the prefix of annotation key "" must be small letters, digits, "-" and ".", 253 characters at most',
    ],
    'of a namespace': [
      'ReplicaSet helloworld',
      add('/metadata/namespace', 'name.space'),
      'the namespace "name.space" must be small letters, digits and "-", 63 characters at most',
    ],
    'of a container': [
      'Pod curl',
      replace(`${container}/name`, 'Curl'),
      'the container name "Curl" must be small letters, digits and "-", 63 characters at most',
    ],
    'of a port': [
      'Pod helloworld',
      add(`${container}/ports/0/name`, 'port-of-the-hello-app'),
      'the port name "port-of-the-hello-app" must be small letters, digits and single "-", a letter among them, 15 characters at most',
    ],
    "of a Service's port": [
      'Service helloworld-lb',
      add('/spec/ports/0/name', 'HTTP'),
      'the port name "HTTP" must be small letters, digits and "-", 63 characters at most',
    ],
    'of a Service': [
      'Service helloworld-lb',
      replace('/metadata/name', 'hello.lb'),
      'the name "hello.lb" must be small letters, digits and "-", a letter first, 63 characters at most',
    ],
  }).map<Case>(([what, [title, patch, problem]]) => {
    const items = changed(title, patch);
    const broken = items[chapterItems().findIndex((item) => titleOf(item) === title)];
    return [
      what,
      items,
      `${broken?.chart}: ${broken && titleOf(broken)}: ${problem}. On a cluster, the API server refuses it.`,
    ];
  }),
  [
    'of a Service that begins with a digit',
    changed('Service helloworld-lb', replace('/metadata/name', '1st')),
    'service_loadbalancer: Service 1st: the name "1st" must be small letters, digits and "-", a letter first, 63 characters at most. On a cluster, the API server of Kubernetes 1.30 refuses it.',
  ],
  [
    'of a CronJob, too long for its Jobs',
    patched(controller('CronJob'), 'CronJob other', replace('/metadata/name', 'a'.repeat(53))),
    `other: CronJob ${'a'.repeat(53)}: the name "${'a'.repeat(53)}" must be small letters, digits, "-" and ".", 52 characters at most. On a cluster, the API server refuses it.`,
  ],
]);
