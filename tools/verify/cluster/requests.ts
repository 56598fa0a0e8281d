import { get } from 'node:http';

/** What a request from this machine brings: the answer and its HTTP status, or why there is none. */
export type Reply = { readonly answer: string; readonly status: number } | { readonly error: string };

/**
 * Sends a request from this machine.
 *
 * @param timeout how long it may take, in milliseconds
 */
export function request(address: string, timeout = 3_000): Promise<Reply> {
  return new Promise((resolve) => {
    const request = get(`http://${address}`, { agent: false, timeout }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        answer += chunk;
      });
      response.on('end', () => resolve({ answer, status: response.statusCode ?? 0 }));
      response.on('error', ({ message }) => resolve({ error: message }));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    request.on('error', ({ message }) => resolve({ error: message }));
  });
}

/** Whether an answer of hello-app is from a version of it. */
export function says(answer: string, version: string): boolean {
  return answer.split('\n').includes(`Version: ${version}`);
}

/** The first line of a text. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

/** An address as it stands in a URL. */
export function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
