import type { Schemas } from './schema';

/** The schemas of the kinds that `npm run import` imports. */
export const schemas: Schemas = require('../../../imports/schema.json');

/** Whether a kind, e.g. `example.com/v1 Shirt`, was imported from a CustomResourceDefinition, and is not Kubernetes' own. */
export function isImported(kind: string): boolean {
  // It has a definition of its own, which is called as the kind is.
  return schemas.kinds[kind] === kind;
}
