import { accepted } from './effects';
import type { Rule } from './rule';

/** A manifest has a name, and says nothing that only the API server can know. */
export const serverFields: Rule = {
  id: 'server-fields',
  finds: 'What the API server writes, copied from a running object; or only the beginning of a name.',
  mend: 'Leave out resourceVersion, uid, creationTimestamp and status, and write a name.',
  sources: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions'],

  *find(app) {
    for (const item of app.items) {
      const { metadata } = item.object;
      for (const field of ['resourceVersion', 'uid'] as const) {
        if (!metadata[field]) continue;
        yield {
          item,
          path: `metadata.${field}`,
          problem: `it has a ${field}, as a running object has`,
          effect: accepted('kubectl apply fails where the object is another one, or has changed'),
        };
      }
      if (!metadata.name) {
        yield {
          item,
          path: 'metadata.generateName',
          problem: `it has ${metadata.generateName ? 'only the beginning of a' : 'no'} name`,
          effect: accepted('kubectl apply fails, and kubectl create makes another object each time'),
        };
      }
    }
  },
};
