import { nameOf } from '../../../lib/check/objects/item';
import type { Claim, SectionClaims } from '../cluster/claim';
import { versionOf } from '../cluster/kubectl-names';
import type { Manifests } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';

const file = 'pod.yaml';

/** 4.3: two bare Pods, one that answers and one that asks. */
export function pod(manifests: Manifests): SectionClaims {
  const { server } = manifests;
  const client = nameOf(manifests.client);
  const name = nameOf(server);
  const [container] = server.spec?.containers ?? [];
  const port = container?.ports?.[0]?.containerPort;
  const variable = (container?.env ?? []).map(({ name, value }) => `${name}=${value}`).join();

  const ready: Claim = {
    text: `kubectl apply -f ${file}: both Pods become ready`,
    test: async (cluster) => {
      await cluster.apply(file);
      await cluster.ready(`run in (${name},${client})`, 2);
    },
  };

  const address: Claim = {
    text: `from the ${client} Pod, the Pod's address returns Version: ${versionOf(server)}`,
    after: ready,
    test: async (cluster) => {
      const { status } = await cluster.get(server);
      await cluster.answersInside(`${status?.podIP}:${port}`, versionOf(server));
    },
  };

  const logs: Claim = {
    text: 'kubectl logs shows the startup and the request, and nothing else',
    after: address,
    test: async ({ kubectl }) => {
      const command = ['logs', name];
      const lines = (await kubectl.do(command)).trim().split('\n');
      const [start = '', ...requests] = lines;
      if (
        start.endsWith(`Server listening on port ${port}`) &&
        requests.length > 0 &&
        requests.every((line) => /Serving request: \/$/.test(line))
      )
        return;
      const expected = 'one line for the startup and one for each request';
      throw new ClaimFailed(`kubectl ${command.join(' ')}`, expected, lines.join(' / '));
    },
  };

  const shell: Claim = {
    text: `kubectl exec opens a shell in the ${client} Pod`,
    after: ready,
    test: async ({ kubectl }) => {
      const answer = await kubectl.try(['exec', '-i', client, '--', 'sh'], 'echo "in $(hostname)"\n');
      if (answer.stdout.trim() === `in ${client}`) return;
      throw new ClaimFailed(answer.command, `in ${client}`, answer.stdout || answer.stderr);
    },
  };

  const outside: Claim = {
    text: "from this machine, the Pod's address does not answer",
    after: ready,
    test: async (cluster) => {
      const { status } = await cluster.get(server);
      return cluster.silentHere(`${status?.podIP}:${port}`, 'the Pod');
    },
  };

  /** hello-app has neither a shell nor `env`, so a container beside it reads the environment of its process. */
  const environment: Claim = {
    text: `${variable} is set in the running container`,
    after: ready,
    test: async (cluster) => {
      const { kubectl, timeout } = cluster;
      const image = manifests.client.spec?.containers?.[0]?.image;
      const options = ['--profile=restricted', `--target=${container?.name}`, `--image=${image}`, '--attach=false'];
      const program = ['-c', 'env', '--', 'cat', '/proc/1/environ'];
      const debug = await kubectl.try(['debug', name, ...options, ...program]);
      // The profile came with kubectl 1.27, and meets the standard since 1.28.
      if (/unknown flag|unknown profile|violates PodSecurity/i.test(debug.stderr)) {
        throw new ClaimSkipped(
          'this kubectl has no debug profile that Pod Security "restricted" accepts; use kubectl 1.28 or newer',
        );
      }
      let printed = '';
      const found = await cluster.until(
        async () => {
          const answer = await kubectl.try(['logs', name, '-c', 'env']);
          printed = answer.stdout || answer.stderr;
          return printed.includes(`${variable}\0`);
        },
        Math.min(timeout, 30_000),
      );
      if (found) return;
      const got = debug.status === 0 ? printed.replaceAll('\0', ' ') : debug.stderr;
      throw new ClaimFailed(debug.command, variable, got);
    },
  };

  // The last one leaves a container in the Pod.
  return { id: '4.3', title: 'Pod', claims: [ready, address, logs, shell, outside, environment] };
}
