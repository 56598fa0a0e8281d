// `node program/run.js verify/refusals.ts` holds the examples of the rules against the cluster that kubectl points at: what a
// finding calls refused, its API server refuses, and nothing else. It changes nothing there.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { read } from '../check/manifests';
import { check, lineOf } from '../rules/check';

const folder = 'rules/examples';

/** What the cluster says to an object; undefined if it would take it, or has not the namespace, or the Gateway API, for it. */
function refusal(object: unknown): string | undefined {
  const { error, status, stderr } = spawnSync(
    'kubectl',
    ['apply', '--dry-run=server', '--validate=strict', '-f', '-'],
    {
      encoding: 'utf8',
      input: JSON.stringify(object),
    },
  );
  if (error) throw error;
  const isLacking = /namespaces ".*" not found|no matches for kind .* in version "gateway\./.test(stderr);
  return status === 0 || isLacking ? undefined : stderr.trim();
}

let wrong = 0;
for (const file of readdirSync(folder).sort()) {
  const { entries } = read([file], folder);
  const refused = check(entries).filter(({ effect }) => effect.refused);
  const answers = entries.flatMap(({ object }) => refusal(object) ?? []);
  if (answers.length > 0 === refused.length > 0) continue;
  wrong++;
  console.log(
    `${file}: ${refused.length > 0 ? `taken, but: ${refused.map(lineOf).join('; ')}` : `refused: ${answers.join('; ')}`}`,
  );
}
console.log(wrong === 0 ? 'what is called refused is refused, and nothing else' : `${wrong} differ`);
if (wrong > 0) process.exitCode = 1;
