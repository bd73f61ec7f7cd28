import type { IncomingMessage, ServerResponse } from 'node:http';

import { pageHeaders } from '../pages/headers.js';

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

export const json = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  body,
});

export const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

export const htmlAnswer = (body: string, status = 200, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { ...pageHeaders, ...headers },
  body,
});

/** Headers cannot contain Hangul, but a registered address can. */
const ascii = (location: string): string => location.replaceAll(/[^\u0021-\u007e]+/gu, encodeURIComponent);

export const redirect = (location: string, headers: Answer['headers'] = {}): Answer => ({
  status: 302,
  headers: { location: ascii(location), 'cache-control': 'no-store', ...headers },
  body: '',
});

/** Adds to the query of a URI as Kakao does: with `&` if there is a query, and with spaces as `%20`. */
export function withQuery(uri: string, parameters: Record<string, string | undefined>): string {
  const query = Object.entries(parameters)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  if (query === '') return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}

export function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}

/** How much of a refused body is still read, for clients that send everything before they read the response. */
const LINGER_BYTES = 1 << 22;
const LINGER_MS = 1000;

/** Responds before the request has ended, then closes the connection when the rest arrives or after a short wait. */
export function sendAndHangUp(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): void {
  const { status, headers, body } = answer;
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  outgoing.write(body);
  const hangUp = (): void => {
    clearTimeout(timer);
    outgoing.end();
    incoming.destroy();
  };
  const timer = setTimeout(hangUp, LINGER_MS);
  let left = LINGER_BYTES;
  incoming.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) hangUp();
  });
  incoming.once('end', () => {
    clearTimeout(timer);
    outgoing.end();
  });
  incoming.once('close', () => clearTimeout(timer));
}
