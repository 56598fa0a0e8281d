import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CheckoutCopy, isOfApp } from './checkout-copy';

/** An app that takes half the time, for what is the same with every app: it has no constructs, and needs no packages for them. */
export function smallApp(): CheckoutCopy {
  const project = new CheckoutCopy((path) => isOfApp(path) && /^(package\.json|lib($|.(program|synth)\b))/.test(path));
  const packages = project.path('.git/packages'); // which is not watched
  mkdirSync(packages, { recursive: true });
  for (const name of ['esbuild', 'chokidar'])
    symlinkSync(resolve('node_modules', name), join(packages, name), 'junction');
  project.link(packages);
  mkdirSync(project.path('charts'));
  writeFileSync(project.path('charts/pod.ts'), "export const text = 'hellow_world';\n");
  writeFileSync(
    project.path('main.ts'),
    `import { text } from './charts/pod';
import { start } from './lib/program/start';
import { writeManifests } from './lib/synth/manifest-folder';
import { report } from './lib/synth/report';

const app = { synth: () => report(writeManifests('dist', new Map([['pod.yaml', text]]))) };
start(() => {
  app.synth();
});
`,
  );
  return project;
}
