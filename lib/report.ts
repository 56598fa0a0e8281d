import { existsSync, readFileSync } from 'node:fs';
import { strangers, type Written } from './manifest-folder';

/** Tells whoever runs the app what it wrote: `npm run watch` in a message, everyone else in the words of the CLI. */
export function report(written: Written): void {
  if (process.send) {
    process.send(written);
    return;
  }
  const { folder, files } = written;
  console.log('Synthesizing application');
  for (const name of files) console.log(`  - ${folder}/${name}`);
  if (files.length === 0) console.error('No manifests synthesized');
  if (hasValidations()) console.log('validations of cdk8s.yaml: only npx cdk8s synth runs them');
  for (const line of strangers(written)) console.error(line);
}

function hasValidations(): boolean {
  return existsSync('cdk8s.yaml') && /^validations:/m.test(readFileSync('cdk8s.yaml', 'utf8'));
}
