import { readFileSync } from 'node:fs';
import { isMap, isNode, LineCounter, parseAllDocuments } from 'yaml';
import { chapter } from '../../charts/chapter';
import type { Settings } from '../../charts/settings';
import { textOf } from '../../lib/synth/manifest-app';

/** Where a field stands: its keys, and the numbers of the elements of lists. */
type Path = readonly (string | number)[];

/** The fields of hello-app's Pods that no page explains; the comments in the manifests do. */
const unexplained: readonly Path[] = [
  ['automountServiceAccountToken'],
  ['containers', 0, 'resources'],
  ['containers', 0, 'securityContext'],
  ['securityContext'],
];

const inSpec = (paths: readonly Path[]): Path[] => paths.map((path) => ['spec', ...path]);
const inTemplate = (paths: readonly Path[]): Path[] => paths.map((path) => ['spec', 'template', 'spec', ...path]);

/** What the pages show of the manifests, by name, as Markdown. */
export function manifestExcerpts(): Map<string, string> {
  const [ingress, gateway] = [textsWith({}), textsWith({ routing: 'gateway' })];
  const excerpts = {
    pod: excerpt(ingress('pod.yaml'), 'Pod', inSpec([...unexplained, ['containers', 0, 'readinessProbe']])),
    service_clusterip: excerpt(ingress('service_clusterip.yaml'), 'Service'),
    ingress: excerpt(ingress('ingress.yaml'), 'Ingress'),
    ingress_path: excerpt(ingress('ingress_path.yaml'), 'Ingress', [['metadata', 'labels']]),
    gateway: excerpt(gateway('gateway.yaml'), 'Gateway'),
    httproute: excerpt(gateway('gateway.yaml'), 'HTTPRoute'),
    replicaset: excerpt(
      ingress('replicaset.yaml'),
      'ReplicaSet',
      inTemplate([['automountServiceAccountToken'], ['containers'], ['securityContext']]),
    ),
    deployment: excerpt(ingress('deployment.yaml'), 'Deployment', [['metadata', 'labels'], ...inTemplate(unexplained)]),
  };
  return new Map(Object.entries(excerpts).map(([name, text]) => [name, fenced('yaml', text)]));
}

/** What they show of the charts: the class in each file, by the file's name, as Markdown. */
export function chartExcerpts(): Map<string, string> {
  const names = ['pod', 'service_clusterip', 'ingress', 'gateway', 'replicaset', 'deployment'];
  return new Map(
    names.map((name) => {
      const [found] = /^export class .*?^}$/ms.exec(readFileSync(`charts/${name}.ts`, 'utf8')) ?? [];
      if (found === undefined) throw new Error(`charts/${name}.ts has no class`);
      return [name, fenced('ts', found)];
    }),
  );
}

/**
 * The lines of the first object of a kind in a manifest, with a comment `# …` in place of some fields.
 *
 * @throws Error if the object or a field is not there.
 */
export function excerpt(text: string, kind: string, without: readonly Path[] = []): string {
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line - 1;
  const document = parseAllDocuments(text, { lineCounter: counter }).find((document) => document.get('kind') === kind);
  if (!document?.contents?.range) throw new Error(`there is no ${kind}`);

  const leftOut = new Set<number>();
  for (const path of without) {
    const parent = document.getIn(path.slice(0, -1));
    const field = isMap(parent) ? parent.items.find(({ key }) => `${key}` === path.at(-1)) : undefined;
    const [key, value] = [field?.key, field?.value];
    if (!isNode(key) || !isNode(value) || !key.range || !value.range)
      throw new Error(`no ${path.join('.')} in ${kind}`);
    for (let line = lineAt(key.range[0]); line <= lineAt(value.range[1] - 1); line += 1) leftOut.add(line);
  }

  const [start, end] = document.contents.range;
  const first = lineAt(start);
  return text
    .split('\n')
    .slice(first, lineAt(end - 1) + 1)
    .flatMap((line, index) => {
      if (!leftOut.has(first + index)) return [line];
      return leftOut.has(first + index - 1) ? [] : [line.replace(/\S.*/, '# …')];
    })
    .join('\n');
}

/** The text of each manifest that `npm run synth` writes with some settings, by the name of its file. */
function textsWith(settings: Partial<Settings>): (file: string) => string {
  const app = chapter(settings);
  const texts = new Map(app.manifests().map((manifest) => [manifest.file, textOf(manifest)]));
  return (file) => texts.get(file) ?? '';
}

const fenced = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``;
