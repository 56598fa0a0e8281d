// `node lib/program/run.js tools/verify/refusals.ts [--context NAME]` compares the examples of the rules with kubectl's current
// cluster: what a finding calls refused, its API server must refuse, and nothing else. It changes nothing there.

import { readdirSync } from 'node:fs';
import { check } from '../../lib/check/check';
import { lineOf } from '../../lib/check/findings/diagnostic';
import { read } from '../../lib/check/read-manifests';
import { Kubectl } from './cluster/kubectl';
import { commandLine, run } from './cluster/program';
import { reach } from './cluster/target';

const folder = 'lib/check/rules/examples';

const { context } = commandLine(
  'node lib/program/run.js tools/verify/refusals.ts',
  'Compares the examples of the rules with a cluster: it must refuse exactly what is reported as refused.',
)
  .parse()
  .opts<{ readonly context?: string }>();

const taken = 'accepted';

/** The cluster's answer to an object: `accepted`, the error, or nothing if the cluster lacks what is needed to judge it. */
async function answerTo(kubectl: Kubectl, object: unknown): Promise<string | undefined> {
  const command = ['apply', '--dry-run=server', '--validate=strict', '-f', '-'];
  const { status, stderr } = await kubectl.try(command, JSON.stringify(object));
  if (status === 0) return taken;
  // The namespace that the object would be in, or the Gateway API.
  const isLacking = /namespaces ".*" not found|no matches for kind .* in version "gateway\./.test(stderr);
  return isLacking ? undefined : stderr.trim();
}

/** What is wrong with an example; undefined if it is right. */
async function differenceIn(kubectl: Kubectl, file: string): Promise<string | undefined> {
  const { entries } = read([file], folder);
  const refused = check(entries).filter(({ effect }) => effect?.severity === 'refused');
  const answers = await Promise.all(entries.map(({ object }) => answerTo(kubectl, object)));
  const objections = answers.filter((answer) => answer !== undefined && answer !== taken);
  if (objections.length > 0 === refused.length > 0) return undefined;
  if (objections.length > 0) return `refused: ${objections.join('; ')}`;
  return answers.includes(undefined)
    ? undefined
    : `accepted, but reported: ${refused.map((diagnostic) => lineOf(diagnostic)).join('; ')}`;
}

run(async (signal) => {
  const kubectl = new Kubectl({ context, signal, timeout: 60_000 });
  await reach(kubectl, context);
  let wrong = 0;
  for (const file of readdirSync(folder).sort()) {
    const difference = await differenceIn(kubectl, file);
    if (difference === undefined) continue;
    wrong++;
    console.log(`${file}: ${difference}`);
  }
  console.log(
    wrong === 0
      ? 'the cluster refuses exactly the examples that are reported as refused'
      : `${wrong} ${wrong === 1 ? 'example differs' : 'examples differ'}`,
  );
  return wrong > 0 ? 1 : 0;
});
