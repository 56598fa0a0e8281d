import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { CheckoutCopy, isOfApp } from '../../tools/testing/checkout-copy';
import { chapterFiles } from '../../tools/testing/test-chapter';

let project: CheckoutCopy;
beforeAll(() => {
  project = new CheckoutCopy(isOfApp);
});
afterEach(() => project.restore());
afterAll(() => project.remove());

/** Runs the real CLI on the real app. */
const synth = (args: string[] = [], settings?: Record<string, string>) =>
  project.run(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'synth', ...args], settings);

const manifests = chapterFiles();

const objectsIn = (yaml: string) => parseAllDocuments(yaml).map((document) => document.toJS());

const byText = (left: unknown, right: unknown) => JSON.stringify(left).localeCompare(JSON.stringify(right));

test('--stdout is a stream of the same objects', () => {
  const { status, stdout } = synth(['--stdout']);
  expect(status).toBe(0);
  expect(objectsIn(stdout).sort(byText)).toEqual(Object.values(manifests).flatMap(objectsIn).sort(byText));
});

test('--format helm makes a chart of the same manifests, and --output says where', () => {
  expect(synth(['--format', 'helm', '--chart-version', '0.1.0', '--output', 'helm']).status).toBe(0);
  expect(existsSync(project.path('helm', 'Chart.yaml'))).toBe(true);
  expect(project.files('helm/templates')).toEqual(manifests);
});

test('the CLI writes dist/, and says what npm run synth says; a report of its validations names the constructs', () => {
  const plugin = `
    exports.Everything = class {
      async validate({ manifests: [manifestPath], report }) {
        const violatingResources = [{ resourceName: 'helloworld-clusterip', manifestPath }];
        report.addViolation({ ruleName: 'all', recommendation: 'none', fix: 'none', violatingResources });
        report.submit('failure');
      }
    };`;
  writeFileSync(project.path('plugin.js'), plugin);
  const validations = '\nvalidations:\n  - { package: ./plugin.js, version: 1.0.0, class: Everything }\n';
  writeFileSync(project.path('cdk8s.yaml'), project.read('cdk8s.yaml') + validations);
  rmSync(project.path('dist'), { recursive: true });
  const { status, stdout } = synth();
  expect(status).toBe(2);
  expect(stdout).toContain('Construct Path: service_clusterip/helloworld-clusterip/Resource');
  const { 'construct-metadata.json': _, ...written } = project.files('dist');
  expect(written).toEqual(manifests);
  const names = Object.keys(manifests)
    .sort()
    .map((name) => `  - dist/${name}\n`);
  expect(stdout.startsWith(`Synthesizing application\n${names.join('')}`)).toBe(true);
});

test('a refusal ends with how to get the manifests back that the CLI has removed', () => {
  const { status, stderr } = synth([], { HELLOWORLD_REPLICAS: '21' });
  expect(status).toBe(1);
  expect(stderr.split('\n').slice(0, 3)).toEqual([
    'HELLOWORLD_REPLICAS must be a whole number from 0 to 20, but is "21"',
    'cdk8s synth deletes dist before it runs the app. To restore the committed files: git restore dist',
    // What follows is the CLI's own.
    expect.stringMatching(/^Error: command "node lib\/program\/run\.js main\.ts .* returned a non-zero exit code 1$/),
  ]);
  expect(existsSync(project.path('dist'))).toBe(false);
});

test('a refusal of --format helm names the folder around the templates', () => {
  const { stderr } = synth(['--format', 'helm', '--chart-version', '0.1.0'], { HELLOWORLD_REPLICAS: '21' });
  expect(stderr).toContain('To restore the committed files: git restore dist\n');
});

test('a refusal of --stdout, which removes nothing, does not', () => {
  const { stderr } = synth(['--stdout'], { HELLOWORLD_REPLICAS: '21' });
  expect(stderr).toMatch(/^HELLOWORLD_REPLICAS must be .*\n/);
  expect(stderr).not.toContain('git restore');
});
