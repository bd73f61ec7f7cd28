import { createServer } from 'node:net';

/** A port that something else listens on already. */
export class PortTakenError extends Error {
  constructor(port: number, variable: string) {
    super(
      `Port ${port} is taken by another program. Stop it, or choose another port: ${variable}=${port + 1} npm start`,
    );
  }
}

/**
 * The port itself if nothing on this machine listens on it, or any free one for 0.
 *
 * `localhost` is both 127.0.0.1 and ::1: a program that has only one of them would still get our visitors.
 *
 * @throws PortTakenError naming the environment variable to change
 */
export async function freePort(port: number, variable: string): Promise<number> {
  const free = await listenOnce(port, '127.0.0.1', variable);
  await listenOnce(free, '::1', variable);
  return free;
}

function listenOnce(port: number, host: string, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new PortTakenError(port, variable));
      // A machine without IPv6 has no ::1 to be taken.
      else if (host === '::1') resolve(port);
      else reject(error);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
