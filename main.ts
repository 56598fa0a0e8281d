import { chapter } from './chapter';
import { start } from './program/start';
import { settingsFrom } from './settings';
import { ManifestApp } from './synth/manifest-app';

start(() => {
  const app = new ManifestApp();
  chapter(app, settingsFrom(process.env));
  app.synth();
});
