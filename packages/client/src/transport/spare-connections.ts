import type { Socket } from 'node:net';
import type { Agent, buildConnector } from 'undici';

type Connect = buildConnector.connector;
type Connected = buildConnector.Callback;

interface Spare {
  /** Open and unused. `undefined` while it is being opened. */
  socket: Socket | undefined;
  /** The request that gets the connection as soon as it is open. */
  waiting: Connected | undefined;
  /** The connection that is being opened. */
  opening: Socket | undefined;
  taken: () => void;
}

/**
 * How long a connection may stay unused, in milliseconds. Servers usually wait a minute for the first request on a new connection,
 * which is longer than they wait for the next one.
 */
const shelfLife = 50_000;

/**
 * Opens connections before they are needed, while the user is on Kakao's pages, so that nobody waits for the handshakes when the
 * user returns. Opens at most one for each origin, and only if there is no open connection to it.
 */
export class SpareConnections {
  readonly #connect: Connect;
  readonly #spares = new Map<string, Spare>();
  readonly #open = new Map<string, number>();
  #closed = false;

  constructor(connect: Connect) {
    this.#connect = connect;
  }

  /** Counts the connections that an agent opens and closes. */
  watch(agent: Agent): void {
    const count = (by: number) => (origin: URL) => {
      this.#open.set(origin.origin, (this.#open.get(origin.origin) ?? 0) + by);
    };
    agent.on('connect', count(1));
    agent.on('disconnect', count(-1));
  }

  /** Closes the unused connections, including those that are being opened. After that, `prepare` does nothing. */
  close(): void {
    this.#closed = true;
    for (const { socket, opening } of this.#spares.values()) (socket ?? opening)?.destroy();
    this.#spares.clear();
  }

  /** Opens a spare connection. Does not throw, and does not keep the process alive. */
  prepare(origin: string): void {
    const { protocol, host, hostname, port } = new URL(origin);
    if (this.#closed || this.#spares.has(origin) || (this.#open.get(origin) ?? 0) > 0) return;

    const spare: Spare = { socket: undefined, waiting: undefined, opening: undefined, taken: () => undefined };
    this.#spares.set(origin, spare);
    const drop = (): void => {
      if (this.#spares.get(origin) === spare) this.#spares.delete(origin);
    };
    const opening = this.#connect({ protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port }, (...opened) => {
      const [error, socket] = opened;
      if (error !== null || spare.waiting !== undefined) {
        drop();
        spare.waiting?.(...opened);
        return;
      }
      // If several addresses were tried, the socket has a new handle.
      socket.unref();
      const expiry = setTimeout(() => socket.destroy(), shelfLife).unref();
      // Once the server closes the connection, it cannot be used.
      socket.on('error', drop).on('close', drop);
      spare.socket = socket;
      spare.taken = () => {
        clearTimeout(expiry);
        socket.off('error', drop).off('close', drop);
        drop();
      };
    }) as unknown as Socket;
    opening.unref();
    spare.opening = opening;
    spare.taken = () => opening.ref();
  }

  /** The connector for undici: uses the spare connection if there is a usable one, else opens a new one. */
  readonly connect: Connect = (options, callback) => {
    const origin = `${options.protocol}//${options.host ?? options.hostname}`;
    const spare = this.#spares.get(origin);
    if (spare === undefined || spare.waiting !== undefined) return this.#connect(options, callback);
    const { socket } = spare;
    spare.taken();
    if (socket === undefined) {
      spare.waiting = callback;
      return undefined;
    }
    if (!isUsable(socket)) {
      socket.destroy();
      return this.#connect(options, callback);
    }
    socket.ref();
    // undici does not expect the callback to run synchronously.
    queueMicrotask(() => callback(null, socket));
    return undefined;
  };
}

const isUsable = (socket: Socket): boolean =>
  !socket.destroyed && socket.readable && socket.writable && socket.readableLength === 0;
