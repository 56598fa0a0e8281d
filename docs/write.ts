import { readFileSync, writeFileSync } from 'node:fs';
import { run } from '../lib/refusal';
import { documents, fill } from './documents';
import { pictures } from './pictures';

run(() => {
  const current = pictures();
  const filled = documents.map((name) => ({ name, text: fill(readFileSync(name, 'utf8'), current) }));
  for (const { name, text } of filled) writeFileSync(name, text);
});
