import { chapter } from './chapter';
import { start } from './program/start';
import { settingsFrom } from './settings';

start(() => {
  const app = chapter(settingsFrom(process.env));
  app.synth();
});
