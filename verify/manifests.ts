import { chapter } from '../chapter';
import { ManifestApp } from '../lib/manifest-app';
import { settingsFrom } from '../settings';
import type { Manifests, State } from './stage';

/**
 * The manifests as they are synthesised now, in a state of the chapter; image and ingress class are those of the
 * environment, as for the synth.
 *
 * @throws Refusal if the synth refuses a setting or a chart.
 */
export function manifests(state: State = {}): Manifests {
  const { image, ingressClass } = settingsFrom(process.env);
  const app = new ManifestApp();
  chapter(app, { image, ingressClass, ...state });
  return app.render();
}
