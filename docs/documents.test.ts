import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands } from './commands';
import { documents, fill } from './documents';
import { anchor, type Markdown, read } from './markdown';
import { pictures } from './pictures';

const textOf = (name: string) => readFileSync(name, 'utf8');

/** The names of all Markdown files of the project. */
function markdownFiles(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', '.git', 'helm'].includes(entry.name) ? [] : markdownFiles(name);
    return name.endsWith('.md') ? [name] : [];
  });
}

/** The lines of the blocks of shell commands, without comments, which are in the document's language. */
const shell = ({ blocks }: Markdown) =>
  blocks
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text.split('\n').map((line) => line.replace(/\s*(?<=^|\s)#.*$/, '')));

const numberOf = (heading: string) => /^[\d.]+(?= )/.exec(heading)?.[0];

const trimmedLines = (text: string) => text.split('\n').map((line) => line.trim());

describe.each(['docs/tutorial.md', 'docs/tutorial.ja.md'])('%s', (name) => {
  const document = read(textOf(name));
  const code = new Set([...shell(document).flat(), ...document.spans]);

  test.each(commands)('has $original', ({ original, now = original }) => expect(code).toContain(now));

  test('applies every manifest', () => {
    const manifests = readdirSync('dist').map((file) => `kubectl apply -f dist/${file}`);
    expect([...code]).toEqual(expect.arrayContaining(manifests));
  });

  test('has every picture', () => {
    const shown = [...textOf(name).matchAll(/^<!-- picture:(.*) -->$/gm)].map(([, picture]) => picture);
    expect(shown).toEqual([...pictures().keys()]);
  });
});

describe.each([
  ['README.md', 'README.ja.md'],
  ['docs/tutorial.md', 'docs/tutorial.ja.md'],
])('%s and %s', (english, japanese) => {
  const [one, other] = [read(textOf(english)), read(textOf(japanese))];

  test('have the same sections', () => {
    const outline = ({ headings }: Markdown) => headings.map(({ level, text }) => `${level} ${numberOf(text) ?? ''}`);
    expect(outline(other)).toEqual(outline(one));
  });

  test('have the same commands', () => expect(shell(other)).toEqual(shell(one)));

  test('have the same outputs and pictures', () => {
    const rest = ({ blocks }: Markdown) => blocks.filter(({ language }) => language !== 'sh');
    expect(rest(other)).toEqual(rest(one));
  });

  test('link to each other', () => {
    expect(one.links).toContain(relative(dirname(english), japanese));
    expect(other.links).toContain(relative(dirname(japanese), english));
  });
});

describe.each(['README.md', 'README.ja.md'])('%s', (name) => {
  const { blocks, links } = read(textOf(name));

  test('lists every chart', () => {
    expect(links).toEqual(expect.arrayContaining(readdirSync('charts').map((file) => `charts/${file}`)));
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

test.each(documents)('the pictures of %s are current (else: npm run docs)', (name) => {
  expect(textOf(name)).toBe(fill(textOf(name), pictures()));
});

describe.each(markdownFiles())('%s', (name) => {
  const links = read(textOf(name)).links.filter((link) => !/^[a-z]+:/.test(link));

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
