import { placedIn } from '../inventory/inventory';
import { accepted } from './effects';
import type { Rule } from './rule';

/** Every image has a tag other than `latest`, or a digest. */
export const images: Rule = {
  id: 'images',
  policy: true,
  finds: 'An image without a version: with no tag, or with `latest`.',
  mend: 'Write the tag of a version, or the digest.',
  sources: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],

  *find(app) {
    for (const pod of app.pods) {
      for (const { container, path } of placedIn(pod)) {
        const { name, image = '' } = container;
        const [, tag, digest] = /^[^@]*?(?::([^:/@]+))?(@.+)?$/.exec(image) ?? [];
        if (digest || (tag && tag !== 'latest')) continue;
        yield {
          item: pod.item,
          path: `${path}.image`,
          problem: `the image of container ${name}, ${image}, names no version`,
          effect: accepted('each node runs what was the newest when it pulled, and a rollback brings nothing back'),
        };
      }
    }
  },
};
