import { createServer } from 'node:net';

/**
 * Returns the port if nothing on this machine listens on it. For 0, returns any free port.
 *
 * `localhost` is both 127.0.0.1 and ::1. A program that listens on only one of them would still get our visitors.
 *
 * @throws Error naming the environment variable to change
 */
export async function freePort(port: number, variable: string): Promise<number> {
  const free = await listenOnce(port, '127.0.0.1', variable);
  await listenOnce(free, '::1', variable);
  return free;
}

/** Explains in a sentence why a server could not listen. Returns any other error unchanged. */
export function listenError(error: unknown, port: number, variable: string, host?: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} is taken by another program. Stop it, or choose another port: ${variable}=${another(port)} npm start`,
      );
    case 'EACCES':
    case 'EPERM':
      return new Error(`Port ${port} needs more rights than this user has. Choose another port: ${variable}=3000`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new Error(`HOST=${host} is not an address of this machine.`);
    default:
      return error;
  }
}

const another = (port: number): number => (port < 65535 ? port + 1 : 3000);

function listenOnce(port: number, host: string, variable: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // There is no ::1 without IPv6.
      if (host === '::1' && error.code !== 'EADDRINUSE') resolve(port);
      else reject(listenError(error, port, variable, host));
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
