// `npm run check`: the checks of the synth, for any manifests, with the chapter's requirements and its version of Kubernetes.

import { cli } from '../lib/check/cli';
import { requirements } from '../lib/check/rules/requirements';
import { settingsFrom } from './settings';

const { kubernetes } = settingsFrom(process.env);
cli({ kubernetes, requirements });
