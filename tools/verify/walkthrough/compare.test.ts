import { describe, expect, test } from '@jest/globals';
import { compare, corrected, differences } from './compare';
import { linesSeen, normalise } from './normalise';

const isRight = (printed: string, seen: string) =>
  compare(printed.split('\n'), seen.split('\n')).every(({ fits }) => fits);

describe('what may differ', () => {
  test.each<[string, string, string]>([
    ['colours', 'Complete', '\u001b[32mComplete\u001b[0m'],
    ['blanks at the end', 'a', 'a  '],
    ['the width of columns', 'NAME   READY', 'NAME          READY'],
    ['addresses', 'IP: 10.244.0.5', 'IP: 192.168.49.123'],
    ['an address with a port', '10.244.0.5:8080', '10.244.1.12:8080'],
    ['the address of an API server', 'server: https://192.168.49.2:8443', 'server: https://127.0.0.1:16443'],
    ['node ports', '8080:30000/TCP', '8080:32767/TCP'],
    ['node ports in an address', 'http://10.0.0.1:31234', 'http://10.0.0.2:32111'],
    ['ages', 'curl 1/1 Running 1 (5s ago) 3m41s', 'curl 1/1 Running 1 (2m ago) 2d5h'],
    ['how often an event came, and when', '2s (x3 over 5s)', '4m (x3 over 6m)'],
    ['times of objects', '2027-04-01T09:00:00Z', '2026-11-23T05:33:45Z'],
    ['times in a log', '2020/05/17 08:12:33 Server listening', '2026/11/23 05:33:45 Server listening'],
    ['times in a description', 'Thu, 01 Apr 2027 09:00:00 +0900', 'Mon, 23 Nov 2026 05:33:45 +0000'],
    ['times of date', 'Thu Apr  1 09:00:00 UTC 2027', 'Mon Nov 23 05:33:45 JST 2026'],
    ['times of day', 'at 09:00:00', 'at 05:33:45.123'],
    ['milliseconds', 'after 1 ms: no', 'after 10002 ms: no'],
    ['how long a pull took', 'in 843ms (843ms including waiting)', 'in 2.1s (2.1s including waiting)'],
    ['uids', 'uid: 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f', 'uid: 9a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'],
    ['versions of Kubernetes', 'minikube Ready <none> 1s v1.37.2', 'minikube Ready <none> 1s v1.27.3+k3s1'],
    ['endings of Pods', 'pod/helloworld-x2x9z', 'pod/helloworld-bcdfg'],
    ['endings of ReplicaSets', 'helloworld-76979d87f9', 'helloworld-5b6c7d'],
    ['endings of their Pods', 'helloworld-76979d87f9-b2b5h Running', 'helloworld-5b6c7d4f8-zzzzz Running'],
    ['labels of a template', 'pod-template-hash=76979d87f9,run=x', 'pod-template-hash=5b6c7d,run=x'],
    ['counts', '      7 Version: 1.0.0', '  12 Version: 1.0.0'],
    ['roles of a node', 'minikube   Ready   <none>   1s', 'minikube   Ready   control-plane   1s'],
    ['roles of a node by its kind', 'node/minikube NotReady <none> 1s', 'node/minikube NotReady control-plane 1s'],
    ['from where something is deleted', 'pod "curl" deleted', 'pod "curl" deleted from default namespace'],
    ['the same by force', 'pod "curl" force deleted from default namespace', 'pod "curl" force deleted'],
  ])('%s', (_, printed, seen) => {
    expect(normalise(printed)).toBe(normalise(seen));
    expect(isRight(printed, seen)).toBe(true);
  });
});

describe('what may not', () => {
  test.each<[string, string, string]>([
    ['a word', 'pod/helloworld created', 'pod/helloworld configured'],
    ['a number', 'Version: 1.0.0', 'Version: 2.0.0'],
    ['indentation', '  name: a', '    name: a'],
    ['a port that is no node port', '10.244.0.5:8080', '10.244.0.5:80'],
    ['a port above the node ports', '8080:32767/TCP', '8080:32768/TCP'],
    ['a port below the node ports', '8080:30000/TCP', '8080:29999/TCP'],
    ['the width of a network', '10.244.0.0/16', '10.244.0.0/24'],
    ['a setting in seconds', 'delay=0s timeout=1s period=10s', 'delay=5s timeout=1s period=10s'],
    ['a share of a CPU', 'cpu:     100m', 'cpu:     200m'],
    ['how often an event came', '2s (x3 over 5s)', '2s (x4 over 5s)'],
    ['a name', 'service/helloworld-nodeport', 'service/helloworld-headless'],
    ['a name that looks a little like an ending', 'helloworld-v2', 'helloworld-lb'],
    ['the tag of an image', 'hello-app:1.0', 'hello-app:2.0'],
    ['the version of something else', 'download/v1.6.1/install.yaml', 'download/v1.4.0/install.yaml'],
    ['the state of a node', 'minikube Ready <none> 1s', 'minikube NotReady <none> 1s'],
    ['what is no role of a node', 'helloworld Ready <none> 1s', 'helloworld Ready 2 1s'],
    ['a count within a line', 'saw 7 requests', 'saw 8 requests'],
    ['another namespace', 'pod "curl" deleted', 'pod "curl" deleted from shop namespace'],
    ['a missing line', 'a\nb', 'a'],
    ['a line too many', 'a', 'a\nb'],
    ['an empty output', 'a', ''],
  ])('%s', (_, printed, seen) => expect(isRight(printed, seen)).toBe(false));
});

describe('the warning of kubectl rollout undo', () => {
  const warning =
    "Warning: resource deployments/helloworld was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.";
  const done = 'deployment.apps/helloworld rolled back';
  const other = warning.replace('unexpected', 'odd');

  test.each([
    [`${warning}\n${done}`, `${warning}\n${done}`, true],
    [`${warning}\n${done}`, done, true],
    [done, `${warning}\n${done}`, true],
    [`${other}\n${done}`, `${warning}\n${done}`, false],
    [`${other}\n${done}`, done, false],
    [`${warning}\n${done}`, `${other}\n${done}`, false],
    [done, `${other}\n${done}`, false],
  ])('case %#', (printed, seen, expected) => expect(isRight(printed, seen)).toBe(expected));
});

describe('…', () => {
  test.each([
    ['a\n…\nd', 'a\nb\nc\nd', true],
    ['a\n  …\nd', 'a\nd', true],
    ['…', '', true],
    ['…\nd', 'a\nd', true],
    ['a\n…', 'a\nb', true],
    ['a\n…\nc\n…\nc', 'a\nc\nb\nc', true],
    ['a\n…\nd', 'a\nb\nd\ne', false],
    ['a\n…\nd', 'b\nc\nd', false],
    ['ID: …', 'ID: containerd://0a1b', true],
    ['a … c', 'a b c', true],
    ['a(… c', 'a(b c', true],
    ['a … c', 'a b d', false],
    ['helloworld-…   Running', 'helloworld-x2x9z   Running', true],
    ['a.…', 'abc', false],
  ])('%j stands for %j: %p', (printed, seen, expected) => expect(isRight(printed, seen)).toBe(expected));
});

test('what was seen has the names of the pages, and its columns', () => {
  const output = [
    'Unable to use a TTY - input is not a terminal or the right kind of file',
    'NAME   NODE          IP       NAMESPACE',
    'curl   kind-worker   10.0.0.1 run-a1b2c3\r',
    'curl   kind-worker2  10.0.0.1 run-a1b2c3',
    'assigned run-a1b2c3/curl to kind-worker',
    'http://curl.run-a1b2c3.svc, my-kind-worker',
    '',
  ].join('\n');
  expect(linesSeen(output, { nodes: ['kind-worker', 'kind-worker2'], namespace: 'run-a1b2c3' })).toEqual([
    'NAME   NODE          IP       NAMESPACE',
    'curl   minikube      10.0.0.1 default',
    'curl   minikube      10.0.0.1 default',
    'assigned default/curl to minikube',
    'http://curl.default.svc, my-kind-worker',
  ]);
  expect(linesSeen('\n\n', { nodes: [], namespace: 'x' })).toEqual([]);
});

describe('a page that is wrong', () => {
  const printed = ['NAME   READY   AGE', '…', 'curl   1/1     5s', 'old', 'hello', 'x', 'y', 'z', 'wrong'];
  const seen = ['NAME   STATUS   AGE', 'a', 'b', 'curl   1/1     7s', 'new', 'newer', 'hello', 'x', 'y', 'z', 'right'];
  const pairs = compare(printed, seen);

  test('says which lines, with what stands around them', () => {
    expect(differences(pairs)).toEqual([
      '- NAME   READY   AGE',
      '+ NAME   STATUS   AGE',
      '  …',
      '  curl   1/1     5s',
      '- old',
      '+ new',
      '+ newer',
      '  hello',
      '  x',
      '  y',
      '  z',
      '- wrong',
      '+ right',
    ]);
  });

  test('is corrected where it is wrong, and nowhere else', () => {
    expect(corrected(pairs)).toEqual([
      'NAME   STATUS   AGE',
      '…',
      'curl   1/1     5s',
      'new',
      'newer',
      'hello',
      'x',
      'y',
      'z',
      'right',
    ]);
  });

  test('is filled if it is empty', () => expect(corrected(compare([], seen))).toEqual(seen));

  test('keeps a … that stands for nothing here', () => {
    expect(corrected(compare(['a', '…', 'b'], ['a', 'c']))).toEqual(['a', '…', 'c']);
  });
});
