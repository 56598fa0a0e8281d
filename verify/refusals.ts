// `node program/run.js verify/refusals.ts` holds the examples of the rules against the cluster that kubectl points at: what a
// finding calls refused, its API server refuses, and nothing else. It changes nothing there.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { read } from '../check/manifests';
import { check, lineOf } from '../rules/check';

const folder = 'rules/examples';

/** What the cluster says to an object: `taken`, what it objects, or nothing if it lacks what would judge it. */
function answerTo(object: unknown): string | undefined {
  const { error, status, stderr } = spawnSync(
    'kubectl',
    ['apply', '--dry-run=server', '--validate=strict', '-f', '-'],
    {
      encoding: 'utf8',
      input: JSON.stringify(object),
    },
  );
  if (error) throw error;
  if (status === 0) return taken;
  // The namespace that the object would be in, or the Gateway API.
  const isLacking = /namespaces ".*" not found|no matches for kind .* in version "gateway\./.test(stderr);
  return isLacking ? undefined : stderr.trim();
}

const taken = 'taken';

let wrong = 0;
for (const file of readdirSync(folder).sort()) {
  const { entries } = read([file], folder);
  const refused = check(entries).filter(({ effect }) => effect.refused);
  const answers = entries.map(({ object }) => answerTo(object));
  const objections = answers.filter((answer) => answer !== undefined && answer !== taken);
  if (objections.length > 0 === refused.length > 0 || (objections.length === 0 && answers.includes(undefined)))
    continue;
  wrong++;
  console.log(
    `${file}: ${refused.length > 0 ? `taken, but: ${refused.map(lineOf).join('; ')}` : `refused: ${objections.join('; ')}`}`,
  );
}
console.log(wrong === 0 ? 'what is called refused is refused, and nothing else' : `${wrong} differ`);
if (wrong > 0) process.exitCode = 1;
