// `npm run walkthrough`: every command of the walkthrough's pages, run on the cluster that kubectl points at.

import { Command } from 'commander';
import { Refusal } from '../../../lib/program/refusal';
import { languages } from '../../documents/language';
import { pages, pathOf } from '../../documents/pages';
import { Unreachable } from '../cluster/answer';
import { Interrupted, interruption } from '../cluster/interruption';
import { type Rest, remaining } from '../cluster/rest';
import { seconds } from '../cluster/seconds';
import { PageFiles } from './page-files';
import { walkthrough } from './walkthrough';

interface Options {
  readonly context?: string;
  readonly timeout: number;
  readonly write?: boolean;
}

const program = new Command('npm run walkthrough --')
  .description(
    "Runs every command of the walkthrough's pages on a cluster, in a namespace of its own and a copy of this checkout, and compares what it prints with what the pages print.",
  )
  .argument('[page...]', 'only the pages whose names begin so: 4.4 for instance')
  .option('--context <name>', "the context of the kubeconfig (default: kubectl's current one)")
  .option('--timeout <seconds>', 'how long a block of commands may take', seconds, 150)
  .option('--write', 'write what was seen into the pages of all languages, where it is not what they print')
  .exitOverride(({ exitCode }) => process.exit(exitCode && 2));

/** The pages whose names begin as somebody wishes; all without a wish. */
function chosen(beginnings: readonly string[]): PageFiles[] {
  for (const beginning of beginnings) {
    if (pages.some((page) => page.startsWith(beginning))) continue;
    throw new Refusal(`there is no page ${beginning}, but ${pages.join(', ')}`);
  }
  const [first, ...others] = languages;
  return pages
    .filter((page) => beginnings.length === 0 || beginnings.some((beginning) => page.startsWith(beginning)))
    .map((page) => new PageFiles([pathOf(page, first), ...others.map((language) => pathOf(page, language))]));
}

async function main(): Promise<number> {
  const { timeout, ...options } = program.parse().opts<Options>();
  const left = new Set<Rest>();
  const stays = () => [...left].map(remaining).join('\n');
  const signal = interruption(async () => {}, stays);
  const listener = {
    say: (line: string) => console.log(line),
    made: (rest: Rest) => left.add(rest),
    removed: (rest: Rest) => {
      left.delete(rest);
      console.log(`\nremoved ${rest.what}`);
    },
  };

  try {
    const pages = chosen(program.args);
    const tally = await walkthrough({ ...options, pages, listener, signal, timeout: timeout * 1000 });
    console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
    return tally.failed > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (error instanceof Unreachable) console.error(`\nthe cluster no longer responds: ${error.message}`);
    else if (error instanceof Refusal) console.error(error.message);
    else throw error;
    return 2;
  } finally {
    if (left.size > 0) console.error(stays());
  }
}

main().then((status) => {
  process.exitCode = status;
});
