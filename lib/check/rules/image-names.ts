import { accepted, refused } from '../findings/effects';
import { findingIn, type Rule } from '../findings/rule';
import { containersIn } from '../objects/containers';
import { repositoryOf } from '../schema/image';

/** Every image is a reference that a container runtime can read. */
export const imageNames: Rule = {
  id: 'image-names',
  finds: 'An image whose name no container runtime can parse, for example with capital letters, spaces or a scheme.',
  mend: 'Write HOST/PATH:TAG, with the path in lowercase letters and without https://.',
  sources: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
    'https://pkg.go.dev/github.com/distribution/reference',
  ],

  *find(app) {
    for (const { container, path, pod } of containersIn(app)) {
      const { name, image = '' } = container;
      if (repositoryOf(image) !== undefined) continue;
      const isPadded = pod.item.object.kind === 'Pod' && image !== image.trim();
      const problem = `the image of container ${name}, ${JSON.stringify(image)}, is not a valid image reference`;
      const effect = isPadded ? refused : accepted('the container is not started: InvalidImageName');
      yield findingIn(pod, `${path}.image`, problem, effect);
    }
  },
};
