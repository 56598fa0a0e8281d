import { chapter } from './chapter';
import { start } from './program/start';
import { settingsFrom } from './settings';
import { ManifestApp } from './synth/manifest-app';

start(() => {
  const settings = settingsFrom(process.env);
  const app = new ManifestApp({ kubernetes: settings.kubernetes });
  chapter(app, settings);
  app.synth();
});
