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
 * The port itself if it can be listened on, or any free one for 0.
 *
 * @throws PortTakenError naming the environment variable to change
 */
export function freePort(port: number, variable: string, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, variable) : error);
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
