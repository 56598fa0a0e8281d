// The CLI of the checks, for a project that has no `check.ts` of its own as `charts/` has here.

import { cli } from './cli';

cli();
