import { titleOf } from '../../../lib/check/objects/item';
import { textOf } from '../../../lib/synth/manifest-app';
import type { Claim, SectionClaims } from '../cluster/claim';
import type { Cluster } from '../cluster/cluster';
import type { Kubectl } from '../cluster/kubectl';
import { commandsOf, type Manifests } from '../cluster/manifests';
import { ClaimFailed, ClaimSkipped } from '../cluster/outcome';

/** An object as the API server gives it. */
type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of an object that a command and the manifest may differ in, and why. */
interface AllowedDifference {
  readonly object: string;
  readonly path: readonly string[];
  readonly text: string;
}

/** What the commands write, and the manifests leave out. */
const leftOut: readonly AllowedDifference[] = [
  {
    object: 'Pod curl',
    path: ['spec', 'containers', '0', 'stdinOnce'],
    text: 'the shell must survive a client that disconnects',
  },
  ...[
    ['metadata', 'labels', 'app'],
    ['spec', 'selector', 'matchLabels', 'app'],
    ['spec', 'template', 'metadata', 'labels', 'app'],
  ].map((path) => ({ object: 'Deployment helloworld', path, text: 'the label run replaces it' })),
];

/**
 * For every command of the chapter that makes something: what the API server makes of the command and of the manifest, told
 * both as a dry run where that is possible, differs by fields that have a reason, and by nothing else.
 */
export function commands(manifests: Manifests): SectionClaims {
  const objects = manifests.all.flatMap(({ objects }) => objects);
  const allowed: readonly AllowedDifference[] = [
    ...objects.flatMap(({ object, reasons }) => reasons.map((reason) => ({ ...reason, object: titleOf({ object }) }))),
    ...leftOut,
  ];
  const compared = new Set<string>();
  const used = new Set<AllowedDifference>();
  let served: Promise<readonly Tree[]> | undefined;

  /** An object as the server makes it of the manifests, before the commands make anything. */
  const manifestOf = async (cluster: Cluster, kubectl: Kubectl, title: string) => {
    const texts = cluster.manifests().all.map(textOf);
    served ??= kubectl
      .do(['apply', '--dry-run=server', '-o', 'json', '-f', '-'], texts.join('---\n'))
      .then((stdout) => JSON.parse(stdout).items);
    return (await served).find((object) => title === nameIn(object));
  };

  /** Compares two objects; notes which of the allowed differences there are. */
  const compare = (command: string, made: Tree, manifest: Tree) => {
    const title = nameIn(manifest);
    compared.add(title);
    const unexplained = new Set<string>();
    for (const field of differences(comparable(made), comparable(manifest), [])) {
      const fitting = allowed.filter(
        ({ object, path }) => object === title && path.every((key, at) => field[at] === key),
      );
      if (fitting.length === 0) unexplained.add(field.join('.'));
      for (const difference of fitting) used.add(difference);
    }
    if (unexplained.size === 0) return;
    throw new ClaimFailed(command, 'no difference without a reason', `a difference in ${[...unexplained].join(', ')}`, [
      'add a reason for the field in its chart with because(), or make the manifest match the command',
    ]);
  };

  const claims = manifests.all.flatMap((manifest) =>
    commandsOf(manifest).flatMap<Claim>(({ line, makes }) => {
      if (makes === undefined) return [];
      const words = wordsOf(line);
      return {
        text: `${manifest.file}: ${line}`,
        test: async (cluster) => {
          const kubectl = await cluster.unrestricted();
          const wanted = await manifestOf(cluster, kubectl, makes);
          if (!wanted) throw new ClaimFailed(line, `${makes} in ${manifest.file}`, 'none', []);
          const made =
            words[0] === 'run'
              ? await runPod(kubectl, words, cluster)
              : JSON.parse(await kubectl.do(withFlags(words, '--dry-run=server', '-o', 'json')));
          if (nameIn(made) !== makes) throw new ClaimFailed(line, makes, nameIn(made), []);
          compare(line, made, wanted);
          if (made.kind !== 'Deployment') return;
          // No command makes a ReplicaSet: what a Deployment's would write, without what only a Deployment has.
          const replicaSet = await manifestOf(cluster, kubectl, nameIn({ ...made, kind: 'ReplicaSet' }));
          const { strategy, progressDeadlineSeconds, revisionHistoryLimit, ...spec } = made.spec;
          if (replicaSet) compare(`${line}, as a ReplicaSet`, { ...made, kind: 'ReplicaSet', spec }, replicaSet);
        },
      };
    }),
  );

  return {
    id: 'commands',
    title: 'Same as the commands, except where a reason is given',
    claims: [
      ...claims,
      {
        text: 'every reason is for a field that the command would have left out or written differently',
        test: async () => {
          if (compared.size === 0) throw new ClaimSkipped('no command could be compared with its manifest');
          const idle = allowed.filter((difference) => compared.has(difference.object) && !used.has(difference));
          if (idle.length === 0) return;
          const fields = idle.map(({ object, path, text }) => `${object}, ${path.join('.')}: "${text}"`);
          throw new ClaimFailed('npm run synth', 'only reasons that are needed', fields.join('; '), []);
        },
      },
    ],
  };
}

/** Kind and name, e.g. `Pod web`. */
function nameIn({ kind, metadata }: Tree): string {
  return `${kind} ${isTree(metadata) ? metadata.name : ''}`;
}

/** The words of a command after `kubectl`. */
function wordsOf(line: string): string[] {
  return (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).slice(1).map((word) => word.replaceAll('"', ''));
}

/** A command with more flags, before what it passes on after `--`. */
function withFlags(words: readonly string[], ...flags: readonly string[]): string[] {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  return [...words.slice(0, end), ...flags, ...words.slice(end)];
}

/** Makes a Pod with `kubectl run`, in earnest: `-it` takes no dry run, and `expose` needs a Pod that is there. */
async function runPod(kubectl: Kubectl, words: readonly string[], cluster: Cluster) {
  const attached = words.includes('-it');
  const detached = words.filter((word) => word !== '-it' && word !== '--rm');
  const pod = (await kubectl.do(withFlags(detached, '--dry-run=client', '-o', 'name'))).trim();
  if (!attached) {
    await kubectl.do(words);
    return JSON.parse(await kubectl.do(['get', pod, '-o', 'json']));
  }
  const look = async () => (await kubectl.do(['get', pod, '-o', 'json', '--ignore-not-found'])) || undefined;
  const lookAndDelete = async () => {
    const made = await cluster.until(look);
    await kubectl.do(['delete', pod, '--grace-period=1', '--ignore-not-found']);
    return made;
  };
  // The command ends when its Pod does.
  const [made] = await Promise.all([lookAndDelete(), kubectl.try(words)]);
  return JSON.parse(made ?? '{}');
}

/** Fields that the server sets, of itself or when it finds a place for the object; indices of lists left out. */
const setByServer = new Set([
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
  'metadata.creationTimestamp',
  'metadata.generation',
  'metadata.managedFields',
  'metadata.namespace',
  'metadata.resourceVersion',
  'metadata.uid',
  'spec.clusterIP',
  'spec.clusterIPs',
  'spec.nodeName',
  'spec.ports.nodePort',
  // Of a Job
  'metadata.labels.batch.kubernetes.io/controller-uid',
  'metadata.labels.batch.kubernetes.io/job-name',
  'metadata.labels.controller-uid',
  'metadata.labels.job-name',
  'spec.selector.matchLabels.batch.kubernetes.io/controller-uid',
  'spec.template.metadata.labels.batch.kubernetes.io/controller-uid',
  'spec.template.metadata.labels.controller-uid',
  'status',
]);

/** An object without what the server set, the mount of a service account's token included, and without what is null. */
function comparable(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) {
    const items = value.filter((item) => !(isTree(item) && `${item.name}`.startsWith('kube-api-access-')));
    return items.length > 0 ? items.map((item) => comparable(item, path)) : undefined;
  }
  if (!isTree(value)) return value ?? undefined;
  const entries = Object.entries(value)
    .filter(([key]) => !setByServer.has([...path, key].join('.')))
    .map(([key, field]) => [key, comparable(field, [...path, key])])
    .filter(([, field]) => field !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The paths of the fields in which two objects differ. */
function differences(one: unknown, other: unknown, path: readonly string[]): string[][] {
  const isNested = (value: unknown) => typeof value === 'object' && value !== null;
  if (!isNested(one) && !isNested(other)) return one === other ? [] : [[...path]];
  const [left, right] = [one, other].map((value) => new Map(Object.entries(value ?? {})));
  return [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].flatMap((key) =>
    differences(left?.get(key), right?.get(key), [...path, key]),
  );
}
