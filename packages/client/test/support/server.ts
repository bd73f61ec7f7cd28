import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A server on loopback. Closing it also closes its connections. */
export interface TestServer extends AsyncDisposable {
  url: string;
  port: number;
  /** How many connections were accepted. */
  connections: number;
  sockets: Set<Socket>;
}

async function start(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const running: TestServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    connections: 0,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  server.on('connection', (socket: Socket) => {
    running.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  return running;
}

export interface Seen {
  method: string;
  url: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
  form: URLSearchParams;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** A string or bytes are sent unchanged, anything else as JSON. */
  body?: unknown;
}

/** A small server that replaces Kakao. It records requests and sends the responses of the test. */
export async function kakao(
  answer: (seen: Seen, count: number) => Answer | Promise<Answer>,
): Promise<TestServer & { seen: Seen[] }> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      const url = new URL(request.url ?? '/', 'http://localhost');
      const one: Seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        form: new URLSearchParams(body),
      };
      seen.push(one);
      const { status = 200, headers = {}, body: data = {} } = await answer(one, seen.length);
      response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
      response.end(typeof data === 'string' || data instanceof Uint8Array ? data : JSON.stringify(data));
    })();
  };
  const server = createHttpServer({ keepAliveTimeout: 60_000 }, listener);
  return Object.assign(await start(server), { seen });
}

/** A server that sends raw bytes, for responses that no HTTP server would send. */
export async function raw(onSocket: (socket: Socket, count: number) => void): Promise<TestServer> {
  let count = 0;
  return start(createTcpServer((socket) => onSocket(socket, (count += 1))));
}

/** Returns what a promise rejects with. Fails the test if it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('was not rejected');
}

/**
 * Returns the result of a promise, or `after … ms` if that time comes first. A process runs timers in the right order
 * even on a busy machine, so this compares waits without measuring time.
 */
export async function first<T>(promise: Promise<T>, ms: number): Promise<T | string> {
  const over = new AbortController();
  const { signal } = over;
  return Promise.race([promise, wait(ms, `after ${ms} ms`, { signal })]).finally(() => over.abort());
}
