// `npm run verify`: runs the whole chapter on kubectl's current cluster.

import { cli } from './cli';

cli();
