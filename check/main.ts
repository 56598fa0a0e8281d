// The checks of the synth, for any manifests, of a project without requirements of its own.

import { run } from '../program/start';
import { cli } from './cli';

run(cli);
