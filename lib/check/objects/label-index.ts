import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Labels } from './kubernetes';
import { matches } from './selector';

/** What can be selected by its labels. */
export interface Labelled {
  readonly namespace: string;
  readonly labels: Labels;
}

/** Finds what a selector matches, without looking at everything there is. */
export class LabelIndex<T extends Labelled> {
  private readonly lists = new Map<string, T[]>();

  constructor(entries: readonly T[]) {
    for (const entry of entries) {
      for (const key of [entry.namespace, ...keysOf(entry.namespace, entry.labels)]) {
        const list = this.lists.get(key);
        if (list) list.push(entry);
        else this.lists.set(key, [entry]);
      }
    }
  }

  /** The entries of a namespace that a selector matches. */
  matching(namespace: string, selector: LabelSelector): T[] {
    let fewest = this.lists.get(namespace) ?? [];
    const labels = { ...selector.matchLabels };
    for (const { key, operator, values: [value, ...more] = [] } of selector.matchExpressions ?? []) {
      if (operator === 'In' && value !== undefined && more.length === 0) labels[key] = value;
    }
    for (const key of keysOf(namespace, labels)) {
      const list = this.lists.get(key) ?? [];
      if (list.length < fewest.length) fewest = list;
    }
    return fewest.filter((entry) => matches(selector, entry.labels));
  }
}

function keysOf(namespace: string, labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => `${namespace} ${key}=${value}`);
}
