import { accepted } from '../findings/effects';
import type { Rule } from '../findings/rule';
import { type Item, namespaceOf } from '../objects/item';

/** No two objects of a namespace have the same kind and name. */
export const uniqueNames: Rule = {
  id: 'unique-names',
  finds: 'Two objects with the same kind and name in one namespace.',
  mend: 'Rename or delete one of them.',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names'],

  *find(app) {
    const first = new Map<string, Item>();
    for (const item of app.items) {
      const { apiVersion, kind, metadata } = item.object;
      if (metadata.name === undefined) continue;
      const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
      const key = [group, kind, namespaceOf(item), metadata.name].join(' ');
      const other = first.get(key);
      if (other) {
        yield {
          item,
          path: 'metadata.name',
          problem: `${other.chart} also has an object of this kind and name`,
          effect: accepted('kubectl apply makes a single object, and the file that it reads last wins'),
        };
      } else {
        first.set(key, item);
      }
    }
  },
};
