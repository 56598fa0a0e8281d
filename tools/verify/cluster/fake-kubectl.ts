// A kubectl that answers by a script: for the tests of the whole of `npm run verify`.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What it says when its arguments contain some words. */
export interface ScriptLine {
  readonly words: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;

  /** How long it thinks, in seconds. */
  readonly delay?: number;
}

/** A folder with a program that says it, and notes what it is asked. */
export class ScriptedKubectl {
  private readonly folder = mkdtempSync(join(tmpdir(), 'verify-test-'));

  /** @param entries of which the first that fits is what it says; nothing if none does */
  constructor(entries: readonly ScriptLine[]) {
    const { folder } = this;
    const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
    const cases = entries.map(({ words, stdout = '', stderr = '', status = 0, delay = 0 }) => {
      return `*${quoted(words)}*) think ${delay * 10}; printf %s ${quoted(stdout)}; printf %s ${quoted(stderr)} >&2; exit ${status} ;;`;
    });
    const input = `case "$*" in *"-f -"*) cat >>"${folder}/log" ;; esac`;
    // It ends with the test, whoever waits for it.
    const think = `think() { n=$1; while [ "$n" -gt 0 ] && [ -d "${folder}" ]; do sleep 0.1; n=$((n - 1)); done; }`;
    const script = ['#!/bin/sh', think, `echo "$*" >>"${folder}/log"`, input, 'case "$*" in', ...cases, 'esac'];
    writeFileSync(join(folder, 'kubectl'), `${script.join('\n')}\n`, { mode: 0o755 });
  }

  /** An environment in which it is the kubectl. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${this.folder}${delimiter}${process.env.PATH}` };
  }

  /** What it was asked, a line each, with what it was given to apply. */
  asked(): string {
    const log = join(this.folder, 'log');
    return existsSync(log) ? readFileSync(log, 'utf8') : '';
  }

  /** Waits until it was asked something. */
  async wasAsked(pattern: RegExp): Promise<void> {
    for (let tries = 0; !pattern.test(this.asked()); tries++) {
      if (tries > 1500) throw new Error(`kubectl was never asked ${pattern}, but:\n${this.asked()}`);
      await sleep(20);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** An entry that says an object. */
export const json = (words: string, object: unknown): ScriptLine => ({ words, stdout: JSON.stringify(object) });

/** A cluster on which one may do everything. */
export const cluster: readonly ScriptLine[] = [
  { words: 'config current-context', stdout: 'class\n' },
  { words: 'config view', stdout: 'https://10.0.0.1:6443' },
  json('version -o', { serverVersion: { gitVersion: 'v1.27.3' } }),
  { words: 'auth can-i', stdout: 'yes\n' },
  { words: 'get nodes', stdout: 'node/one\nnode/two\n' },
  json('get events', {
    items: [
      {
        metadata: { uid: '1' },
        involvedObject: { kind: 'Pod', name: 'helloworld' },
        reason: 'Failed',
        message: 'no such image',
      },
    ],
  }),
];

/** A Pod with some status. */
export function pod(name: string, status: unknown) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'x' },
    spec: { containers: [{ name, image: 'i:1' }] },
    status,
  };
}

/** The Pods of 4.3, both with some status. */
export const pods = (status: unknown) => json('get pods', { items: [pod('helloworld', status), pod('curl', status)] });

/** The status of a Pod that is ready. */
export const readyStatus = { podIP: '192.0.2.1', conditions: [{ type: 'Ready', status: 'True' }] };

/** The status of one whose image cannot be pulled. */
export const waiting = {
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull', message: 'not found' } } }],
};
