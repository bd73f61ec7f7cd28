import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { INestApplication } from '@nestjs/common';

/** What a route answered. */
export interface Answer {
  status: number;
  headers: Headers;
  /** As text. */
  body: string;
}

/** What {@link loginAs} needs of supertest's `request.agent(server)`. */
export interface LoginAgent {
  /** Starts a GET request to a path of the application. */
  get(path: string): LoginAgentRequest;
}

/** A request of a {@link LoginAgent}. */
export interface LoginAgentRequest extends PromiseLike<{
  status: number;
  headers: Record<string, string | string[]>;
  text: string;
}> {
  /** Sets a header. */
  set(name: string, value: string): this;
  /** Follows at most so many redirects. */
  redirects(count: number): this;
}

/** Sends GET requests as one browser does. */
export interface Sender {
  get(path: string): Promise<Answer>;
}

/** Lets the application listen while something runs, unless it listens already. Its address must not change meanwhile. */
export async function whileListening<T>(app: INestApplication, run: (url: string) => Promise<T>): Promise<T> {
  await app.init();
  const instance = app.getHttpAdapter().getInstance() as { ready?: () => PromiseLike<unknown> };
  // Fastify's plugins load late.
  await instance.ready?.();
  const server = app.getHttpServer() as Server;
  const wasListening = server.listening;
  if (!wasListening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const { address, family, port } = server.address() as AddressInfo;
  const host = /^(::|0\.0\.0\.0)$/.test(address) ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  try {
    return await run(`http://${host}:${port}`);
  } finally {
    if (!wasListening) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

/** A browser that only has cookies. Whatever their path, it sends all of them. */
export class CookieBrowser implements Sender {
  readonly #cookies = new Map<string, string>();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  get headers(): { cookie?: string } {
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    return cookies.length > 0 ? { cookie: cookies.join('; ') } : {};
  }

  async get(path: string): Promise<Answer> {
    const headers = { accept: 'text/html', connection: 'close', ...this.headers };
    const response = await fetch(this.#url + path, { headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  #keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=;]*)=([^;]*)/.exec(cookie) ?? [];
    const expires = /;\s*expires=([^;]*)/i.exec(cookie)?.[1];
    const isOver = /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(cookie) || Date.parse(expires ?? '') <= Date.now();
    if (isOver) this.#cookies.delete(name.trim());
    else this.#cookies.set(name.trim(), value);
  }
}

/** The agent, which keeps its cookies itself. */
export const ofAgent = (agent: LoginAgent): Sender => ({
  async get(path) {
    const { status, headers, text } = await agent.get(path).redirects(0).set('accept', 'text/html');
    const pairs = Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
    return { status, headers: new Headers(pairs), body: text };
  },
});
