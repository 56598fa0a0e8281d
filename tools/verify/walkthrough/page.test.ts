import { expect, test } from '@jest/globals';
import { Refusal } from '../../../lib/program/refusal';
import { read } from '../../documents/markdown';
import { pageOf, withBlocks } from './page';

const text = `# Page

<!-- needs: gatewayclass/traefik -->

\`\`\`sh
one
\`\`\`

Words, and a block that is no output:

\`\`\`yaml
a: b
\`\`\`

\`\`\`text
1
2
\`\`\`

\`\`\`text
not its output
\`\`\`

\`\`\`sh
two
\`\`\`

## Section

\`\`\`text
of another section
\`\`\`

<!-- not run: it never ends -->

\`\`\`sh
three
\`\`\`

1. In a list

   \`\`\`sh
   four
     more
   \`\`\`

   \`\`\`diff
   -a
   \`\`\`

\`\`\`sh
five
\`\`\`

\`\`\`text
\`\`\`
`;

test('a page has steps, each with its output', () => {
  expect(pageOf(read(text), 'page.md')).toEqual({
    needs: ['gatewayclass/traefik'],
    steps: [
      { line: 6, commands: 'one', output: { block: 2, lines: ['1', '2'] } },
      { line: 25, commands: 'two' },
      { line: 37, commands: 'three', notRun: 'it never ends' },
      { line: 43, commands: 'four\n  more', output: { block: 8, lines: ['-a'] } },
      { line: 52, commands: 'five', output: { block: 10, lines: [] } },
    ],
  });
});

test('outputs are written where they stand, with their indentation, and nothing else changes', () => {
  const blocks = new Map([
    [2, ['one', 'two', 'three']],
    [8, ['-b', '', '+c']],
    [10, ['new']],
  ]);
  expect(withBlocks(text, read(text), blocks)).toBe(
    text
      .replace('1\n2\n', 'one\ntwo\nthree\n')
      .replace('   -a\n', '   -b\n\n   +c\n')
      .replace(/(```text\n)(```\n)$/, '$1new\n$2'),
  );
});

test.each([
  ['<!-- not run -->\n```sh\nwatch\n```\n', 'page.md:3: not run, but it does not say why'],
  [
    '```sh\nnpm ci\n```\n',
    'page.md:2: npm ci would change the packages of this checkout: write <!-- not run: REASON --> before it',
  ],
])('%j is refused', (text, message) => expect(() => pageOf(read(text), 'page.md')).toThrow(new Refusal(message)));
