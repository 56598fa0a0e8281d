import type { Kubectl } from './kubectl';

/** Requests from a Pod with `curl`, one after the other, until they are told to stop. */
export class Traffic {
  /** What the requests brought so far: the line with the version each, or `none`. */
  readonly answers: string[] = [];

  private readonly ended: Promise<void>;

  constructor(
    private readonly kubectl: Kubectl,
    private readonly client: string,
    address: string,
  ) {
    this.ended = this.send(address);
  }

  private async send(address: string): Promise<void> {
    // Ten requests a process, each over a connection of its own: a process for each would be most of the work. One that
    // gets no connection at once is not to hold up the others.
    const requests = `curl -s --connect-timeout 0.5 -m 1 -H 'Connection: close' -w '%{http_code}\\n' 'http://${address}/?[1-10]'`;
    const script = `rm -f /tmp/stop; n=0; while [ ! -e /tmp/stop ] && [ $n -lt 2000 ]; do n=$((n+1)); ${requests}; done`;
    let answer = 'none';
    for await (const line of this.kubectl.lines(['exec', this.client, '--', 'sh', '-c', script])) {
      if (line.startsWith('Version: ')) answer = line;
      if (!/^\d{3}$/.test(line)) continue;
      this.answers.push(answer);
      answer = 'none';
    }
  }

  async stop(): Promise<void> {
    await this.kubectl.do(['exec', this.client, '--', 'touch', '/tmp/stop']);
    await this.ended;
  }
}
