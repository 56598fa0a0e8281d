import type { Schemas } from './schema';

/** The schemas of the kinds that `npm run import` imports. */
export const schemas: Schemas = require('../imports/schema.json');
