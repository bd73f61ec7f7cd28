import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A proxy between a service and its store that disturbs the connections. */
export interface TcpProxy {
  /** Returns the URL of the store, through the proxy. */
  through(url: string): string;
  /** Closes every connection, and new ones at once. */
  down(): void;
  up(): void;
  /** Holds back all data from now on until `resume`. */
  hold(): void;
  /** Resolves when some data is held back. */
  holds(): Promise<void>;
  resume(): void;
  close(): Promise<void>;
}

/** @param port - of the store, on the loopback interface. Called for each connection */
export async function openProxy(port: () => number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const kept: (() => void)[] = [];
  let state: 'up' | 'down' | 'holding' = 'up';
  let noticed: (() => void) | undefined;

  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from
      .on('error', () => undefined)
      .on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    from.on('data', (data) => {
      if (state === 'holding') {
        kept.push(() => to.write(data));
        noticed?.();
      } else to.write(data);
    });
  };
  const server = createServer((from) => {
    if (state === 'down') {
      from.destroy();
      return;
    }
    const to = connect(port(), '127.0.0.1');
    pass(from, to);
    pass(to, from);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    through: (url) => url.replace(`:${port()}`, `:${(server.address() as AddressInfo).port}`),
    down() {
      state = 'down';
      cut();
    },
    up() {
      state = 'up';
    },
    hold() {
      state = 'holding';
    },
    holds: () => new Promise((resolve) => (kept.length > 0 ? resolve() : (noticed = resolve))),
    resume() {
      state = 'up';
      for (const write of kept.splice(0)) write();
    },
    async close() {
      cut();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
