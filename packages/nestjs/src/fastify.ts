import type { HttpServer } from '@nestjs/common';

interface Reply {
  raw: { removeHeader(name: string): void };
  getHeader(name: string): HeaderValue | undefined;
  header(name: string, value: HeaderValue): unknown;
  removeHeader(name: string): unknown;
  send(payload?: string | Uint8Array): unknown;
  setHeader(name: string, value: HeaderValue): unknown;
}
type HeaderValue = string | number | string[];

interface Fastify {
  hasReplyDecorator(name: string): boolean;
  decorateReply(name: string, method: (this: Reply, ...args: never[]) => unknown): unknown;
  hasRequestDecorator(name: string): boolean;
  decorateRequest(name: string, value: null): unknown;
  addHook(name: 'onRequest', hook: (request: { res?: unknown }, reply: unknown, done: () => void) => void): unknown;
}

/** The methods of Node's `ServerResponse` that Passport calls, implemented with Fastify's own so that its hooks still run. */
const replyMethods: Record<string, (this: Reply, ...args: never[]) => unknown> = {
  setHeader(this: Reply, name: string, value: HeaderValue) {
    // Fastify's header() appends to Set-Cookie, while Node's setHeader() replaces it.
    this.removeHeader(name);
    this.raw.removeHeader(name);
    this.header(name, value);
    return this;
  },
  appendHeader(this: Reply, name: string, value: HeaderValue) {
    const before = this.getHeader(name);
    return this.setHeader(name, before === undefined ? value : [before, value].flat().map(String));
  },
  end(this: Reply, chunk?: string | Uint8Array) {
    this.send(chunk);
    return this;
  },
};

/**
 * Lets Passport answer through a Fastify reply and find it at `request.res`.
 *
 * Called from `onModuleInit`: after `main.ts` has set up the instance, so that decorators of the application stay as they
 * are, and before Fastify stops accepting decorators.
 */
export function preparePlatform(adapter: HttpServer | undefined): void {
  if (adapter?.getType?.() !== 'fastify') return;
  const fastify = adapter.getInstance() as Fastify;
  for (const [name, method] of Object.entries(replyMethods)) {
    if (!fastify.hasReplyDecorator(name)) fastify.decorateReply(name, method);
  }
  if (fastify.hasRequestDecorator('res')) return;
  fastify.decorateRequest('res', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.res = reply;
    done();
  });
}
