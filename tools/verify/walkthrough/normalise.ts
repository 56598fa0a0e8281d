import { stripVTControlCharacters } from 'node:util';

/** What the pages call `minikube` and `default`. */
export interface Names {
  readonly nodes: readonly string[];
  readonly namespace: string;
}

/** What a cluster printed, as the pages would have it: plain lines, with their names. */
export function linesSeen(output: string, { nodes, namespace }: Names): string[] {
  const names = [...nodes.map((node): [string, string] => [node, 'minikube']), [namespace, 'default'] as const];
  const named = names
    .sort(([one], [other]) => other.length - one.length) // one may begin as another does
    .reduce((text, [name, inPages]) => renamed(text, name, inPages), stripVTControlCharacters(output));
  const lines = named.split('\n').map((line) => line.trimEnd());
  const said = lines.filter((line) => !line.startsWith(noTerminal)).join('\n');
  return said.trim() === '' ? [] : said.trimEnd().split('\n');
}

/** A text with another name wherever a name stands by itself. In a column, what follows stays in its place. */
function renamed(text: string, name: string, by: string): string {
  const word = new RegExp(`(?<![\\w-])${name.replaceAll('.', '\\.')}(?![\\w-])( {2,})?`, 'g');
  return text.replaceAll(word, (all, blanks?: string) => (blanks ? `${by} `.padEnd(all.length) : by));
}

/** What kubectl says of `-t` where there is no terminal, as in this run. */
const noTerminal = 'Unable to use a TTY - input is not a terminal or the right kind of file';

/** The letters of the endings that Kubernetes generates: no vowels, and nothing that looks like another. */
const letters = '[bcdfghjklmnpqrstvwxz2456789]';

/** Those of the hash of a template, which is a number in these letters. */
const hash = '[bcdf4-9]{6,10}';

/** What differs from run to run and from cluster to cluster, and what replaces it, which no output contains. */
const varying: readonly (readonly [RegExp, string])[] = [
  // `uniq -c`: as many blanks as its system likes, but more than one.
  [/^ {2,}\d+ (?=\S)/, '‹count› '],
  // The roles of a node.
  [/^((?:node\/)?minikube (?:Not)?Ready\S* )\S+/, '$1‹roles›'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, '‹uid›'],
  // Times as objects and logs have them (2027-04-01T09:00:00Z), Go's log (2027/04/01 09:00:00), `kubectl describe` and HTTP
  // (Thu, 01 Apr 2027 09:00:00 +0900), and `date` (Thu Apr  1 09:00:00 UTC 2027).
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:?\d\d)/g, '‹time›'],
  [/\b\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(?:\.\d+)?/g, '‹time›'],
  [/\b[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[A-Z]+|[-+]\d{4})/g, '‹time›'],
  [/\b[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d? \d\d:\d\d:\d\d [A-Z]+ \d{4}\b/g, '‹time›'],
  [/\b\d{4}[-/]\d\d[-/]\d\d\b/g, '‹date›'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/g, '‹clock›'],
  // The port of an API server is the cluster's own; another port belongs to the chapter.
  [/(?<=https:\/\/)\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '‹address›'],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\w)/g, '‹address›'],
  [/(?<![\w.])(?:3[01]\d{3}|32[0-6]\d\d|327[0-5]\d|3276[0-7])(?![\w.]\w|\w)/g, '‹node port›'],
  // Versions of Kubernetes, with what its builders add; v1.6.1 is that of something else.
  [/\bv1\.\d\d\.\d+(?:[-+][\w.+-]*\w)?/g, '‹version›'],
  [/\bpod-template-hash([=:] ?)[a-z\d]+/g, 'pod-template-hash$1‹hash›'],
  [new RegExp(`(?<=[a-z\\d])-${hash}(?![\\w-])`, 'g'), '-‹hash›'],
  [new RegExp(`(?<=[a-z\\d])-${hash}-${letters}{5}(?![\\w-])`, 'g'), '-‹hash›-‹ending›'],
  [new RegExp(`(?<=[a-z\\d])-${letters}{5}(?![\\w-])`, 'g'), '-‹ending›'],
  [/(?<![\w.])\d+(?:\.\d+)? ?ms\b/g, '‹span›'],
  // An age; not 100m of a CPU, nor a setting such as timeout=1s.
  [/(?<![\w.=/-])(?<!\bcpu\b.*)(?:\d+(?:\.\d+)?[ydhms])+(?![\w-])/g, '‹span›'],
  // kubectl 1.34 and newer say from where.
  [/(?<=" (?:force )?deleted) from default namespace$/, ''],
];

/** A line without what may differ: what is left is the same wherever the pages are right. */
export function normalise(line: string): string {
  const [, indentation = '', text = ''] = /^(\s*)(.*)$/s.exec(stripVTControlCharacters(line).trimEnd()) ?? [];
  return varying.reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    indentation + text.replaceAll(/\s+/g, ' '),
  );
}
