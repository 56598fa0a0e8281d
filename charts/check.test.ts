import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cli } from '../lib/check/cli';
import { requirements } from '../lib/check/rules/requirements';
import { scripts } from '../package.json';
import { CheckoutCopy, isOfApp } from '../tools/testing/checkout-copy';
import { inProcess } from '../tools/testing/in-process';

let project: CheckoutCopy;
beforeAll(() => {
  project = new CheckoutCopy(isOfApp);
});
afterAll(() => project.remove());

/** What `npm run check` runs. */
function check(args: readonly string[], environment?: Readonly<Record<string, string>>) {
  const [node = '', ...program] = scripts.check.split(' ');
  const run = project.run(node, [...program, ...args], environment);
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('the version of Kubernetes is that of the setting, unless a flag names another', async () => {
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
  expect(check(['sleep.yaml'], setting)).toMatchObject({ status: 0, stderr: '' });
  const path = project.path('sleep.yaml');
  const refusal = { status: 1, stdout: expect.stringContaining('was added in Kubernetes 1.30') };
  expect(await inProcess(() => cli({ kubernetes: '1.27' }), [path])).toMatchObject(refusal);
  const flag = ['--kubernetes', '1.29', path];
  expect(await inProcess(() => cli({ kubernetes: '1.30' }), flag)).toMatchObject(refusal);
  expect(check(['sleep.yaml'], { HELLOWORLD_KUBERNETES: '1.3' })).toEqual({
    status: 1,
    stdout: '',
    stderr: 'HELLOWORLD_KUBERNETES must be 1.27 or a newer version, such as 1.30, but is "1.3"\n',
  });
});

test('dist/ has to meet the requirements of the chapter; what is named, only if asked', async () => {
  const checked = (...args: string[]) => inProcess(() => cli({ requirements }), args);
  expect(await checked()).toMatchObject({ status: 0, stdout: 'no problems found in 11 objects\n' });
  project.edit('dist/pod.yaml', 'image: curlimages/curl:7.68.0', 'image: curlimages/curl');
  const line = 'Pod curl: the image of container curl, curlimages/curl, has no version.';
  expect(check([])).toMatchObject({ status: 1, stdout: expect.stringContaining(line) });
  const dist = project.path('dist');
  expect(await checked(dist)).toMatchObject({ status: 0 });
  expect(await checked('--strict', dist)).toMatchObject({ status: 1, stdout: expect.stringContaining(line) });
});
