import type { Claim, Section } from '../claim';
import { Fell } from '../outcome';
import type { Stage } from '../stage';

const pods = 'run=helloworld';
const address = 'helloworld-nodeport:8080';

/** The most requests that may fail through an update and back. Some do: a Pod is told to stop before every node knows. */
const tolerated = 0.1;

const reached: Claim = {
  text: 'kubectl apply -f deployment.yaml: one Pod becomes ready, and the Services reach it',
  try: async (stage) => {
    await stage.apply('deployment.yaml');
    await stage.ready(pods, 1);
    for (const service of ['helloworld-clusterip', 'helloworld-nodeport', 'helloworld-lb']) {
      await stage.answersInside(`${service}:8080`, '1.0.0', () => stage.explainService(service));
    }
  },
};

const scaled: Claim = {
  text: 'kubectl scale --replicas=5: five Pods become ready',
  after: reached,
  try: async (stage) => {
    await stage.kubectl.run(['scale', '--replicas=5', 'deploy/helloworld']);
    await stage.ready(pods, 5);
  },
};

/** Sends one request after the other from the `curl` Pod, until it is told to stop. */
class Traffic {
  /** What the requests brought so far: a version each, or that there was no answer. */
  readonly answers: string[] = [];

  private readonly ended: Promise<void>;

  constructor(private readonly stage: Stage) {
    this.ended = this.send();
  }

  private async send(): Promise<void> {
    // Ten requests a process, each over a connection of its own: a process for each would be most of the work. One that
    // gets no connection at once is not to hold up the others.
    const requests = `curl -s --connect-timeout 0.5 -m 1 -H 'Connection: close' -w '%{http_code}\\n' 'http://${address}/?[1-10]'`;
    const script = `rm -f /tmp/stop; n=0; while [ ! -e /tmp/stop ] && [ $n -lt 2000 ]; do n=$((n+1)); ${requests}; done`;
    let answer = 'none';
    for await (const line of this.stage.kubectl.lines(['exec', 'curl', '--', 'sh', '-c', script])) {
      if (line.startsWith('Version: ')) answer = line;
      if (!/^\d{3}$/.test(line)) continue;
      this.answers.push(answer);
      answer = 'none';
    }
  }

  async stop(): Promise<void> {
    await this.stage.kubectl.run(['exec', 'curl', '--', 'touch', '/tmp/stop']);
    await this.ended;
  }
}

/** Waits for a rollout to end; says why if it does not. */
async function rolledOut(stage: Stage): Promise<void> {
  const command = ['rollout', 'status', 'deploy/helloworld', `--timeout=${stage.timeout / 1000}s`];
  const answer = await stage.kubectl.try(command);
  if (answer.status !== 0) {
    const wrong = await stage.ready(pods, 5).then(
      () => [],
      (error) => (error instanceof Fell ? error.why : []),
    );
    throw new Fell(answer.command, 'the end of the rollout', answer.stderr.trim(), wrong);
  }
}

/** Waits until all of ten requests are answered by one version. */
async function only(stage: Stage, version: string): Promise<void> {
  const script = `for n in 1 2 3 4 5 6 7 8 9 10; do curl -s -m 2 http://${address} | grep Version || echo none; done`;
  let seen: string[] = [];
  const settled = await stage.until(
    async () => {
      const answers = await stage.kubectl.run(['exec', 'curl', '--', 'sh', '-c', script]);
      seen = [...new Set(answers.trim().split('\n'))];
      return seen.join() === `Version: ${version}` ? true : undefined;
    },
    Math.min(stage.timeout, 20_000),
  );
  if (!settled) {
    throw new Fell(`kubectl exec curl -- curl http://${address}, ten times`, `Version: ${version}`, seen.join(', '));
  }
}

/** 4.7: a Deployment, updated and rolled back while requests go on. */
export function deployment(): Section {
  let traffic: Traffic | undefined;

  const updated: Claim = {
    text: "update to 2.0 by the chart's own output: both versions answer while it rolls, and 2.0.0 alone after it",
    after: scaled,
    try: async (stage) => {
      traffic = new Traffic(stage);
      const { answers } = traffic;
      await stage.until(async () => (answers.length > 3 ? true : undefined));
      const before = answers.length;
      await stage.apply('deployment.yaml', { replicas: 5, version: '2.0' });
      await rolledOut(stage);
      await only(stage, '2.0.0');
      const seen = new Set(answers.slice(before).filter((answer) => answer !== 'none'));
      if (!seen.has('Version: 1.0.0') || !seen.has('Version: 2.0.0')) {
        throw new Fell(
          `kubectl exec curl -- curl http://${address}, while it rolls`,
          'both versions',
          [...seen].join(', ') || 'no answer',
        );
      }
      return `${answers.length - before} requests while it rolled`;
    },
  };

  const history: Claim = {
    text: 'kubectl rollout history: both revisions, with their causes',
    after: updated,
    try: async (stage) => {
      const answer = await stage.kubectl.try(['rollout', 'history', 'deploy/helloworld']);
      if (/^1 +hello-app 1\.0$/m.test(answer.stdout) && /^2 +hello-app 2\.0$/m.test(answer.stdout)) return;
      throw new Fell(answer.command, '1 hello-app 1.0, 2 hello-app 2.0', answer.stdout || answer.stderr);
    },
  };

  const undone: Claim = {
    text: 'kubectl rollout undo: 1.0.0 answers again',
    after: updated,
    try: async (stage) => {
      await stage.kubectl.run(['rollout', 'undo', 'deploy/helloworld']);
      await rolledOut(stage);
      await only(stage, '1.0.0');
    },
  };

  const served: Claim = {
    text: 'through the update and back, at most one request in ten fails',
    after: scaled,
    try: async () => {
      if (!traffic) return;
      await traffic.stop();
      const { answers } = traffic;
      const failed = answers.filter((answer) => answer === 'none').length;
      const report = `${failed} of ${answers.length} failed`;
      if (failed <= answers.length * tolerated) return report;
      throw new Fell(
        `kubectl exec curl -- curl http://${address}, without pause`,
        'at most one failure in ten',
        report,
      );
    },
  };

  return {
    id: '4.7',
    title: 'Deployment',
    prepare: async (stage) => {
      await stage.kubectl.run(['delete', 'pod', 'helloworld', '--ignore-not-found']);
      await stage.apply('pod.yaml', {}, 'run=curl');
      for (const type of ['clusterip', 'nodeport', 'loadbalancer']) await stage.apply(`service_${type}.yaml`);
      await stage.ready('run=curl', 1);
    },
    claims: [reached, scaled, updated, history, undone, served],
  };
}
