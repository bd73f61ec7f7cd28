import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyOf, published, type Published, type PublishedName } from './published.js';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  headers: IncomingMessage['headers'];
}

export interface AnsweringServer {
  readonly url: string;
  /** All requests so far, in order. */
  readonly asked: Asked[];
  /** Sets the body of all further answers. It is sent unchanged. */
  answer(name: PublishedName): void;
  close(): Promise<void>;
}

/** A server that answers with the bodies that Kakao published. */
export async function startAnsweringServer(): Promise<AnsweringServer> {
  let current: PublishedName = 'user-me';
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      asked.push({
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        form: new URLSearchParams(text),
        headers: request.headers,
      });
      const { status, headers = {} }: Published = published[current];
      response.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', ...headers });
      response.end(bodyOf(current));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answer(name) {
      current = name;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
