// `npm run docs`: writes the generated parts of the documents, and docs/rules.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { start } from '../../lib/program/start';
import { documents, fill, parts } from './generated-parts';
import { languageOf } from './language';
import { rulesPage } from './rules-page';

start(() => {
  const current = { en: parts('en'), ja: parts('ja') };
  const filled = documents.map((name) => ({ name, text: fill(readFileSync(name, 'utf8'), current[languageOf(name)]) }));
  filled.push({ name: 'docs/rules.md', text: rulesPage() });
  for (const { name, text } of filled) writeFileSync(name, text);
});
