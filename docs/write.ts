import { readFileSync, writeFileSync } from 'node:fs';
import { start } from '../program/start';
import { documents, fill } from './documents';
import { pictures } from './pictures';

start(() => {
  const current = pictures();
  const filled = documents.map((name) => ({ name, text: fill(readFileSync(name, 'utf8'), current) }));
  for (const { name, text } of filled) writeFileSync(name, text);
});
