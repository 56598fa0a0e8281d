// `npm run check`: the checks of the synth, for any manifests.

import { Command, Option } from 'commander';
import { Refusal } from '../program/refusal';
import { run } from '../program/start';
import { rules } from '../rules';
import { check, type Found, lineOf } from '../rules/check';
import { requirements } from '../rules/requirements';
import { variables } from '../settings';
import { oldest } from '../structure/versions';
import { read } from './manifests';

interface Options {
  readonly given: readonly string[];
  readonly json?: boolean;
  readonly kubernetes: string;
  readonly strict?: boolean;
}

const program = new Command('npm run check --')
  .description('Checks manifests, all together as one app, for what would not work on a cluster.')
  .argument('[paths...]', 'files, folders, or - for standard input (default: dist, with --strict)')
  .option(
    '--strict',
    "also check this project's own requirements: Pod Security restricted, requests and limits, image versions, a small node",
  )
  .option(
    '--given <name>',
    'something that the cluster already has: KIND/NAME for an object, GROUP/VERSION/KIND for a kind; repeatable',
    (name: string, given: readonly string[]) => [...given, name],
    [],
  )
  .addOption(
    new Option('--kubernetes <version>', 'the oldest Kubernetes version that the manifests are for')
      .default(oldest)
      .env(variables.kubernetes),
  )
  .option('--json', 'print the findings as JSON');

function main(): void {
  program.parse();
  const { given, json, kubernetes, strict } = program.opts<Options>();
  const paths = program.args;
  // npm starts a script in the project's folder, wherever it was called.
  const { npm_lifecycle_event: script, INIT_CWD } = process.env;
  const from = script === 'check' && INIT_CWD !== undefined ? INIT_CWD : '.';
  const { entries, unreadable } = paths.length > 0 ? read(paths, from) : read(['dist'], '.');
  if (entries.length + unreadable.length === 0) throw new Refusal(`${paths.join(', ') || 'dist'} contains no objects`);
  const isOwn = strict || paths.length === 0;
  const applied = unreadable.length > 0 ? [] : isOwn ? [...rules, ...requirements] : rules;
  const found = [...unreadable, ...check(entries, { rules: applied, given, kubernetes })];
  if (json) console.log(JSON.stringify(found.map(record), undefined, 2));
  else if (found.length > 0) for (const finding of found) console.log(lineOf(finding));
  else console.log(`no problems found in ${entries.length} object${entries.length === 1 ? '' : 's'}`);
  if (found.length > 0) process.exitCode = 1;
}

function record({ chart, effect, ...found }: Found) {
  return { file: chart, ...found, refused: effect.refused, effect: effect.text };
}

run(main);
