import { InvalidArgumentError } from 'commander';
import { dnsLabel } from '../../lib/check/schema/formats';
import { Refusal } from '../../lib/program/refusal';
import { Unreachable } from './cluster/answer';
import { Interrupted } from './cluster/interruption';
import { Leftovers } from './cluster/leftovers';
import { manifests } from './cluster/manifests';
import { commandLine, run, seconds } from './cluster/program';
import { summaryOf } from './cluster/tally';
import { Drawing, Lines } from './reporters';
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

/** What `npm run verify` does with the arguments of the process: it sets the exit status as {@link run} does. */
export async function cli(): Promise<void> {
  const { json, section, timeout, ...options } = commandLine(
    'npm run verify --',
    'Runs the whole chapter on a cluster, in a temporary namespace, and reports which checks pass.',
  )
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
    .parse()
    .opts<Options>();

  const reporter = json ? new Lines(console.error) : process.stdout.isTTY ? new Drawing() : new Lines(console.log);
  const leftovers = new Leftovers((what) => reporter.removed(what));

  const program = async (signal: AbortSignal) => {
    const sections = sectionsOf(manifests, section);
    if (sections.length === 0) {
      const ids = new Set(sectionsOf(manifests).map(({ id }) => id));
      throw new Refusal(`there is no section ${section}; the sections are ${[...ids].join(', ')}`);
    }
    const given = { ...options, manifests, sections, reporter, leftovers, signal, timeout: timeout * 1000 };
    const over: unknown = await verify(given).catch((error: unknown) => error);
    await reporter.end();
    const hasBegun = over === undefined || over instanceof Interrupted || over instanceof Unreachable;
    if (!hasBegun) throw over;
    const report = reporter.report();
    reporter.say(summaryOf(report));
    if (json) console.log(JSON.stringify({ ...report, left: leftovers.all }, null, 2));
    if (over !== undefined) throw over;
    return report.failed > 0 ? 1 : 0;
  };

  await run(program, { left: () => `${leftovers}`, end: () => reporter.end() });
}
