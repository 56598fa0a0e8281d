import { accepted } from '../findings/effects';
import type { Rule } from '../findings/rule';

/** A manifest has a name, and neither the resourceVersion nor the uid of an object on a cluster. */
export const serverFields: Rule = {
  id: 'server-fields',
  finds: 'A field that only the API server sets, copied from a running object, or an object without a fixed name.',
  mend: 'Leave out resourceVersion, uid, creationTimestamp and status, and set a name.',
  sources: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions'],

  *find(app) {
    for (const item of app.items) {
      const { metadata } = item.object;
      for (const field of ['resourceVersion', 'uid'] as const) {
        if (!metadata[field]) continue;
        yield {
          item,
          path: `metadata.${field}`,
          problem: `it has a ${field}, which only the API server sets`,
          effect: accepted('kubectl apply fails if the object was recreated or has changed'),
        };
      }
      if (!metadata.name) {
        yield {
          item,
          path: 'metadata.generateName',
          problem: `it has ${metadata.generateName ? 'a generateName but no' : 'no'} name`,
          effect: accepted('kubectl apply fails, and kubectl create makes a new object each time'),
        };
      }
    }
  },
};
