import type { Claim, Section } from '../claim';
import { Fell, Untried } from '../outcome';

const ready: Claim = {
  text: 'kubectl apply -f pod.yaml: both Pods become ready',
  try: async (stage) => {
    await stage.apply('pod.yaml');
    await stage.ready('run in (helloworld,curl)', 2);
  },
};

const address: Claim = {
  text: "from the curl Pod, the Pod's address answers Version: 1.0.0",
  after: ready,
  try: async (stage) => {
    const { status } = await stage.get('pod', 'helloworld');
    await stage.answersInside(`${status?.podIP}:8080`, '1.0.0');
  },
};

const logs: Claim = {
  text: 'kubectl logs shows the start and the request, and nothing else',
  after: address,
  try: async (stage) => {
    const command = ['logs', 'helloworld'];
    const lines = (await stage.kubectl.run(command)).trim().split('\n');
    const [start = '', ...requests] = lines;
    if (
      /Server listening on port 8080/.test(start) &&
      requests.length > 0 &&
      requests.every((line) => /Serving request: \/$/.test(line))
    )
      return;
    throw new Fell(`kubectl ${command.join(' ')}`, 'a line for the start and one for each request', lines.join(' / '));
  },
};

const shell: Claim = {
  text: 'kubectl exec gives a shell in the curl Pod',
  after: ready,
  try: async (stage) => {
    const answer = await stage.kubectl.try(['exec', '-i', 'curl', '--', 'sh'], 'echo "in $(hostname)"\n');
    if (answer.stdout.trim() !== 'in curl') throw new Fell(answer.command, 'in curl', answer.stdout || answer.stderr);
  },
};

const outside: Claim = {
  text: "from this machine, the Pod's address does not answer",
  after: ready,
  try: async (stage) => {
    const { status } = await stage.get('pod', 'helloworld');
    return stage.silentHere(`${status?.podIP}:8080`, 'the Pod');
  },
};

/** hello-app has neither a shell nor `env`, so a container beside it reads the environment of its process. */
const environment: Claim = {
  text: 'TEST_ENV=hellow_world is set in the running container',
  after: ready,
  try: async (stage) => {
    const [container] = (await stage.get('pod', 'curl')).spec.containers ?? [];
    const debug = await stage.kubectl.try([
      ...[
        'debug',
        'helloworld',
        '--profile=restricted',
        '--target=helloworld',
        `--image=${container?.image}`,
        '-c',
        'env',
        '--attach=false',
      ],
      ...['--', 'cat', '/proc/1/environ'],
    ]);
    // The profile came with kubectl 1.27, and meets the standard since 1.28.
    if (/unknown flag|unknown profile|violates PodSecurity/i.test(debug.stderr)) {
      throw new Untried(
        `this kubectl has no debug profile that Pod Security "restricted" takes; that of 1.28 or newer has`,
      );
    }
    let printed = '';
    const found = await stage.until(
      async () => {
        const answer = await stage.kubectl.try(['logs', 'helloworld', '-c', 'env']);
        printed = answer.stdout || answer.stderr;
        return printed.includes('TEST_ENV=hellow_world\0') ? true : undefined;
      },
      Math.min(stage.timeout, 30_000),
    );
    if (!found)
      throw new Fell(
        debug.command,
        'TEST_ENV=hellow_world',
        (debug.status === 0 ? printed : debug.stderr).replaceAll('\0', ' '),
      );
  },
};

/** Last, since the container for debugging stays. */
export const pod: Section = {
  id: '4.3',
  title: 'Pod',
  claims: [ready, address, logs, shell, outside, environment],
};
