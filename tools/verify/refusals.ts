// `node lib/program/run.js tools/verify/refusals.ts` compares the examples of the rules with kubectl's current cluster: what a
// finding calls refused, its API server must refuse, and nothing else. It changes nothing there.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { check } from '../../lib/check/check';
import { lineOf } from '../../lib/check/findings/diagnostic';
import { read } from '../../lib/check/manifests';

const folder = 'lib/check/rules/examples';

/** The cluster's answer to an object: `accepted`, the error, or nothing if the cluster lacks what is needed to judge it. */
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

const taken = 'accepted';

let wrong = 0;
for (const file of readdirSync(folder).sort()) {
  const { entries } = read([file], folder);
  const refused = check(entries).filter(({ effect }) => effect?.severity === 'refused');
  const answers = entries.map(({ object }) => answerTo(object));
  const objections = answers.filter((answer) => answer !== undefined && answer !== taken);
  if (objections.length > 0 === refused.length > 0 || (objections.length === 0 && answers.includes(undefined)))
    continue;
  wrong++;
  console.log(
    `${file}: ${refused.length > 0 ? `accepted, but reported: ${refused.map(lineOf).join('; ')}` : `refused: ${objections.join('; ')}`}`,
  );
}
console.log(
  wrong === 0
    ? 'the cluster refuses exactly the examples that are reported as refused'
    : `${wrong} ${wrong === 1 ? 'example differs' : 'examples differ'}`,
);
if (wrong > 0) process.exitCode = 1;
