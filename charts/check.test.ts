import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CheckoutCopy } from '../tools/testing/checkout-copy';

let project: CheckoutCopy;
beforeAll(() => {
  project = new CheckoutCopy();
});
afterAll(() => project.remove());

function check(args: readonly string[], environment?: Readonly<Record<string, string>>) {
  const run = project.run('npm', ['run', '--silent', 'check', '--', ...args], environment);
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('the version of Kubernetes is that of the setting, unless a flag names another', () => {
  writeFileSync(
    project.path('sleep.yaml'),
    `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: example.com/web, lifecycle: {preStop: {sleep: {seconds: 5}}}}
`,
  );
  const setting = { HELLOWORLD_KUBERNETES: '1.30' };
  expect(check(['sleep.yaml'])).toMatchObject({ status: 1 });
  expect(check(['sleep.yaml'], setting)).toMatchObject({ status: 0, stderr: '' });
  expect(check(['--kubernetes', '1.29', 'sleep.yaml'], setting)).toMatchObject({ status: 1 });
  expect(check(['sleep.yaml'], { HELLOWORLD_KUBERNETES: '1.3' })).toEqual({
    status: 1,
    stdout: '',
    stderr: 'HELLOWORLD_KUBERNETES must be 1.27 or a newer version, such as 1.30, but is "1.3"\n',
  });
});

test('dist/ has to meet the requirements of the chapter; what is named, only if asked', () => {
  expect(check([])).toMatchObject({ status: 0, stdout: 'no problems found in 11 objects\n' });
  project.edit('dist/pod.yaml', 'image: curlimages/curl:7.68.0', 'image: curlimages/curl');
  const line = 'Pod curl: the image of container curl, curlimages/curl, has no version.';
  expect(check([])).toMatchObject({ status: 1, stdout: expect.stringContaining(line) });
  expect(check(['dist'])).toMatchObject({ status: 0 });
  expect(check(['--strict', 'dist'])).toMatchObject({ status: 1, stdout: expect.stringContaining(line) });
});
