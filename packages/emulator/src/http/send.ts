import type { ServerResponse } from 'node:http';

import type { Answer } from './answer.js';

export function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(outgoing.req.method === 'HEAD' ? undefined : body);
}
