import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { parse } from 'yaml';
import { chapter, demands } from '../../charts/chapter';
import { settingsFrom, variables, versions } from '../../charts/settings';
import { check } from '../../lib/check/check';
import { lineOf } from '../../lib/check/findings/diagnostic';
import { requirements } from '../../lib/check/rules/requirements';
import { scripts } from '../../package.json';
import { filesWith } from '../testing/files';
import { changed } from '../testing/test-chapter';
import { podsOf } from '../verify/cluster/health';
import { kindsToDelete } from '../verify/cluster/kubectl-names';
import { manifests } from '../verify/cluster/manifests';
import { sectionsOf } from '../verify/sections';
import { listGatewayKinds } from '../verify/sections/all-at-once';
import { documents, fill, marker, parts } from './generated-parts';
import { languageOf, languages } from './language';
import { anchor, type Markdown, read } from './markdown';
import { pages, pathOf } from './pages';
import { exampleOf, rulesPage } from './rules-page';
import { commands } from './tutorial-commands';

const { add, replace } = JsonPatch;

const textOf = (name: string) => readFileSync(name, 'utf8');

const markdownFiles = filesWith('.md');

/** The lines of the blocks of shell commands, without comments, which are in the document's language. */
const shell = ({ blocks }: Markdown) =>
  blocks
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text.split('\n').map((line) => line.replace(/\s*(?<=^|\s)#.*$/, '')));

const numberOf = (heading: string) => /^[\d.]+(?= )/.exec(heading)?.[0];

/** The pages beside the README and the walkthrough, each in both languages. */
const references = ['verify', 'settings', 'check', 'synth'] as const;

const inBoth = (page: (typeof references)[number]): [string, string] => [`docs/${page}.md`, `docs/${page}.ja.md`];

const trimmedLines = (text: string) => text.split('\n').map((line) => line.trim());

const current = { en: parts('en'), ja: parts('ja') };

const picturesIn = (name: string) => read(textOf(name)).blocks.filter(({ language }) => language === 'mermaid');

/** All that is to be read in a picture. */
const textsIn = (picture: string) =>
  [...picture.matchAll(/"([^"{}]*)"[\])}|]/g)].map(([, text = '']) => text.replaceAll(/<[^>]*>|&\w+;/g, ' '));

/** Whatever an object says: all values, and the keys of its labels. */
function valuesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [`${value}`];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(['labels', 'matchLabels', 'selector'].includes(key) ? Object.keys(inner) : []),
    ...valuesOf(inner),
  ]);
}

const latin = (text: string) => text.match(/[A-Za-z](?:[\w.-]*\w)?/g) ?? [];

/** What is called the same in every language, beside the objects. */
const international = ['API', 'CA', 'HTTPS', 'IP', 'etcd', 'kube-proxy', 'kubeconfig', 'kubectl', 'kubelet'];

test.each(['README.ja.md', ...pages.map((page) => pathOf(page, 'ja'))])(
  'the pictures in %s have no English word',
  (name) => {
    const objects = (['ingress', 'gateway'] as const).flatMap((routing) => manifests({ routing }).objects);
    const known = new Set([...international, 'A', 'B', 'ReplicaSet', ...objects.flatMap(valuesOf).flatMap(latin)]);
    for (const { text } of picturesIn(name)) {
      const texts = textsIn(text);
      expect(texts.length).toBeGreaterThan(4);
      expect(texts.flatMap(latin).filter((word) => !known.has(word))).toEqual([]);
    }
  },
);

describe.each(languages)('the walkthrough (%s)', (language) => {
  const texts = pages.map((page) => textOf(pathOf(page, language)));
  const documents = texts.map(read);
  const code = new Set(documents.flatMap((document) => [...shell(document).flat(), ...document.spans]));
  const blocks = documents.flatMap((document) => document.blocks.map(({ text }) => text));

  test.each(commands)('has $original', ({ original, now = original }) => expect(code).toContain(now));

  test('applies every manifest', () => {
    const applied = [...code].filter((line) => line.startsWith('kubectl apply ')).join('\n');
    const files = manifests().all.concat(manifests({ routing: 'gateway' }).all);
    expect(files.filter(({ file }) => !applied.includes(`-f dist/${file}`))).toEqual([]);
  });

  test('shows every object and every Pod that the whole chapter makes', () => {
    const output = blocks[blocks.findIndex((text) => /^kubectl apply -f dist$/m.test(text)) + 1] ?? '';
    const made = [...output.matchAll(/^([a-z]+)\S*\/(\S+) created$/gm)].map(([, kind, name]) => `${kind} ${name}`);
    const { objects } = manifests();
    expect(made.sort()).toEqual(objects.map(({ kind, metadata }) => `${kind.toLowerCase()} ${metadata.name}`).sort());
    const pods = objects.reduce(
      (sum, object) => sum + podsOf(Object.assign(object, { status: { desiredNumberScheduled: 1 } })),
      0,
    );
    expect(output.match(/ Running /g)).toHaveLength(pods);
  });

  test('installs the release of the Gateway API whose kinds were imported', () => {
    const [address = ''] = /https:\S*gateway-api\S*\.yaml/.exec(scripts.import) ?? [];
    expect(code).toContain(`kubectl apply --server-side -f ${address}`);
  });

  test.each([...current[language]])('has every %s', (what, named) => {
    const shown = texts.flatMap((text) => [...text.matchAll(marker)].filter((found) => found[1] === what));
    expect(shown.map(([, , name]) => name).sort()).toEqual(
      [...named.keys()].filter((name) => name !== 'chapter').sort(),
    );
  });

  test('shows, on each page with a manifest, the chart that it is made of', () => {
    for (const text of texts) {
      const shown = [...text.matchAll(marker)].map(([, what]) => what);
      expect(shown.includes('chart')).toBe(shown.includes('manifest'));
    }
  });

  test('leads from each page to the one before, the next one and the contents', () => {
    for (const [index, { links }] of documents.entries()) {
      const linked = [pages[index - 1], pages[index + 1], ...(index > 0 ? [pages[0]] : [])];
      const expected = linked.flatMap((page) => (page ? basename(pathOf(page, language)) : []));
      expect(links).toEqual(expect.arrayContaining(expected));
    }
  });

  test('marks few blocks as not run', () => {
    const marked = documents.flatMap(({ blocks }) => blocks.filter(({ comment }) => comment?.startsWith('not run')));
    expect(marked.length).toBeLessThanOrEqual(10);
  });
});

const pairs: [string, string][] = [
  ['README.md', 'README.ja.md'],
  ...pages.map((page): [string, string] => [pathOf(page, 'en'), pathOf(page, 'ja')]),
  ...references.map(inBoth),
];

describe.each(pairs)('%s and %s', (english, japanese) => {
  const [one, other] = [read(textOf(english)), read(textOf(japanese))];

  test('have the same sections', () => {
    const outline = ({ headings }: Markdown) => headings.map(({ level, text }) => `${level} ${numberOf(text) ?? ''}`);
    expect(outline(other)).toEqual(outline(one));
  });

  test('have the same commands', () => expect(shell(other)).toEqual(shell(one)));

  test('have the same outputs, and pictures that differ in words alone', () => {
    const rest = ({ blocks }: Markdown) =>
      blocks
        .filter(({ language }) => language !== 'sh')
        .map(({ language, text }) => ({
          language,
          text: language === 'mermaid' ? text.replaceAll(/(?<=[[({|])"[^"]*"/g, '') : text,
        }));
    expect(rest(other)).toEqual(rest(one));
  });

  test('have the same code and the same measurements in their tables', () => {
    const exact = ({ rows }: Markdown) =>
      rows.map((cells) => cells.map((cell) => [...(cell.match(/`[^`]+`|^\d[\d.]*( ms)?$/g) ?? [])].sort()));
    expect(exact(other)).toEqual(exact(one));
  });

  test('link to each other', () => {
    expect(one.links).toContain(relative(dirname(english), japanese));
    expect(other.links).toContain(relative(dirname(japanese), english));
  });
});

describe.each(['README.md', 'README.ja.md'])('%s', (name) => {
  const document = read(textOf(name));
  const { blocks, links } = document;

  test('begins with a command that does everything, and the one that checks everything, which CI runs', () => {
    expect(shell(document)[0]).toEqual(['npm ci && npm run synth', 'npm ci && npm test']);
    expect(textOf('.ci/run')).toMatch(/\nnpm ci\nnpm test\n$/);
  });

  test('lists every chart', () => {
    const charts = [chapter(), chapter({ routing: 'gateway' })].flatMap(({ charts }) => charts);
    expect(links).toEqual(expect.arrayContaining(charts.map(({ node }) => `charts/${node.id}.ts`)));
  });

  test('leads to every page in its language', () => {
    const ending = name.replace('README', '');
    expect(links).toEqual(expect.arrayContaining(references.map((page) => `docs/${page}${ending}`)));
  });

  test.each([
    ['ts', 'charts/deployment.ts'],
    ['yaml', 'dist/deployment.yaml'],
  ])('quotes %s from %s', (language, file) => {
    const quotes = blocks.filter((block) => block.language === language);
    expect(quotes).toHaveLength(1);
    for (const { text } of quotes) {
      expect(`\n${trimmedLines(textOf(file)).join('\n')}\n`).toContain(`\n${trimmedLines(text).join('\n')}\n`);
    }
  });
});

/** The flags of a script, as its help lists them, each with its default if that is a number. */
function flagsOf(script: string): Map<string, string | undefined> {
  const help = execFileSync('npm', ['run', '--silent', script, '--', '--help'], { encoding: 'utf8' });
  const described = help.split(/^ +(?=--)/m).slice(1);
  return new Map(described.map((text) => [/^--\w+/.exec(text)?.[0] ?? '', /\(default: "?([\d.]+)/.exec(text)?.[1]]));
}

describe.each(['verify', 'check'] as const)('npm run %s', (script) => {
  const flags = flagsOf(script);

  test.each(inBoth(script))('%s lists every flag, with its default', (name) => {
    const listed = read(textOf(name)).rows.map(([cell = '', meaning = '']) => [
      /^`(--\w+)/.exec(cell)?.[1],
      /(?:default|デフォルト)[^\d]*([\d.]+)/.exec(meaning)?.[1],
    ]);
    expect(listed.sort()).toEqual([...flags].sort());
    expect([...flags.values()].filter((value) => value !== undefined)).toHaveLength(1);
  });
});

describe.each(inBoth('verify'))('%s', (name) => {
  const { blocks } = read(textOf(name));

  test('counts the checks of npm run verify', () => {
    const count = sectionsOf(manifests).flatMap(({ claims }) => claims).length;
    const sums = blocks.flatMap(({ text }) => /^\d+ passed, \d+ failed, \d+ skipped$/m.exec(text)?.[0] ?? []);
    expect(sums).toEqual([`${count} passed, 0 failed, 0 skipped`]);
  });
});

describe.each(inBoth('settings'))('%s', (name) => {
  const document = read(textOf(name));
  const { blocks, rows } = document;

  test('lists every setting, with its default', () => {
    const listed = rows
      .filter(([cell]) => cell?.startsWith('`HELLOWORLD_'))
      .map(([variable, value]) => [variable, value]);
    const defaults = new Map(Object.entries(settingsFrom({})));
    const actual = Object.entries(variables).map(([setting, variable]) => [
      `\`${variable}\``,
      `\`${defaults.get(setting)}\``,
    ]);
    expect(listed).toEqual(actual);
  });

  test('says what the settings may be', () => {
    const accepted = (variable: string) => rows.find(([cell]) => cell === `\`${variable}\``)?.[2] ?? '';
    const [least = Number.NaN, most = Number.NaN] = accepted(variables.replicas).match(/\d+/g)?.map(Number) ?? [];
    const replicas = (number: number) => settingsFrom({ [variables.replicas]: `${number}` }).replicas;
    for (const number of [least, most]) expect(replicas(number)).toBe(number);
    for (const number of [least - 1, most + 1]) expect(() => replicas(number)).toThrow();
    expect(accepted(variables.version).match(/[\d.]+/g)).toEqual(versions);
    const [repository = ''] = /(?<=`).*(?=`)/.exec(accepted(variables.repository)) ?? [];
    expect(settingsFrom({ [variables.repository]: repository }).repository).toBe(repository);
  });

  test('shows which manifests the exported setting changes', () => {
    const [, variable = '', value] = /^export (\w+)=(.*)$/m.exec(shell(document).flat().join('\n')) ?? [];
    const [defaults, others] = [{}, { [variable]: value }].map((environment) =>
      chapter(settingsFrom(environment)).render(),
    );
    const differing = [...(others ?? [])].filter(([file, text]) => defaults?.get(file) !== text);
    expect(differing.length).toBeGreaterThan(0);
    expect(blocks.map(({ text }) => text)).toContain(
      differing
        .map(([file]) => ` M dist/${file}`)
        .sort()
        .join('\n'),
    );
  });
});

/** The versions of Node.js that CI runs on. */
const nodes: unknown[] = parse(textOf('.github/workflows/test.yaml')).jobs.test.strategy.matrix.node;

test.each(['README.md', 'README.ja.md', 'CONTRIBUTING.md'])(
  '%s names the versions of Node.js that CI runs on',
  (name) => {
    const [, named = ''] = /Node\.js\]?(?:\(.*?\))? (20[\d.]*(?:(?:, |、| or )\d+)+)/.exec(textOf(name)) ?? [];
    expect(named.match(/[\d.]+/g)).toEqual(nodes.map(String));
  },
);

test('every script of package.json is named in a document', () => {
  const named = markdownFiles.map(textOf).join('\n');
  const commands = Object.keys(scripts).map((script) => (script === 'test' ? 'npm test' : `npm run ${script}`));
  expect(commands.filter((command) => !named.includes(command))).toEqual([]);
});

test.each(documents)('the generated parts of %s are current (else: npm run docs)', (name) => {
  expect(textOf(name)).toBe(fill(textOf(name), current[languageOf(name)]));
});

test('the page about the rules is current (else: npm run docs)', () => {
  expect(textOf('docs/rules.md')).toBe(rulesPage());
});

test.each(demands.map(({ id }) => id))('in the example of %s, no other rule finds anything', (id) => {
  const { found } = exampleOf(id);
  const demanded = requirements.map((rule) => rule.id);
  const others = found.filter(({ rule }) => rule !== id && !demanded.includes(rule));
  expect({ isFound: found.some(({ rule }) => rule === id), others }).toEqual({ isFound: true, others: [] });
});

test.each(inBoth('check'))('%s shows what is said of two mistakes', (name) => {
  const mistakes = [add('/spec/port', []), replace('/spec/selector/run', 'hello')].flatMap((patch) =>
    check(changed('Service helloworld-clusterip', patch)).map(lineOf),
  );
  expect(read(textOf(name)).blocks.map(({ text }) => text)).toContain(mistakes.join('\n'));
});

/** The documents that say how everything is deleted. */
const cleaning = ['README.md', 'README.ja.md', ...languages.map((language) => pathOf('all-at-once', language))];

describe.each(markdownFiles)('%s', (name) => {
  const document = read(textOf(name));
  const links = document.links.filter((link) => !/^[a-z]+:/.test(link));

  test('names scripts and programs that exist', () => {
    const code = [...shell(document).flat(), ...document.spans].join('\n');
    const named = [...code.matchAll(/\b(?:npm run(?: -s)?|node --run) (\S+)/g)].map(([, script = '']) => script);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
    const programs = [...code.matchAll(/\bnode lib\/program\/run\.js ([a-z/]+\.ts)/g)].map(
      ([, program = '']) => program,
    );
    expect(programs.filter((program) => !existsSync(program))).toEqual([]);
  });

  test('deletes every kind of the chapter by its label, and what there is of the Gateway API', () => {
    const lines = [...shell(document).flat(), ...document.spans];
    const label = '-l app.kubernetes.io/part-of=hello-world';
    const own = `kubectl delete ${kindsToDelete(manifests().objects)} ${label}`;
    const others = `kubectl ${listGatewayKinds.join(' ')} | xargs -I KIND kubectl delete KIND ${label}`;
    const deleting = lines.filter((line) => /kubectl delete .* -l app\./.test(line)).map((line) => line.trim());
    expect(deleting.length).toBeGreaterThanOrEqual(cleaning.includes(name) ? 2 : 0);
    expect(deleting).toEqual(deleting.map((_, index) => (index % 2 === 0 ? own : others)));
  });

  test('has links that lead somewhere', () => {
    const broken = links.filter((link) => {
      const [path = '', fragment] = link.split('#');
      const file = path === '' ? name : join(dirname(name), path);
      if (!existsSync(file)) return true;
      return fragment !== undefined && !read(textOf(file)).headings.map(anchor).includes(decodeURIComponent(fragment));
    });
    expect(broken).toEqual([]);
  });
});
