import type { Schemas } from './schema';

/** The schemas of the kinds that `npm run import` imports. */
export const schemas: Schemas = require('../imports/k8s.schema.json');
