// A cluster that answers by a script: for the tests.

import { jest } from '@jest/globals';
import { allowed } from './answer';
import { Cluster } from './cluster';
import { type Manifests, manifests, type State } from './manifests';
import { OwnNamespace } from './own-namespace';

jest.doMock('execa', () => ({})); // which Jest cannot load on Node 20
const { Kubectl } = jest.requireActual<typeof import('./kubectl')>('./kubectl');

/** What the cluster says to a command: an error, a text, or what becomes JSON. */
export type Script = (command: string, input: string) => unknown;

/** A kubectl that answers by a script, and notes what it is asked. */
export class Scripted extends Kubectl {
  readonly asked: string[] = [];

  constructor(private readonly script: Script) {
    super({ signal: new AbortController().signal, timeout: 0 });
  }

  override async try(args: readonly string[], input = '') {
    const command = args.join(' ');
    this.asked.push(command);
    const answer = this.script(command, input);
    if (answer instanceof Error) return allowed({ command, status: 1, stdout: '', stderr: answer.message });
    return { command, status: 0, stdout: typeof answer === 'string' ? answer : JSON.stringify(answer), stderr: '' };
  }
}

/** The cluster that such a kubectl shows; it waits for nothing. */
export function cluster(
  script: Script | Scripted,
  all: (state?: State) => Manifests = manifests,
  version = 'v1.27.3',
): Cluster {
  const kubectl = script instanceof Scripted ? script : new Scripted(script);
  return new Cluster({
    namespace: new OwnNamespace('own', 'restricted', 0),
    kubectl,
    manifests: all,
    timeout: 0,
    unrestricted: async () => kubectl,
    version,
    expose: true,
  });
}
