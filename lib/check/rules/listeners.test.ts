import { expect, test } from '@jest/globals';
import { JsonPatch } from 'cdk8s';
import { check, finds, routed } from '../../../tools/testing/test-chapter';
import { listeners } from './listeners';

const { add, replace } = JsonPatch;
const problem = (name: string) =>
  `gateway: Gateway helloworld: its HTTPS listener ${name} has no tls with a certificate. On a cluster, the controller does not serve that listener.`;

finds(listeners, [
  ['the only listener', routed('Gateway helloworld', replace('/spec/listeners/0/protocol', 'HTTPS')), problem('http')],
  [
    'one of two listeners',
    routed('Gateway helloworld', add('/spec/listeners/-', { name: 'https', protocol: 'HTTPS', port: 443 })),
    problem('https'),
  ],
]);

test('a listener with a certificate is left alone', () => {
  const https = { name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'web' }] } };
  expect(check(routed('Gateway helloworld', add('/spec/listeners/-', https)), { given: ['Secret/web'] })).toEqual([]);
});
