// The same as fake-kubectl.ts without a program: for the tests of what a whole run says, in the process.

import { jest } from '@jest/globals';
import { type Ended, inProcess } from '../../testing/in-process';
import type { ScriptLine } from './fake-kubectl';

let script: readonly ScriptLine[] = [];
let asked = '';

/** As far as `Kubectl` uses it. */
function execa(_: string, args: readonly string[], { input = '' }: { readonly input?: string }) {
  const command = args.join(' ');
  asked += `${command}\n${command.includes('-f -') ? input : ''}`;
  const { stdout = '', stderr = '', status = 0 } = script.find(({ words }) => command.includes(words)) ?? {};
  const answer = { exitCode: status, stdout: stdout.replace(/\n$/, ''), stderr: stderr.replace(/\n$/, '') };
  const lines = async function* () {
    if (answer.stdout !== '') yield* answer.stdout.split('\n');
  };
  return Object.assign(Promise.resolve(answer), { [Symbol.asyncIterator]: lines });
}

// Jest cannot load these on Node 20.
jest.doMock('execa', () => ({ execa }));
jest.doMock('listr2', () => ({}));

/** What became of a run, and what kubectl was asked: a line each, with what it was given to apply. */
export interface Answered extends Ended {
  readonly asked: string;
}

/**
 * Calls what a program on a cluster does, as {@link inProcess} does, with a kubectl that answers by a script.
 *
 * @param entries of which the first that fits is what it says; nothing if none does
 */
export async function answered(
  program: () => unknown,
  entries: readonly ScriptLine[],
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<Answered> {
  script = entries;
  asked = '';
  return { ...(await inProcess(program, args, environment)), asked };
}
