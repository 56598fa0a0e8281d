import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { type Case, changed, check, container, finds, template } from '../../../tools/testing/test-chapter';
import { imageNames } from './image-names';

const { replace } = JsonPatch;

finds(imageNames, [
  ...['https://example.com/web:1.0', 'Example/Web:1.0', 'web server:1.0', 'web:1:0'].map<Case>((image) => [
    image,
    changed('Pod curl', replace(`${container}/image`, image)),
    `pod: Pod curl: the image of container curl, "${image}", is not a valid image reference. On a cluster, the container is not started: InvalidImageName.`,
  ]),
  [
    'a space after it',
    changed('Pod curl', replace(`${container}/image`, 'curlimages/curl:7.68.0 ')),
    'pod: Pod curl: the image of container curl, "curlimages/curl:7.68.0 ", is not a valid image reference. On a cluster, the API server refuses it.',
  ],
  [
    'a space after it, in a template',
    changed('Deployment helloworld', replace(`${template}/containers/0/image`, 'hello-app:1.0 ')),
    'deployment: Deployment helloworld: the image of container helloworld, "hello-app:1.0 ", is not a valid image reference. On a cluster, the container is not started: InvalidImageName.',
  ],
]);

test.each([
  'web:1.0',
  'example.com/web:1.0',
  'Registry.example.com:5000/team/my__web-app.x:v1.0-rc_1',
  '[fd00::1]:5000/web:1.0',
  'localhost/web:1.0',
  'web@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'web:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
])('nothing is found in %s', (image) => {
  expect(check(changed('Pod curl', replace(`${container}/image`, image)))).toEqual([]);
});
