import { JsonPatch } from 'cdk8s';
import { type Case, changed, container, finds } from '../tools/broken';
import { imageNames } from './image-names';

const { replace } = JsonPatch;

finds(imageNames, [
  ...['https://example.com/web:1.0', 'Example/Web:1.0', 'web server:1.0', 'web:1:0'].map<Case>((image) => [
    image,
    changed('Pod curl', replace(`${container}/image`, image)),
    `pod: Pod curl: the image of container curl, "${image}", is no reference of an image. On a cluster, the container is not started: InvalidImageName.`,
  ]),
  [
    'a space after it',
    changed('Pod curl', replace(`${container}/image`, 'curlimages/curl:7.68.0 ')),
    'pod: Pod curl: the image of container curl, "curlimages/curl:7.68.0 ", is no reference of an image. On a cluster, the API server refuses it.',
  ],
]);
