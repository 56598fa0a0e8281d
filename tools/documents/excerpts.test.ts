import { expect, test } from '@jest/globals';
import { excerpt } from './excerpts';

const manifest = `# A Pod
---
apiVersion: v1
kind: Pod
metadata:
  name: web # its name
spec:
  containers:
    - env:
        - name: A
          value: b
      image: web:1
      ports: # a reason
        - containerPort: 80
      resources: {}
  restartPolicy: Never
---
apiVersion: v1
kind: Service
metadata:
  name: web
`;

test('an excerpt has the lines of the object, comments included, and nothing else', () => {
  expect(excerpt(manifest, 'Service')).toBe('apiVersion: v1\nkind: Service\nmetadata:\n  name: web');
  expect(excerpt(manifest, 'Pod')).toBe(manifest.split('---\n')[1]?.trimEnd());
});

test('a comment stands for fields that are left out, one for several in a row', () => {
  const without = [
    ['spec', 'containers', 0, 'ports'],
    ['spec', 'containers', 0, 'resources'],
    ['spec', 'restartPolicy'],
  ];
  const lines = excerpt(manifest, 'Pod', without.slice(0, 2)).split('\n');
  expect(lines.slice(-4)).toEqual(['          value: b', '      image: web:1', '      # …', '  restartPolicy: Never']);
  expect(excerpt(manifest, 'Pod', without).split('\n').slice(-2)).toEqual(['      image: web:1', '      # …']);
});

test('what is not there cannot be cut', () => {
  expect(() => excerpt(manifest, 'Ingress')).toThrow('there is no Ingress');
  expect(() => excerpt(manifest, 'Pod', [['spec', 'volumes']])).toThrow('no spec.volumes in Pod');
});
