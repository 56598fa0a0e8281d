import { Command } from 'commander';
import { Refusal } from '../program/refusal';
import { check } from './check';
import { type Diagnostic, lineOf } from './findings/diagnostic';
import type { Rule } from './findings/rule';
import { read } from './read-manifests';
import { rules } from './rules';
import { requirements as shipped } from './rules/requirements';
import { oldest } from './schema/versions';

/** What a project that starts the CLI says of itself. */
export interface CliProps {
  /**
   * The oldest Kubernetes version that manifests are for, unless `--kubernetes` names another.
   *
   * @default '1.27'
   */
  readonly kubernetes?: string;

  /**
   * What its own manifests, those in `dist`, have to meet besides; others, only with `--strict`.
   *
   * @default - nothing; with `--strict`, the requirements in `rules/requirements/`
   */
  readonly requirements?: readonly Rule[];
}

interface Options {
  readonly given: readonly string[];
  readonly json?: boolean;
  readonly kubernetes: string;
  readonly strict?: boolean;
}

/**
 * The checks of the synth, for any manifests: reads the arguments of the process, prints the findings, and sets the exit
 * status to 1 if there are any.
 *
 * @throws Refusal if there is nothing to check, or the version or a given name is invalid.
 */
export function cli({ kubernetes: version = oldest, requirements: own }: CliProps = {}): void {
  const requirements = own ?? shipped;
  const program = new Command('npm run check --')
    .description('Checks manifests, all together as one app, for what would not work on a cluster.')
    .argument('[paths...]', `files, folders, or - for standard input (default: dist${own ? ', with --strict' : ''})`)
    .option(
      '--strict',
      `also check requirements that are not Kubernetes' own: ${requirements.map(({ id }) => id).join(', ')}`,
    )
    .option(
      '--given <name>',
      'something that the cluster already has: KIND/NAME for an object, GROUP/VERSION/KIND for a kind; repeatable',
      (name: string, given: readonly string[]) => [...given, name],
      [],
    )
    .option('--kubernetes <version>', 'the oldest Kubernetes version that the manifests are for', version)
    .option('--json', 'print the findings as JSON')
    .parse();
  const { given, json, kubernetes, strict } = program.opts<Options>();
  const paths = program.args;
  // npm starts a script in the project's folder, wherever it was called.
  const { npm_lifecycle_event: script, INIT_CWD } = process.env;
  const from = script === 'check' && INIT_CWD !== undefined ? INIT_CWD : '.';
  const { entries, unreadable } = paths.length > 0 ? read(paths, from) : read(['dist'], '.');
  if (entries.length + unreadable.length === 0) throw new Refusal(`${paths.join(', ') || 'dist'} contains no objects`);
  const isStrict = strict || (own !== undefined && paths.length === 0);
  const applied = unreadable.length > 0 ? [] : isStrict ? [...rules, ...requirements] : rules;
  const found = [...unreadable, ...check(entries, { rules: applied, given, kubernetes })];
  if (json) console.log(JSON.stringify(found.map(record), undefined, 2));
  else if (found.length > 0) for (const finding of found) console.log(lineOf(finding));
  else console.log(`no problems found in ${entries.length} object${entries.length === 1 ? '' : 's'}`);
  if (found.length > 0) process.exitCode = 1;
}

function record({ place, effect, ...found }: Diagnostic) {
  return { file: place.file, ...found, refused: effect?.severity === 'refused', effect: effect?.text };
}
