import { existsSync, readFileSync } from 'node:fs';
import { strangers, type Written } from './manifest-folder';

/** The environment variable by which `npm run watch` asks for a message of what was written. */
export const asMessage = 'SYNTH_REPORTS_AS_MESSAGE';

/** Tells whoever runs the app what it wrote: `npm run watch` in a message, everyone else in the words of the CLI. */
export function report(written: Written): void {
  if (process.send && process.env[asMessage]) {
    process.send(written);
    return;
  }
  const { folder, files, removed } = written;
  console.log('Synthesizing application');
  for (const name of files) console.log(`  - ${folder}/${name}`);
  for (const name of removed) console.log(`removed ${folder}/${name}: the app no longer generates it`);
  if (files.length === 0) console.error('No manifests synthesized');
  if (hasValidations()) console.log('cdk8s.yaml has validations, which run only with npx cdk8s synth');
  for (const line of strangers(written)) console.error(line);
}

function hasValidations(): boolean {
  return existsSync('cdk8s.yaml') && /^validations:/m.test(readFileSync('cdk8s.yaml', 'utf8'));
}
