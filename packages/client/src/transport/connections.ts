import { createSecureContext } from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { ResolvedOptions } from '../options.js';
import { Connection } from './connection.js';
import type { Origin } from './connection.js';
import { Exchange, failureCodes } from './exchange.js';
import type { Incoming, Outgoing } from './exchange.js';
import { question } from './question.js';

/**
 * How long a connection may lie unused, in milliseconds: a second less than the server says; without its word four minutes,
 * just under the idle limit of common load balancers and NAT gateways. For the first request on a new one servers wait a minute.
 */
const idleFor = { unhinted: 240_000, most: 600_000, unused: 50_000 };
const sweepEvery = 5_000;
/** More than this at rest on one server came from a peak that is over. */
const maxIdle = 256;

/** All about one server. */
interface Server extends Origin {
  /** Open and at rest; the one that was used last is last. */
  idle: Connection[];
  /** Open or being opened. */
  connections: number;
  /** Being opened for nobody in particular. */
  spare: Connection | undefined;
  session: Buffer | undefined;
}

/**
 * The connections to Kakao's servers: kept open across quiet minutes, opened before they are needed, and looked at before they
 * are used again. HTTP/1.1 straight on sockets, because that is all that is needed here, and a login costs a third of what it
 * does over `node:http` or undici.
 */
export class Connections {
  readonly #servers = new Map<string, Server>();
  readonly #options: ResolvedOptions;
  #context: SecureContext | undefined;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(options: ResolvedOptions) {
    this.#options = options;
  }

  /** Sends a request and reads the answer to it. Rejects with an `ExchangeFailure` only. */
  exchange(request: Outgoing): Promise<Incoming> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(request, resolve, reject);
      const { url } = request;
      const slash = url.indexOf('/', 'https://'.length);
      const server = slash === -1 ? undefined : this.#server(url.slice(0, slash));
      const bytes = server === undefined ? undefined : question(request, url.slice(slash), server.host);
      if (server === undefined || bytes === undefined) exchange.fail(failureCodes.unsendable);
      else this.#assign(server, exchange, bytes);
    });
  }

  /** Opens a connection to each of Kakao's servers that has none. */
  warm(): void {
    for (const host of [this.#options.hosts.kauth, this.#options.hosts.kapi]) {
      const server = this.#server(new URL(host).origin);
      if (server === undefined || server.connections > 0) continue;
      server.spare = this.#open(server);
      server.spare.rest();
    }
  }

  #assign(server: Server, exchange: Exchange, bytes: string | Buffer): void {
    if (exchange.settled) return;
    const idle = this.#take(server);
    if (idle === undefined) {
      const connection = server.spare ?? this.#open(server);
      server.spare = undefined;
      connection.carry(exchange, bytes);
      return;
    }
    look(() => {
      // It may have ended meanwhile, by its signal; or the connection, by the server.
      if (!idle.usable) this.#assign(server, exchange, bytes);
      else if (exchange.settled) this.#keep(server, idle);
      else idle.carry(exchange, bytes);
    });
  }

  #take({ idle }: Server): Connection | undefined {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      if (last.usable && performance.now() < last.staleAt) return last;
      last.destroy();
    }
    return undefined;
  }

  #keep({ idle }: Server, connection: Connection): void {
    const { used, hint } = connection;
    const lifetime = used
      ? Math.min(hint === undefined ? idleFor.unhinted : hint - 1_000, idleFor.most)
      : idleFor.unused;
    if (lifetime <= 0 || idle.length >= maxIdle) return connection.destroy();
    connection.staleAt = performance.now() + lifetime;
    connection.rest();
    idle.push(connection);
    this.#sweeper ??= setInterval(() => this.#sweep(), sweepEvery).unref();
  }

  #sweep(): void {
    const now = performance.now();
    let kept = 0;
    for (const server of this.#servers.values()) {
      for (const connection of server.idle) if (connection.staleAt <= now) connection.destroy();
      server.idle = server.idle.filter(({ usable }) => usable);
      kept += server.idle.length;
    }
    if (kept > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }

  #open(server: Server): Connection {
    server.connections += 1;
    return new Connection({
      origin: server,
      timeout: this.#options.timeouts.connect,
      context: server.secure ? (this.#context ??= createSecureContext()) : undefined,
      session: server.session,
      onSession: (session) => (server.session = session),
      onFree: (connection) => {
        if (server.spare === connection) server.spare = undefined;
        this.#keep(server, connection);
      },
      onClose: (connection) => {
        server.connections -= 1;
        if (server.spare === connection) server.spare = undefined;
        // A handshake that failed may have failed because of the session.
        if (!connection.open) server.session = undefined;
      },
    });
  }

  /** `undefined` for what is no origin of a server; the checked options never are, but interceptors may write anything. */
  #server(origin: string): Server | undefined {
    const known = this.#servers.get(origin);
    if (known !== undefined) return known;
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) return undefined;
    const secure = url.protocol === 'https:';
    const server: Server = {
      secure,
      host: url.host,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (secure ? 443 : 80),
      idle: [],
      connections: 0,
      spare: undefined,
      session: undefined,
    };
    this.#servers.set(origin, server);
    return server;
  }
}

/**
 * Waits until all that has happened on the sockets by now is known: one turn of the event loop ends what is being read at
 * this moment, and the next one looks at every socket.
 *
 * A server that closed an idle connection has told us so long ago; but if this process was busy or frozen, nobody has read it
 * yet, and a code that is sent after it is lost. The same with an answer that nobody asked for (a 408 to an idle connection): it
 * would be taken for the answer to the next question. What is left is the time that a packet is on its way.
 */
function look(then: () => void): void {
  setImmediate(() => void setImmediate(then));
}
