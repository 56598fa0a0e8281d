import { containersOf, type Inventory } from './inventory';
import type { Finding } from './rule';

/**
 * Every image has a tag other than `latest`, or a digest.
 *
 * @see https://kubernetes.io/docs/concepts/containers/images/#image-names
 */
export function* images(app: Inventory): Iterable<Finding> {
  for (const { item, spec } of app.pods) {
    for (const { name, image = '' } of containersOf(spec)) {
      const [, tag, digest] = /^[^@]*?(?::([^:/@]+))?(@.+)?$/.exec(image) ?? [];
      if (digest || (tag && tag !== 'latest')) continue;
      yield {
        item,
        problem: `the image of container ${name}, ${image || 'none'}, names no version`,
        effect: 'each node runs what was the newest when it pulled, and a rollback brings nothing back',
      };
    }
  }
}
