import { entryFor, reasons } from '../../synth/reasons';
import type { Claim, Section } from '../claim';
import type { Kubectl } from '../kubectl';
import { Fell } from '../outcome';
import type { Manifests, Stage } from '../stage';

/** An object as the API server gives it. */
type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function titleOf({ kind, metadata }: Tree): string {
  return `${kind} ${isTree(metadata) ? metadata.name : ''}`;
}

/** A command that makes an object, and the file that stands for it. */
interface Command {
  readonly file: string;
  readonly words: readonly string[];
}

/** The commands that the manifests say they stand for, and that make something. */
function commandsIn(manifests: Manifests): Command[] {
  return [...manifests].flatMap(([file, text]) =>
    [...text.matchAll(/^# {3}kubectl ((?:run|expose|create) [^#\n]*)/gm)].map(([, command = '']) => ({
      file,
      words: (command.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', '')),
    })),
  );
}

/**
 * For every command of the chapter: what the API server makes of the command and of the manifest differs by what the table
 * of reasons has an entry for, and by nothing else.
 */
export function commands(manifests: Manifests): Section {
  const used = new Set<string>();
  let served: Promise<readonly Tree[]> | undefined;

  /** What the server makes of the manifests, before the commands make anything. */
  const objects = async (kubectl: Kubectl) => {
    served ??= Promise.all(
      [...manifests.values()].map(async (text) => {
        const stdout = await kubectl.run(['apply', '--dry-run=server', '-o', 'json', '-f', '-'], text);
        const applied = JSON.parse(stdout);
        return applied.kind === 'List' ? applied.items : [applied];
      }),
    ).then((lists) => lists.flat());
    return served;
  };

  /** Compares two objects; notes the entries of the table that the difference needs. */
  const compare = (command: string, made: Tree, manifest: Tree) => {
    const path = [titleOf(manifest)];
    const unexplained: string[] = [];
    for (const field of differences(settled(made), settled(manifest), path)) {
      const entries = field
        .map((_, index) => entryFor(field.slice(0, index + 1)))
        .filter((entry) => entry !== undefined);
      if (entries.length === 0) unexplained.push(field.join('.'));
      for (const entry of entries) used.add(entry);
    }
    if (unexplained.length > 0) {
      throw new Fell(
        command,
        'no difference without a reason',
        `a difference in ${[...new Set(unexplained)].join(', ')}`,
        ['give the field a reason in synth/reasons.ts, or make the manifest say what the command does'],
      );
    }
  };

  const find = async (kubectl: Kubectl, title: string) =>
    (await objects(kubectl)).find((object) => titleOf(object) === title);

  const claims = commandsIn(manifests).flatMap<Claim>(({ file, words }) => {
    const command = `kubectl ${words.join(' ')}`;
    const makesPod = words[0] === 'run';
    // Up to kubectl 1.17, `run` made a Deployment; today's makes a Pod, which that file does not stand for.
    if (makesPod && !/^kind: Pod$/m.test(manifests.get(file) ?? '')) return [];
    return [
      {
        text: `${file}: ${command}`,
        try: async (stage: Stage) => {
          const kubectl = await stage.unrestricted();
          await objects(kubectl);
          const made = makesPod
            ? await runPod(kubectl, words, stage)
            : JSON.parse(await kubectl.run([...words, '--dry-run=server', '-o', 'json']));
          const manifest = await find(kubectl, titleOf(made));
          if (!manifest) throw new Fell(command, `${titleOf(made)} in ${file}`, 'none', []);
          compare(command, made, manifest);
          if (made.kind !== 'Deployment') return;
          // No command makes a ReplicaSet: what a Deployment's would write, without what only a Deployment has.
          const replicaSet = await find(kubectl, titleOf({ ...made, kind: 'ReplicaSet' }));
          const { strategy, progressDeadlineSeconds, revisionHistoryLimit, ...spec } = made.spec;
          if (replicaSet) compare(`${command}, as a ReplicaSet`, { ...made, kind: 'ReplicaSet', spec }, replicaSet);
        },
      },
    ];
  });

  return {
    id: 'commands',
    title: 'Equal to the commands, but for what has a reason',
    claims: [
      ...claims,
      {
        text: 'every reason of the table is needed by some manifest',
        try: async () => {
          const idle = Object.keys(reasons).filter((entry) => !used.has(entry));
          if (idle.length > 0)
            throw new Fell('synth/reasons.ts', 'only entries that a manifest needs', idle.join(', '), []);
        },
      },
    ],
  };
}

/** Makes a Pod with `kubectl run`, in earnest: `-it` takes no dry run, and `expose` needs a Pod that is there. */
async function runPod(kubectl: Kubectl, words: readonly string[], stage: Stage) {
  const attached = words.includes('-it');
  const detached = words.filter((word) => word !== '-it' && word !== '--rm');
  const pod = (await kubectl.run([...detached, '--dry-run=client', '-o', 'name'])).trim();
  if (!attached) {
    await kubectl.run(words);
    return JSON.parse(await kubectl.run(['get', pod, '-o', 'json']));
  }
  const client = kubectl.try(words);
  const made = await stage.until(
    async () => (await kubectl.run(['get', pod, '-o', 'json', '--ignore-not-found'])) || undefined,
  );
  await kubectl.run(['delete', pod, '--grace-period=1', '--ignore-not-found']);
  await client;
  return JSON.parse(made ?? '{}');
}

/** Fields that the server sets, of itself or when it finds a place for the object. */
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
  'status',
]);

/** An object without what the server set, the mount of a service account's token included, and without what is null. */
function settled(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) {
    const items = value.filter((item) => !(isTree(item) && `${item.name}`.startsWith('kube-api-access-')));
    return items.length > 0 ? items.map((item) => settled(item, path)) : undefined;
  }
  if (!isTree(value)) return value ?? undefined;
  const entries = Object.entries(value)
    .filter(([key]) => !setByServer.has([...path, key].join('.')))
    .map(([key, field]) => [key, settled(field, [...path, key])])
    .filter(([, field]) => field !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The paths of the fields in which two objects differ, items of lists by their place. */
function differences(one: unknown, other: unknown, path: readonly string[]): string[][] {
  if (Array.isArray(one) || Array.isArray(other)) {
    const [left, right] = [one, other].map((list) => (Array.isArray(list) ? list : []));
    const length = Math.max(left?.length ?? 0, right?.length ?? 0);
    return Array.from({ length }, (_, index) => differences(left?.[index], right?.[index], path)).flat();
  }
  if (isTree(one) || isTree(other)) {
    const [left, right] = [isTree(one) ? one : {}, isTree(other) ? other : {}];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
      differences(left[key], right[key], [...path, key]),
    );
  }
  return one === other ? [] : [[...path]];
}
