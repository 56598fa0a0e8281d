import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, check, container, controller, finds } from '../../../tools/testing/test-chapter';
import { lineOf } from '../findings/diagnostic';
import { amounts } from './amounts';

const { add, remove, replace } = JsonPatch;

finds(amounts, [
  [
    'more requested than allowed',
    changed('Pod curl', replace(`${container}/resources/requests/cpu`, '0.2')),
    'pod: Pod curl: container curl requests cpu 0.2, above its limit, 100m. On a cluster, the API server refuses it.',
  ],
  [
    'thousandths of a byte',
    changed(
      'Pod curl',
      replace(`${container}/resources/requests/memory`, '16m'),
      replace(`${container}/resources/limits/memory`, '64m'),
    ),
    'pod: Pod curl: container curl: the memory in its requests is 16m, which means 0.016 bytes. On a cluster, the scheduler reserves next to nothing for it.',
    'pod: Pod curl: container curl: the memory in its limits is 64m, which means 0.064 bytes. On a cluster, the container is killed before it runs: OOMKilled.',
  ],
  [
    'memory without a unit, in a StatefulSet',
    controller('StatefulSet', replace('/spec/containers/0/resources/requests/memory', 16)),
    'other: StatefulSet other: container helloworld: the memory in its requests is 16, which means 16 bytes. On a cluster, the scheduler reserves next to nothing for it.',
  ],
  [
    'CPUs in units of memory',
    changed('Pod curl', replace(`${container}/resources/limits/cpu`, '1Mi')),
    'pod: Pod curl: container curl: the cpu in its limits is 1Mi, which means 1048576 CPUs. On a cluster, it limits nothing: hardly any node has that much.',
  ],
  [
    'a resource that there is not',
    changed('Pod curl', add(`${container}/resources/limits/ram`, '64Mi')),
    'pod: Pod curl: container curl: ram is not a resource; use cpu, memory, ephemeral-storage, hugepages-SIZE or a name with a domain, such as example.com/gpu. On a cluster, the API server refuses it.',
  ],
  [
    'half a device',
    changed('Pod curl', add(`${container}/resources/limits/example.com~1gpu`, '500m')),
    'pod: Pod curl: container curl: example.com/gpu must be a whole number, with the request equal to the limit. On a cluster, the API server refuses it.',
  ],
  [
    'a device that is only requested',
    changed('Pod curl', add(`${container}/resources/requests/example.com~1gpu`, 1)),
    'pod: Pod curl: container curl: example.com/gpu must be a whole number, with the request equal to the limit. On a cluster, the API server refuses it.',
  ],
  [
    'fewer huge pages requested than allowed, in a StatefulSet',
    controller(
      'StatefulSet',
      add('/spec/containers/0/resources/limits/hugepages-2Mi', '4Mi'),
      add('/spec/containers/0/resources/requests/hugepages-2Mi', '2Mi'),
    ),
    'other: StatefulSet other: container helloworld: hugepages-2Mi must be a whole number, with the request equal to the limit. On a cluster, it is accepted, but none of its Pods can be created.',
  ],
]);

// How much a node has is for the rule node-size, too.
test('amounts finds more requested than nodes have', () => {
  const resources = { cpu: 97, memory: '600Gi' };
  const items = changed(
    'Pod curl',
    replace(`${container}/resources/requests`, resources),
    replace(`${container}/resources/limits`, resources),
  );
  expect(check(items, { rules: [amounts] }).map(lineOf)).toEqual([
    'pod: Pod curl: container curl: the cpu in its requests is 97, which means 97 CPUs. On a cluster, hardly any node has that much, and the Pod stays Pending.',
    'pod: Pod curl: container curl: the memory in its requests is 600Gi, which means 644245094400 bytes. On a cluster, hardly any node has that much, and the Pod stays Pending.',
    'pod: Pod curl: container curl: the cpu in its limits is 97, which means 97 CPUs. On a cluster, it limits nothing: hardly any node has that much.',
    'pod: Pod curl: container curl: the memory in its limits is 600Gi, which means 644245094400 bytes. On a cluster, it limits nothing: hardly any node has that much.',
  ]);
});

test.each<[string, JsonPatch[]]>([
  ['a sign before a number', [replace(`${container}/resources/limits/cpu`, '+0.1')]],
  ['a space before a number', [replace(`${container}/resources/requests/memory`, ' 16Mi')]],
  ['an exponent', [replace(`${container}/resources/requests/memory`, '1.6e7')]],
  ['a request of nothing', [replace(`${container}/resources/requests/memory`, 0)]],
  ['a whole device', [add(`${container}/resources/limits/example.com~1gpu`, 1)]],
  [
    'a whole device, requested as well',
    [
      add(`${container}/resources/limits/example.com~1gpu`, '2'),
      add(`${container}/resources/requests/example.com~1gpu`, 2),
    ],
  ],
  ['huge pages', [add(`${container}/resources/limits/hugepages-2Mi`, '4Mi')]],
  [
    'a few bytes of the disk',
    [
      add(`${container}/resources/limits/ephemeral-storage`, '200Ki'),
      add(`${container}/resources/requests/ephemeral-storage`, '100Ki'),
    ],
  ],
])('nothing is found in %s', (_, patches) => {
  expect(check(changed('Pod curl', ...patches))).toEqual([]);
});

test('nothing is found in a container without resources', () => {
  expect(check(changed('Pod curl', remove(`${container}/resources`)), { rules: [amounts] })).toEqual([]);
});

test('amounts finds huge pages alone', () => {
  // That it has no CPU and no memory is also what this project demands of it.
  const pages = { 'hugepages-2Mi': '4Mi' };
  const items = changed('Pod curl', replace(`${container}/resources`, { requests: pages, limits: pages }));
  expect(check(items, { rules: [amounts] }).map(lineOf)).toEqual([
    'pod: Pod curl: container curl: huge pages also need a CPU or memory amount. On a cluster, the API server refuses it.',
  ]);
});
