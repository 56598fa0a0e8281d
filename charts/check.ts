// `npm run check`: the checks of the synth, for any manifests, with the chapter's requirements and its version of Kubernetes.

import { cli } from '../check/cli';
import { run } from '../program/start';
import { requirements } from '../rules/requirements';
import { variables } from '../settings';

run(() => cli({ kubernetes: process.env[variables.kubernetes], requirements }));
