import type { ServerResponse } from 'node:http';

import { pageHeaders } from '../pages/assets.js';

/** What goes back: a status, headers, a body. */
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

export const html = (body: string, status = 200, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { ...pageHeaders, ...headers },
  body,
});

/** A header holds no Hangul, so a registered address that has some is encoded on its way. */
const ascii = (location: string): string => location.replaceAll(/[^\u0021-\u007e]+/gu, encodeURIComponent);

export const redirect = (location: string, headers: Answer['headers'] = {}): Answer => ({
  status: 302,
  headers: { location: ascii(location), 'cache-control': 'no-store', ...headers },
  body: '',
});

/** Writes an answer, unless something else has been written already. */
export function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}
