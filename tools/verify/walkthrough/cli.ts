import { Refusal } from '../../../lib/program/refusal';
import { languages } from '../../documents/language';
import { pages, pathOf } from '../../documents/pages';
import { Leftovers } from '../cluster/leftovers';
import { commandLine, run, seconds } from '../cluster/program';
import { summaryOf } from '../cluster/tally';
import { PageFiles } from './page-files';
import { walkthrough } from './walkthrough';

interface Options {
  readonly context?: string;
  readonly timeout: number;
  readonly write?: boolean;
}

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

/** What `npm run walkthrough` does with the arguments of the process: it sets the exit status as {@link run} does. */
export async function cli(): Promise<void> {
  const commands = commandLine(
    'npm run walkthrough --',
    "Runs every command of the walkthrough's pages on a cluster, in a namespace of its own and a copy of this checkout, and compares what it prints with what the pages print.",
  )
    .argument('[page...]', 'only the pages whose names begin so: 4.4 for instance')
    .option('--timeout <seconds>', 'how long a block of commands may take', seconds, 150)
    .option('--write', 'write what was seen into the pages of all languages, where it is not what they print')
    .parse();
  const { timeout, ...options } = commands.opts<Options>();
  const say = (line: string) => console.log(line);
  const leftovers = new Leftovers((what) => say(`\nremoved ${what}`));

  const program = async (signal: AbortSignal) => {
    const pages = chosen(commands.args);
    const tally = await walkthrough({ ...options, pages, say, leftovers, signal, timeout: timeout * 1000 });
    say(summaryOf(tally));
    return tally.failed > 0 ? 1 : 0;
  };

  await run(program, { left: () => `${leftovers}` });
}
