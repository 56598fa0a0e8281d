import { accepted, refused } from '../findings/effects';
import { findingIn, type Rule } from '../findings/rule';
import { containersIn } from '../objects/inventory';

const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const host =
  '(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?';
const reference = new RegExp(
  `^(?:${host}/)?${component}(?:/${component})*(?::\\w[-.\\w]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
);

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
      if (reference.test(image)) continue;
      const isPadded = pod.item.object.kind === 'Pod' && image !== image.trim();
      const problem = `the image of container ${name}, ${JSON.stringify(image)}, is not a valid image reference`;
      const effect = isPadded ? refused : accepted('the container is not started: InvalidImageName');
      yield findingIn(pod, `${path}.image`, problem, effect);
    }
  },
};
