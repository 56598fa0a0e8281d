import { type Inventory, type Item, namespaceOf } from './inventory';
import type { Finding } from './rule';

/** No two objects of a namespace have the same kind and name. */
export function* uniqueNames(app: Inventory): Iterable<Finding> {
  const first = new Map<string, Item>();
  for (const item of app.items) {
    const { apiVersion, kind, metadata } = item.object;
    const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
    const key = [group, kind, namespaceOf(item), metadata.name].join(' ');
    const other = first.get(key);
    if (other) {
      yield {
        item,
        problem: `the chart ${other.chart} has an object of the same kind and name`,
        effect: 'kubectl apply makes one object of both, and whichever file it reads last has its way',
      };
    } else {
      first.set(key, item);
    }
  }
}
