import { chapter } from '../chapter';
import { settingsFrom } from '../settings';
import { ManifestApp } from '../synth/manifest-app';
import type { Manifests, State } from './stage';

/**
 * The manifests as they are synthesised now, in a state of the chapter; image and ingress class are those of the
 * environment, as for the synth.
 *
 * @throws Refusal if the synth refuses a setting or a chart.
 */
export function manifests(state: State = {}): Manifests {
  const app = new ManifestApp();
  chapter(app, { ...settingsFrom(process.env), replicas: 1, version: '1.0', ...state });
  return app.render();
}
