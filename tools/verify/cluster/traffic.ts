import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubectl } from './kubectl';
import { request } from './requests';

/** Requests that are sent without pause until they are told to stop. */
export interface Traffic {
  /** What each request brought so far: the line with the version, or `none`. */
  readonly answers: readonly string[];

  /** What those that brought none met. */
  readonly troubles: readonly string[];

  stop(): Promise<void>;
}

/** Requests from a Pod with `curl`, one after the other. */
export class TrafficFromPod implements Traffic {
  readonly answers: string[] = [];
  readonly troubles: string[] = [];

  private readonly mark = `/tmp/stop-${process.hrtime.bigint()}`;
  private readonly ended: Promise<void>;

  /** @param patience how long a request may take to be connected, in seconds, and to be answered then */
  constructor(
    private readonly kubectl: Kubectl,
    private readonly client: string,
    address: string,
    patience: number,
  ) {
    this.ended = this.send(address, patience);
  }

  private async send(address: string, patience: number): Promise<void> {
    // Ten requests a process, each over a connection of its own: a process for each would be most of the work.
    const limits = `--connect-timeout ${patience} -m ${2 * patience}`;
    const requests = `curl -sS ${limits} -H 'Connection: close' -w '%{http_code}\\n' 'http://${address}/?[1-10]' 2>&1`;
    const script = `while [ ! -e ${this.mark} ]; do ${requests}; done`;
    let answer = 'none';
    for await (const line of this.kubectl.lines(['exec', this.client, '--', 'sh', '-c', script])) {
      if (line.startsWith('curl: ')) this.troubles.push(line);
      if (line.startsWith('Version: ')) answer = line;
      if (!/^\d{3}$/.test(line)) continue;
      if (answer === 'none' && line !== '000') this.troubles.push(`HTTP ${line}`);
      this.answers.push(answer);
      answer = 'none';
    }
  }

  async stop(): Promise<void> {
    await this.kubectl.do(['exec', this.client, '--', 'touch', this.mark]);
    await this.ended;
  }
}

/** Requests from this machine, a few at a time. */
export class TrafficFromHere implements Traffic {
  readonly answers: string[] = [];
  readonly troubles: string[] = [];

  private stopped = false;
  private readonly ended: Promise<unknown>;

  /** @param patience how long a request may take, in seconds */
  constructor(address: string, patience: number) {
    this.ended = Promise.all([1, 2, 3, 4].map(() => this.send(address, patience)));
  }

  private async send(address: string, patience: number): Promise<void> {
    while (!this.stopped) {
      await sleep(20); // about 150 in a second altogether, which leaves a small machine to the cluster
      const reply = await request(address, patience * 1000);
      const answer = 'error' in reply ? undefined : /^Version: .*$/m.exec(reply.answer)?.[0];
      if (answer === undefined) this.troubles.push('error' in reply ? reply.error : `HTTP ${reply.status}`);
      this.answers.push(answer ?? 'none');
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.ended;
  }
}

/** How many of the requests failed, and what they met, each once, with its number. */
export function failuresOf({ answers, troubles }: Traffic): { readonly count: number; readonly met: string[] } {
  const numbers = new Map<string, number>();
  for (const trouble of troubles) numbers.set(trouble, (numbers.get(trouble) ?? 0) + 1);
  return {
    count: answers.filter((answer) => answer === 'none').length,
    met: [...numbers].map(([trouble, number]) => `${number} × ${trouble}`),
  };
}
