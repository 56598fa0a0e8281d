import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-27';
import { chapter } from '../chapter';
import { ManifestApp } from '../lib/manifest-app';
import { run } from '../lib/refusal';

// The chapter, and a Service that selects nothing.
run(() => {
  const app = new ManifestApp();
  chapter(app);
  new Service(new Chart(app, 'broken'), 'hello', { metadata: { name: 'hello' }, ports: [{ port: 80 }] }).selectLabel(
    'run',
    'hello',
  );
  app.synth();
});
