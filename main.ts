import { chapter } from './charts/chapter';
import { settingsFrom } from './charts/settings';
import { start } from './lib/program/start';

start(() => {
  const app = chapter(settingsFrom(process.env));
  app.synth();
});
