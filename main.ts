import { chapter } from './chapter';
import { ManifestApp } from './lib/manifest-app';
import { run } from './lib/refusal';
import { settingsFrom } from './settings';

run(() => {
  const app = new ManifestApp();
  chapter(app, settingsFrom(process.env));
  app.synth();
});
