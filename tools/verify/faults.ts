// `node lib/program/run.js tools/verify/faults.ts [--context NAME] [WORDS]` tests the claims: it breaks the chapter in one way
// after another, runs the affected sections on a cluster, up to the last claim that should fail, and compares the claims that
// fail with those that should. WORDS select the faults whose names contain them. The exit status is 0 if they match, 1 if not, 2
// if no cluster is reachable.

import { cli } from './fault-runs';

cli();
