import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pages, pathOf } from '../../documents/pages';
import { cluster, json, ScriptedKubectl, type ScriptLine } from '../cluster/fake-kubectl';
import { answered } from '../cluster/inline-kubectl';

const { cli } = jest.requireActual<typeof import('./cli')>('./cli'); // after the kubectl that it is given

const config = {
  kind: 'Config',
  clusters: [{ name: 'class', cluster: { server: 'https://10.0.0.1:6443' } }],
  users: [{ name: 'me', user: { token: 'secret' } }],
  contexts: [{ name: 'class', context: { cluster: 'class', user: 'me', namespace: 'shop' } }],
  'current-context': 'class',
};
const script = [json('config view --raw', config), ...cluster];

const checkout = process.cwd();
const bin = 'tools/verify/walkthrough/bin';

/** A checkout of a few files, in which the tests run. */
let project: string;

/** Where the run has its copy. */
let temporary: string;

/** What a test has made. */
const kubectls: ScriptedKubectl[] = [];
let running: ChildProcess | undefined;
beforeEach(() => {
  running = undefined;
  project = mkdtempSync(join(tmpdir(), 'walkthrough-test-'));
  temporary = mkdtempSync(join(tmpdir(), 'walkthrough-test-'));
  for (const folder of ['dist', 'docs/walkthrough']) mkdirSync(join(project, folder), { recursive: true });
  cpSync('dist/pod.yaml', join(project, 'dist/pod.yaml'));
  cpSync(bin, join(project, bin), { recursive: true });
  process.chdir(project);
  for (const page of pages) write(page, '');
});
afterEach(() => {
  process.chdir(checkout);
  jest.restoreAllMocks();
  running?.kill('SIGKILL');
  for (const kubectl of kubectls.splice(0)) kubectl.remove();
  for (const folder of [project, temporary]) rmSync(folder, { recursive: true });
});

const read = (name: string) => readFileSync(name, 'utf8');

/** Writes a page in both languages, of blocks whose first line is what the fence calls them. */
function write(page: string, ...blocks: string[]): void {
  const text = (title: string) => `# ${title}\n\n${blocks.map((block) => `\`\`\`${block}\n\`\`\`\n`).join('\n')}`;
  writeFileSync(pathOf(page, 'en'), text('Hello'));
  writeFileSync(pathOf(page, 'ja'), text('こんにちは'));
}

/** What the commands of the pages must not find. */
const environmentOf = (kubectl: ScriptedKubectl) => {
  writeFileSync('mine.sh', 'echo mine\n');
  return {
    PATH: kubectl.environment.PATH ?? '',
    TMPDIR: temporary,
    BASH_ENV: resolve('mine.sh'),
    GIT_DIR: resolve('mine.git'),
  };
};

/** What `npm run walkthrough` does in the project, with a kubectl that answers by a script. */
async function runWith(entries: readonly ScriptLine[], ...args: readonly string[]) {
  const kubectl = new ScriptedKubectl(entries); // that the shell finds; the run itself gets the same answers
  kubectls.push(kubectl);
  jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
  const { status, stdout, stderr, asked } = await answered(cli, entries, args, environmentOf(kubectl));
  jest.restoreAllMocks();
  return { status, stderr, lines: linesOf(stdout), asked: asked + kubectl.asked() };
}

const run = (...args: string[]) => runWith(script, ...args);

/** Starts the program itself. */
function start(...args: readonly string[]) {
  const kubectl = new ScriptedKubectl(script);
  kubectls.push(kubectl);
  const program = ['lib/program/run.js', 'tools/verify/walkthrough/main.ts'].map((name) => join(checkout, name));
  const env = { ...process.env, ...environmentOf(kubectl) };
  const child = spawn(process.execPath, [...program, ...args], { cwd: project, env });
  running = child;
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[status], stdout, stderr]) => ({ status, lines: linesOf(stdout), stderr }),
  );
  return { child, kubectl, ended };
}

const linesOf = (stdout: string) =>
  stdout
    .replace(/walkthrough-\w+/g, 'walkthrough-x')
    .replace(/\[\d+\.\d s\]/g, '[1.0 s]')
    .trimEnd()
    .split('\n');

test('pages are run in their order, in one shell, in a copy of the checkout', async () => {
  write(
    'README',
    'sh\nexport WHO=world\necho "# changed" >> dist/pod.yaml\ncat',
    'sh\ngit status --short\nuname',
    'text\n M dist/pod.yaml\n…',
  );
  write('4.3-pod', 'sh\n# Who?\necho hello $WHO >&2\nfalse', 'text\nhello world');
  const before = read('dist/pod.yaml');
  const { status, lines } = await run('README', '4.3');
  expect(lines).toEqual([
    'context class, https://10.0.0.1:6443, Kubernetes v1.27.3, 2 nodes, namespace hello-world-walkthrough-x',
    '',
    'README.md',
    '  ✔ 4: export WHO=world [1.0 s]',
    '  ✔ 10: git status --short [1.0 s]',
    '',
    '4.3-pod.md',
    '  ✔ 4: echo hello $WHO >&2 [1.0 s]',
    '',
    'removed namespace hello-world-walkthrough-x',
    '',
    '3 passed, 0 failed, 0 skipped',
  ]);
  expect(status).toBe(0);
  expect(read('dist/pod.yaml')).toBe(before);
  expect(readdirSync(temporary)).toEqual([]);
});

test('the commands find minikube, the namespace of the run, and nothing of whoever runs them', async () => {
  write(
    'README',
    'sh\ncat $KUBECONFIG\necho',
    `text\n{"kind":"Config","current-context":"minikube","clusters":[{"name":"minikube","cluster":{"server":"https://10.0.0.1:6443"}}],"users":[{"name":"minikube","user":{"token":"secret"}}],"contexts":[{"name":"minikube","context":{"cluster":"minikube","user":"minikube","namespace":"default"}}]}`,
    'sh\nminikube ip\nminikube service web --url\nminikube service --url web\nminikube start',
    'text\n10.0.0.2\nhttp://10.0.0.2:31000\nhttp://10.0.0.2:31000\nnpm run walkthrough answers only minikube ip and minikube service NAME --url, not: minikube start',
    'sh\ncat $CURL_HOME/.curlrc\ngit diff\ngit config user.name',
    'text\nno-progress-meter',
    'sh\nminikube service lost --url || echo failed',
    'text\nnot found\nfailed',
  );
  const entries = [
    { words: 'get nodes -o jsonpath', stdout: '10.0.0.2 fd00::2' },
    { words: 'get service web', stdout: '31000' },
    { words: 'get service lost', status: 1, stderr: 'not found\n' },
    ...script,
  ];
  const { status, lines } = await runWith(entries, 'README');
  expect({ status, lines }).toEqual({ status: 0, lines: expect.arrayContaining(['4 passed, 0 failed, 0 skipped']) });
  expect(existsSync(resolve('mine.git'))).toBe(false);
});

test('a block that gives something else, or fails without an output, is shown, and the rest goes on', async () => {
  write('README', 'sh\necho good\necho node two', 'text\ngood\nthree', 'sh\nfalse\necho done', 'sh\ntrue');
  const { status, lines } = await run('README');
  expect(lines.slice(2, 11)).toEqual([
    'README.md',
    '  ✘ 4: echo good [1.0 s]',
    '        good',
    '      - three',
    '      + node minikube',
    '  ✘ 14: false [1.0 s]',
    '      a command ended with status 1',
    '      + done',
    '  ✔ 19: true [1.0 s]',
  ]);
  expect(lines.at(-1)).toBe('1 passed, 2 failed, 0 skipped');
  expect(status).toBe(1);
});

test('--write corrects the page in both languages, and only what is wrong', async () => {
  write(
    'README',
    'sh\necho node one\necho 5s\necho b',
    'text\n9s\n…\nc',
    'sh\necho new',
    'text',
    'sh\necho right',
    'text\nright',
  );
  const { status, lines } = await run('--write', 'README');
  expect(status).toBe(1);
  expect(lines).toContain('  written: docs/walkthrough/README.md, docs/walkthrough/README.ja.md');
  for (const [language, title] of [
    ['en', 'Hello'],
    ['ja', 'こんにちは'],
  ] as const) {
    const text = read(pathOf('README', language));
    expect(text).toMatch(new RegExp(`^# ${title}\n`));
    expect(text).toContain('```text\nnode minikube\n9s\n…\nb\n```');
    expect(text).toContain('```text\nnew\n```');
  }
  expect((await run('README')).status).toBe(0);
});

test('--write refuses languages with different blocks before it runs anything', async () => {
  write('README', 'sh\ntrue');
  writeFileSync(pathOf('README', 'ja'), '```text\n```\n');
  const { status, stderr, asked } = await run('--write', 'README');
  expect(stderr).toMatch(
    /^docs\/walkthrough\/README\.ja\.md has other blocks of code than docs\/walkthrough\/README\.md: /,
  );
  expect(status).toBe(2);
  expect(asked).toBe('');
});

test('what is for the reader only, and a page that needs what is not there, are skipped, and say why', async () => {
  write('README', 'sh\ntrue');
  write('4.5-gateway', 'sh\nkubectl get gateway');
  const before = '<!-- not run: it starts a cluster -->\n```sh\nminikube start\n```\n\n';
  writeFileSync(pathOf('README', 'en'), before + read(pathOf('README', 'en')));
  const needs = '<!-- needs: gatewayclass/traefik -->\n\n';
  writeFileSync(pathOf('4.5-gateway', 'en'), needs + read(pathOf('4.5-gateway', 'en')));
  const none = { words: 'get gatewayclass/traefik', status: 1, stderr: 'not found\n' };
  const { status, lines, asked } = await runWith([none, ...script], 'README', '4.5');
  const text = lines.join('\n');
  expect(text).toContain('  – 3: minikube start\n      skipped: it starts a cluster\n');
  expect(text).toContain('  – 6: kubectl get gateway\n      skipped: it needs gatewayclass/traefik: not found\n');
  expect(lines.at(-1)).toBe('1 passed, 0 failed, 2 skipped');
  expect(status).toBe(0);
  expect(asked).not.toMatch(/get gateway$/m);
});

test('what a block leaves running is ended with the shell, and nothing waits for what is out of reach', async () => {
  const note = (name: string) => `echo $! > '${resolve(name)}'`;
  // With -m, in a process group of its own.
  write('README', `sh\nsleep 60 &\n${note('left')}\nset -m\nsleep 60 &\n${note('out of reach')}`);
  const begin = performance.now();
  expect((await start('README').ended).status).toBe(0);
  process.kill(Number(read('out of reach')));
  expect(performance.now() - begin).toBeLessThan(30_000);
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', read('left').trim()], { encoding: 'utf8' });
  expect(stdout).toMatch(/^(Z|$)/); // gone, or nobody has asked yet how it ended
});

describe('a block that ends the run is failed, and the rest skipped:', () => {
  test.each([
    ['sleep 60', 'it took longer than 2 s'],
    ['sleep 60 & exit 0', 'the shell has ended'],
  ])('%s', async (command, why) => {
    write('README', `sh\necho begun\n${command}`, 'sh\ntrue');
    const { status, lines } = await run('--timeout', command === 'sleep 60' ? '2' : '60', 'README');
    expect(lines.slice(3)).toEqual([
      '  ✘ 4: echo begun [1.0 s]',
      `      ${why}`,
      '      + begun',
      '  – 9: true',
      '      skipped: the run has ended before it',
      '',
      'removed namespace hello-world-walkthrough-x',
      '',
      '0 passed, 1 failed, 1 skipped',
    ]);
    expect(status).toBe(1);
  });
});

describe('with nothing to run, gives the plain reason and status 2, and changes nothing', () => {
  const refused = 'The connection to the server 10.0.0.1:6443 was refused\n';

  test.each<[string, readonly ScriptLine[], string[], string]>([
    ['no cluster', [...cluster.slice(0, 2), { words: '', status: 1, stderr: refused }], [], refused],
    [
      'no permission',
      [{ words: 'auth can-i', stdout: 'no\n', status: 1 }, ...cluster],
      [],
      'the user of context class is not allowed to create namespaces\n',
    ],
    ['no such page', script, ['5'], `there is no page 5, but ${pages.join(', ')}\n`],
    [
      'a time that is none',
      script,
      ['--timeout', 'soon'],
      "error: option '--timeout <seconds>' argument 'soon' is invalid. It must be a number of seconds greater than 0 and at most 86400.\n",
    ],
  ])('%s', async (_, entries, args, message) => {
    const { status, stderr, asked } = await runWith(entries, ...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
    expect(asked).not.toMatch(/^(-n \S+ )?(create|apply|delete)/m);
  });
});

test('a cluster that is lost leaves its namespace, and not the copy with the credentials', async () => {
  write('README', 'sh\ntrue');
  const lost = { status: 1, stderr: 'The connection to the server 10.0.0.1:6443 was refused\n' };
  const { status, stderr } = await runWith(
    [{ ...lost, words: 'delete namespace hello' }, { ...lost, words: 'readyz' }, ...script],
    'README',
  );
  expect(stderr).toMatch(
    /^\nthe cluster no longer responds: The connection .* was refused\nnamespace (\S+) still exists; to remove it: kubectl delete namespace \1\n$/,
  );
  expect(status).toBe(2);
  expect(readdirSync(temporary)).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends what runs, and removes namespace and copy', async (signal) => {
  write('README', 'sh\nkubectl get pods\nsleep 60');
  const { child, kubectl, ended } = start('README');
  await kubectl.wasAsked(/get pods/);
  child.kill(signal);
  const { status, lines, stderr } = await ended;
  expect(status).toBe(130);
  expect(stderr).toBe('\ncleaning up; press Ctrl-C again to exit immediately\n');
  expect(lines.at(-1)).toBe('removed namespace hello-world-walkthrough-x');
  expect(kubectl.asked()).toMatch(/delete namespace hello-world-walkthrough-/);
  expect(readdirSync(temporary)).toEqual([]);
});
