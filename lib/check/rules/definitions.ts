import { refused } from '../findings/effects';
import type { Rule } from '../findings/rule';

/** A CustomResourceDefinition is called as what it defines, and stores one of its versions. */
export const definitions: Rule = {
  id: 'definitions',
  finds: 'A CustomResourceDefinition whose name is not PLURAL.GROUP, or that does not store exactly one version.',
  mend: 'Name it PLURAL.GROUP, and set `storage: true` for one version and `false` for the others.',
  sources: ['https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/'],

  *find(app) {
    for (const item of app.ofKind('CustomResourceDefinition')) {
      const { metadata, spec } = item.object;
      const name = `${spec?.names?.plural}.${spec?.group}`;
      if (metadata.name !== name) {
        yield {
          item,
          path: 'metadata.name',
          problem: `its name must match what it defines, ${name}`,
          effect: refused,
        };
      }
      const stored = (spec?.versions ?? []).filter(({ storage }) => storage);
      if (stored.length !== 1) {
        yield {
          item,
          path: 'spec.versions',
          problem: `exactly one version must have storage: true, but ${stored.length} do`,
          effect: refused,
        };
      }
    }
  },
};
