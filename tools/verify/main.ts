// `npm run verify`: runs the whole chapter on kubectl's current cluster.

import { Command, InvalidArgumentError } from 'commander';
import { dnsLabel } from '../../lib/check/schema/formats';
import { Refusal } from '../../lib/program/refusal';
import { Unreachable } from './cluster/answer';
import { Interrupted, interruption } from './cluster/interruption';
import { manifests } from './cluster/manifests';
import { remaining } from './cluster/rest';
import { seconds } from './cluster/seconds';
import { Drawing, Lines } from './display';
import { sectionsOf } from './sections';
import { verify } from './verify';

interface Options {
  readonly context?: string;
  readonly expose?: boolean;
  readonly json?: boolean;
  readonly keep?: boolean;
  readonly namespace?: string;
  readonly section?: string;
  readonly timeout: number;
}

function namespace(text: string): string {
  if (dnsLabel.test(text)) return text;
  throw new InvalidArgumentError('It must be the name of a namespace: lowercase letters, digits and hyphens.');
}

const program = new Command('npm run verify --')
  .description('Runs the whole chapter on a cluster, in a temporary namespace, and reports which checks pass.')
  .option('--context <name>', 'the kubeconfig context to use (default: the current context)')
  .option(
    '--namespace <name>',
    'an existing namespace to run in; nothing that it already contains is changed',
    namespace,
  )
  .option(
    '--expose',
    'with --namespace: also test Ingresses, Gateways and load balancers, which affect others or cost money',
  )
  .option('--section <id>', 'run only one section, such as 4.5, and what it depends on')
  .option('--timeout <seconds>', 'how long each check waits', seconds, 60)
  .option('--keep', 'keep what the run creates')
  .option('--json', 'print a JSON report; the results go to standard error')
  .exitOverride(({ exitCode }) => process.exit(exitCode && 2));

async function main(): Promise<number> {
  const { json, section, timeout, ...options } = program.parse().opts<Options>();
  const notes = json ? new Lines(console.error) : process.stdout.isTTY ? new Drawing() : new Lines(console.log);
  const stays = () => notes.report().left.map(remaining).join('\n');
  const signal = interruption(() => notes.end(), stays);

  let status = 0;
  try {
    const sections = sectionsOf(manifests, section);
    if (sections.length === 0) {
      const ids = new Set(sectionsOf(manifests).map(({ id }) => id));
      throw new Refusal(`there is no section ${section}; the sections are ${[...ids].join(', ')}`);
    }
    await verify({
      ...options,
      manifests,
      sections,
      listener: notes,
      signal,
      timeout: timeout * 1000,
    });
  } catch (error) {
    await notes.end();
    if (error instanceof Interrupted) status = 130;
    else if (error instanceof Unreachable) {
      console.error(`\nthe cluster no longer responds: ${error.message}`);
      status = 2;
    } else if (error instanceof Refusal) {
      console.error([error.message, stays()].filter(Boolean).join('\n'));
      return 2;
    } else throw error;
  }
  await notes.end();

  const report = notes.report();
  const { passed, failed, skipped, left } = report;
  notes.say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (json) console.log(JSON.stringify(report, null, 2));
  if (left.length > 0) console.error(stays());
  return status || (failed > 0 ? 1 : 0);
}

main().then((status) => {
  process.exitCode = status;
});
