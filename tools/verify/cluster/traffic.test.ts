import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Scripted } from './fake-cluster';
import { failuresOf, type Traffic, TrafficFromHere, TrafficFromPod } from './traffic';

const until = async (traffic: Traffic, count: number) => {
  while (traffic.answers.length < count) await sleep(5);
};

test('requests from this machine: what answers, and what those met that brought none', async () => {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    if (count === 2) response.destroy();
    else if (count === 3) response.writeHead(503).end('busy');
    else response.end('Hello, world!\nVersion: 1.0.0\nHostname: a\n');
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const traffic = new TrafficFromHere(`127.0.0.1:${port}`, 5);
  await until(traffic, 8);
  await traffic.stop();
  const { length } = traffic.answers;
  await sleep(60);
  expect(traffic.answers).toHaveLength(length); // it has stopped
  server.close();
  expect(new Set(traffic.answers)).toEqual(new Set(['Version: 1.0.0', 'none']));
  expect(failuresOf(traffic)).toEqual({
    count: 2,
    met: expect.arrayContaining(['1 × HTTP 503', '1 × socket hang up']),
  });
});

test('requests from a Pod: what answers, and what those met that brought none', async () => {
  class Lines extends Scripted {
    override async *lines(): AsyncIterable<string> {
      yield* ['Hello, world!', 'Version: 1.0.0', 'Hostname: a', '200'];
      yield* ['curl: (7) Failed to connect', '000', 'curl: (7) Failed to connect', '000', 'no such page', '404'];
    }
  }
  const kubectl = new Lines(() => '');
  const traffic = new TrafficFromPod(kubectl, 'curl', 'web:8080', 5);
  await traffic.stop();
  expect(traffic.answers).toEqual(['Version: 1.0.0', 'none', 'none', 'none']);
  expect(failuresOf(traffic)).toEqual({ count: 3, met: ['2 × curl: (7) Failed to connect', '1 × HTTP 404'] });
  expect(kubectl.asked).toEqual([expect.stringMatching(/^exec curl -- touch \/tmp\/stop-\d+$/)]);
});
