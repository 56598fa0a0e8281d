import { accepted } from '../../findings/effects';
import { findingIn, type Rule } from '../../findings/rule';
import { containersIn } from '../../objects/containers';

/** Every image has a tag other than `latest`, or a digest. */
export const images: Rule = {
  id: 'images',
  finds: 'An image without a version: with no tag, or with `latest`.',
  mend: 'Add the tag of a version, or a digest.',
  sources: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],

  *find(app) {
    for (const { container, path, pod } of containersIn(app)) {
      const { name, image = '' } = container;
      const [, tag, digest] = /^[^@]*?(?::([^:/@]+))?(@.+)?$/.exec(image) ?? [];
      if (digest || (tag && tag !== 'latest')) continue;
      const problem = `the image of container ${name}, ${image}, has no version`;
      yield findingIn(pod, `${path}.image`, problem, accepted(then));
    }
  },
};

const then = 'each node runs whichever image was newest when it pulled, and a rollback does not restore the old image';
