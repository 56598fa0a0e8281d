// The checks of the synth, for any manifests, of a project without requirements of its own.

import { cli } from './cli';

cli();
