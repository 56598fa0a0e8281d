import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { type Case, changed, check, container, controller, finds } from '../../../../tools/testing/test-chapter';
import { images } from './images';

const { replace } = JsonPatch;

finds(images, [
  ...['hello-app', 'hello-app:latest', 'r.io:5000/hello-app'].map<Case>((image) => [
    `image "${image}"`,
    changed('Pod helloworld', replace(`${container}/image`, image)),
    `pod: Pod helloworld: the image of container helloworld, ${image}, has no version. On a cluster, each node runs whichever image was newest when it pulled, and a rollback does not restore the old image.`,
  ]),
  [
    'in a CronJob',
    controller('CronJob', replace('/spec/containers/0/image', 'busybox')),
    'other: CronJob other: the image of container helloworld, busybox, has no version. On a cluster, each node runs whichever image was newest when it pulled, and a rollback does not restore the old image.',
  ],
]);

test.each([
  'hello-app:1.0',
  'r.io:5000/hello-app:1.0',
  `hello-app@sha256:${'0'.repeat(64)}`,
  `hello-app:latest@sha256:${'0'.repeat(64)}`,
])('nothing is found in image "%s"', (image) => {
  expect(check(changed('Pod helloworld', replace(`${container}/image`, image)))).toEqual([]);
});
