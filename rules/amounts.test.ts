import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { changed, container, controller, finds } from '../tools/broken';
import { amounts } from './amounts';
import { check, lineOf } from './check';

const { add, remove, replace } = JsonPatch;

finds(amounts, [
  [
    'more requested than allowed',
    changed('Pod curl', replace(`${container}/resources/requests/cpu`, '0.2')),
    'pod: Pod curl: container curl requests more cpu, 0.2, than its limit, 100m. On a cluster, the API server refuses it.',
  ],
  [
    'thousandths of a byte',
    changed(
      'Pod curl',
      replace(`${container}/resources/requests/memory`, '16m'),
      replace(`${container}/resources/limits/memory`, '64m'),
    ),
    'pod: Pod curl: container curl: the memory of its requests is 16m, which is 0.016 bytes. On a cluster, the scheduler counts next to nothing for it.',
    'pod: Pod curl: container curl: the memory of its limits is 64m, which is 0.064 bytes. On a cluster, the container is killed before it runs: OOMKilled.',
  ],
  [
    'memory without a unit, in a StatefulSet',
    controller('StatefulSet', replace('/spec/containers/0/resources/requests/memory', 16)),
    'other: StatefulSet other: container helloworld: the memory of its requests is 16, which is 16 bytes. On a cluster, the scheduler counts next to nothing for it.',
  ],
  [
    'CPUs in units of memory',
    changed('Pod curl', replace(`${container}/resources/limits/cpu`, '1Mi')),
    'pod: Pod curl: container curl: the cpu of its limits is 1Mi, which is 1048576 CPUs. On a cluster, it limits nothing: hardly any node has as much.',
  ],
  [
    'a resource that there is not',
    changed('Pod curl', add(`${container}/resources/limits/ram`, '64Mi')),
    'pod: Pod curl: container curl: ram is not a resource; use cpu, memory, ephemeral-storage, hugepages-SIZE or a name with a domain, such as example.com/gpu. On a cluster, the API server refuses it.',
  ],
  [
    'half a device',
    changed('Pod curl', add(`${container}/resources/limits/example.com~1gpu`, '500m')),
    'pod: Pod curl: container curl: example.com/gpu must be a whole number, with equal request and limit. On a cluster, the API server refuses it.',
  ],
  [
    'a device that is only requested',
    changed('Pod curl', add(`${container}/resources/requests/example.com~1gpu`, 1)),
    'pod: Pod curl: container curl: example.com/gpu must be a whole number, with equal request and limit. On a cluster, the API server refuses it.',
  ],
  [
    'fewer huge pages requested than allowed, in a StatefulSet',
    controller(
      'StatefulSet',
      add('/spec/containers/0/resources/limits/hugepages-2Mi', '4Mi'),
      add('/spec/containers/0/resources/requests/hugepages-2Mi', '2Mi'),
    ),
    'other: StatefulSet other: container helloworld: hugepages-2Mi must be a whole number, with equal request and limit. On a cluster, it is accepted, but none of its Pods can be created.',
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
    'pod: Pod curl: container curl: the cpu of its requests is 97, which is 97 CPUs. On a cluster, hardly any node has as much, and the Pod stays Pending.',
    'pod: Pod curl: container curl: the memory of its requests is 600Gi, which is 644245094400 bytes. On a cluster, hardly any node has as much, and the Pod stays Pending.',
    'pod: Pod curl: container curl: the cpu of its limits is 97, which is 97 CPUs. On a cluster, it limits nothing: hardly any node has as much.',
    'pod: Pod curl: container curl: the memory of its limits is 600Gi, which is 644245094400 bytes. On a cluster, it limits nothing: hardly any node has as much.',
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
    'pod: Pod curl: container curl: huge pages need CPU or memory beside them. On a cluster, the API server refuses it.',
  ]);
});
