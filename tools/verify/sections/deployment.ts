import { nameOf } from '../../../lib/check/objects/item';
import { describe, selectorOf } from '../../../lib/check/objects/selector';
import { has } from '../../../lib/check/schema/versions';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import { addressOf, versionOf } from '../cluster/kubectl-names';
import type { Manifests, State } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';
import { request } from '../cluster/requests';
import { failuresOf, type Traffic, TrafficFromHere, TrafficFromPod } from '../cluster/traffic';

const file = 'deployment.yaml';

/** How many Pods there are while the Deployment is updated. */
const replicas = 5;

/** The most requests that may fail through an update and back. Some do: a Pod is told to stop before every node knows. */
const tolerated = 0.1;

/** The first Kubernetes with a sleep before a Pod stops, so that no request fails; and how many requests are to prove it. */
const sleepingSince = '1.30';
const proof = 1000;

/** How long such a request may take, in seconds: slow is not lost, and a network may need a while to learn of a new Pod. */
const patience = 30;

/** 4.7: a Deployment, updated and rolled back while requests go on. */
export function deployment(manifests: Manifests): SectionClaims {
  const object = manifests.get(file, 'Deployment');
  const name = `deploy/${nameOf(object)}`;
  const pods = describe(selectorOf(object) ?? {});
  const { server } = manifests;
  const types = ['clusterip', 'nodeport', 'loadbalancer'];
  const services = types.map((type) => manifests.get(`service_${type}.yaml`, 'Service'));
  const client = nameOf(manifests.client);
  const nodePort = manifests.get('service_nodeport.yaml', 'Service');
  const address = addressOf(nodePort);
  // Not the address of the first update: a node may remember a connection that this cut, and send a new one that happens to
  // have the same port to the Pod that is gone.
  const inside = addressOf(manifests.get('service_clusterip.yaml', 'Service'));
  const version = versionOf(object);
  let traffic: Traffic | undefined;

  /** Waits for a rollout to end; says why if it does not. */
  const rolledOut = async (cluster: Cluster) => {
    const command = ['rollout', 'status', name, `--timeout=${cluster.timeout / 1000}s`];
    const answer = await cluster.kubectl.try(command);
    if (answer.status === 0) return;
    const wrong = await cluster.ready(pods, replicas).then(
      () => [],
      (error) => (error instanceof ClaimFailed ? error.why : []),
    );
    throw new ClaimFailed(answer.command, 'a completed rollout', answer.stderr.trim(), wrong);
  };

  /** Waits until the Pods of before are not only told to stop, but gone. */
  const ended = async (cluster: Cluster) => {
    const command = ['get', 'pods', '-l', pods, '-o', 'name'];
    let names: string[] = [];
    const gone = await cluster.until(async () => {
      names = (await cluster.kubectl.do(command)).trim().split('\n');
      return names.length === replicas;
    });
    if (!gone) throw new ClaimFailed(`kubectl ${command.join(' ')}`, `${replicas} Pods`, names.join(', '), []);
  };

  /** Waits until all of ten requests are answered by one version. */
  const only = async (cluster: Cluster, version: string) => {
    const script = `for n in 1 2 3 4 5 6 7 8 9 10; do curl -s -m 2 http://${address} | grep Version || echo none; done`;
    let seen: string[] = [];
    const settled = await cluster.until(
      async () => {
        const answers = await cluster.kubectl.do(['exec', client, '--', 'sh', '-c', script]);
        seen = [...new Set(answers.trim().split('\n'))];
        return seen.join() === `Version: ${version}`;
      },
      Math.min(cluster.timeout, 20_000),
    );
    if (settled) return;
    const command = `kubectl exec ${client} -- curl http://${address}, ten times`;
    throw new ClaimFailed(command, `Version: ${version}`, seen.join(', '));
  };

  const reached: Claim = {
    text: `kubectl apply -f ${file}: one Pod becomes ready, and the Services reach it`,
    test: async (cluster) => {
      await cluster.apply(file);
      await cluster.ready(pods, 1);
      const hidden = services.filter((service) => !cluster.mayMake(service));
      for (const service of services.filter((service) => cluster.mayMake(service))) {
        await cluster.answersInside(addressOf(service), version, () => cluster.explainService(nameOf(service)));
      }
      return hidden.length > 0 ? `without ${hidden.map(nameOf).join(', ')}; use --expose to include it` : '';
    },
  };

  const scaled: Claim = {
    text: 'kubectl scale --replicas=5: five Pods become ready',
    after: reached,
    test: async (cluster) => {
      await cluster.kubectl.do(['scale', `--replicas=${replicas}`, name]);
      await cluster.ready(pods, replicas);
    },
  };

  const updated: Claim = {
    text: "update to 2.0 with the chart's own output: both versions answer during the rollout, and only 2.0.0 after it",
    after: scaled,
    test: async (cluster) => {
      // One that gets no connection at once is not to hold up the others.
      traffic = new TrafficFromPod(cluster.kubectl, client, address, 0.5);
      const { answers } = traffic;
      await cluster.until(async () => answers.length > 3);
      const before = answers.length;
      await cluster.apply(file, { replicas, version: '2.0' });
      await rolledOut(cluster);
      await only(cluster, '2.0.0');
      const seen = new Set(answers.slice(before).filter((answer) => answer !== 'none'));
      if (!seen.has(`Version: ${version}`) || !seen.has('Version: 2.0.0')) {
        const command = `kubectl exec ${client} -- curl http://${address}, during the rollout`;
        throw new ClaimFailed(command, 'both versions', [...seen].join(', ') || 'no answer');
      }
      return `${answers.length - before} requests during the rollout`;
    },
  };

  const history: Claim = {
    text: 'kubectl rollout history: both revisions, with their causes',
    after: updated,
    test: async ({ kubectl }) => {
      const answer = await kubectl.try(['rollout', 'history', name]);
      if (/^1 +hello-app 1\.0$/m.test(answer.stdout) && /^2 +hello-app 2\.0$/m.test(answer.stdout)) return;
      throw new ClaimFailed(answer.command, '1 hello-app 1.0, 2 hello-app 2.0', answer.stdout || answer.stderr);
    },
  };

  const undone: Claim = {
    text: `kubectl rollout undo: ${version} answers again`,
    after: updated,
    test: async (cluster) => {
      await cluster.kubectl.do(['rollout', 'undo', name]);
      await rolledOut(cluster);
      await only(cluster, version);
    },
  };

  const served: Claim = {
    text: 'during the update and the rollback, at most one request in ten fails',
    after: scaled,
    test: async () => {
      if (!traffic) throw new ClaimSkipped('no update was begun');
      await traffic.stop();
      const { answers } = traffic;
      const { count, met } = failuresOf(traffic);
      const report = `${count} of ${answers.length} failed`;
      if (count <= answers.length * tolerated) return report;
      const command = `kubectl exec ${client} -- curl http://${address}, continuously`;
      throw new ClaimFailed(command, 'at most one failure in ten', report, met);
    },
  };

  const sleeping: State = { replicas, kubernetes: sleepingSince };

  const asleep: Claim = {
    text: `for Kubernetes ${sleepingSince} or newer, with a sleep before each Pod stops: kubectl apply -f ${file}, and five Pods become ready`,
    test: async (cluster) => {
      if (!has(cluster.version.replace(/^v/, ''), sleepingSince)) {
        throw new ClaimSkipped(`this cluster runs Kubernetes ${cluster.version}, which does not support the sleep`);
      }
      await cluster.apply(file, sleeping);
      await rolledOut(cluster);
      await ended(cluster);
      await only(cluster, version);
    },
  };

  const allServed: Claim = {
    text: `during an update to 2.0 and back, none of at least ${proof} requests fails, either from inside or through the node port`,
    after: asleep,
    test: async (cluster) => {
      const outside = await cluster.nodePortOf(nodePort);
      const isNear = !('error' in (await request(outside)));
      const ways = {
        'from inside': new TrafficFromPod(cluster.kubectl, client, inside, patience),
        'through the node port': isNear
          ? new TrafficFromHere(outside, patience)
          : new TrafficFromPod(cluster.kubectl, client, outside, patience),
      };
      const all: Traffic[] = Object.values(ways);
      try {
        await cluster.until(async () => all.every(({ answers }) => answers.length > 3));
        await cluster.apply(file, { ...sleeping, version: '2.0' });
        await rolledOut(cluster);
        await only(cluster, '2.0.0');
        await cluster.kubectl.do(['rollout', 'undo', name]);
        await rolledOut(cluster);
        await only(cluster, version);
        await ended(cluster);
        await cluster.until(async () => all.every(({ answers }) => answers.length >= proof));
      } finally {
        await Promise.all(all.map((traffic) => traffic.stop()));
      }
      const reports = Object.entries(ways).map(([way, traffic]) => {
        const { count, met } = failuresOf(traffic);
        return { count, met, sent: traffic.answers.length, text: `${count} of ${traffic.answers.length} ${way}` };
      });
      const report = reports.map(({ text }) => text).join(', ');
      if (reports.every(({ count, sent }) => count === 0 && sent >= proof)) return report;
      const met = reports.flatMap((report) => report.met);
      const command = `curl http://${inside} and http://${outside}, continuously`;
      throw new ClaimFailed(command, `none of ${proof} failed`, report, met);
    },
  };

  return {
    id: '4.7',
    title: 'Deployment',
    prepare: async (cluster) => {
      await cluster.kubectl.do(['delete', 'pod', nameOf(server), '--ignore-not-found']);
      await cluster.applyObjects([manifests.client, ...services.filter((service) => cluster.mayMake(service))]);
      await cluster.ready(`run=${client}`, 1);
    },
    claims: [reached, scaled, updated, history, undone, served, asleep, allServed],
  };
}
