// `npm run verify`: the whole chapter, run on the cluster that kubectl points at.

import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { Refusal } from '../program/refusal';
import { Unreachable } from './answer';
import { Drawing, Lines, Notes } from './display';
import { Interrupted, interruption } from './interruption';
import { manifests } from './manifests';
import { remaining } from './rest';
import { sectionsOf } from './sections';
import { verify } from './verify';

interface Options {
  readonly context?: string;
  readonly expose?: boolean;
  readonly json?: string | true;
  readonly keep?: boolean;
  readonly namespace?: string;
  readonly section?: string;
  readonly timeout: number;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400))
    throw new InvalidArgumentError('It must be a number of seconds above 0, 86400 at most.');
  return value;
}

function namespace(text: string): string {
  if (/^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/.test(text)) return text;
  throw new InvalidArgumentError('It must be the name of a namespace: small letters, digits and hyphens.');
}

function writable(file: string): string {
  try {
    const isThere = existsSync(file);
    accessSync(isThere ? file : dirname(file), constants.W_OK);
    if (!isThere || !statSync(file).isDirectory()) return file;
  } catch {
    // It cannot.
  }
  throw new InvalidArgumentError('It must be a file that can be written.');
}

const program = new Command('npm run verify --')
  .description(
    'Runs the whole chapter on a cluster, in a namespace of its own, and says of each check whether it passed.',
  )
  .option('--context <name>', "the context of the kubeconfig (default: kubectl's current one)")
  .option('--namespace <name>', 'a namespace that is there already; nothing that is in it is changed', namespace)
  .option(
    '--expose',
    'with --namespace: also Ingresses, Gateways and load balancers, which affect others or cost money',
  )
  .option('--section <id>', 'only a section, 4.5 for instance, with what it needs before it')
  .option('--timeout <seconds>', 'how long a check waits for what is to come', seconds, 60)
  .option('--keep', 'leave what the run makes')
  .option(
    '--json [file]',
    'print a report for machines; with a file, write it there, and print the lines as well',
    writable,
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode && 2));

async function main(): Promise<number> {
  const { json, section, timeout, ...options } = program.parse().opts<Options>();
  const notes = json === true ? new Notes() : process.stdout.isTTY ? new Drawing() : new Lines();
  const stays = () => notes.report().left.map(remaining).join('\n');
  const signal = interruption(() => notes.end(), stays);

  let status = 0;
  try {
    const sections = sectionsOf(manifests, section);
    if (sections.length === 0) {
      const ids = new Set(sectionsOf(manifests).map(({ id }) => id));
      throw new Refusal(`there is no section ${section}, but ${[...ids].join(', ')}`);
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
      console.error(`\nthe cluster no longer answers: ${error.message}`);
      status = 2;
    } else if (error instanceof Refusal) {
      console.error([error.message, stays()].filter(Boolean).join('\n'));
      return 2;
    } else throw error;
  }
  await notes.end();

  const report = notes.report();
  const { passed, failed, skipped, left } = report;
  const text = JSON.stringify(report, null, 2);
  if (typeof json === 'string') writeFileSync(json, `${text}\n`);
  if (json === true) console.log(text);
  else console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (left.length > 0) console.error(stays());
  return status || (failed > 0 ? 1 : 0);
}

main().then((status) => {
  process.exitCode = status;
});
