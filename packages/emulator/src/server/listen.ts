import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isLoopback } from '../http/ip.js';

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

export function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Listens on the port. On this machine, that means both 127.0.0.1 and ::1, because `localhost` can be either. If
 * another program used one of them, it would get the emulator's requests, so the port then counts as in use.
 */
export async function listenAll(
  newServer: () => Server,
  port: number,
  host: string,
  attempts = 5,
): Promise<{ port: number; servers: Server[] }> {
  const server = newServer();
  const bound = await listen(server, port, host);
  if (host !== '127.0.0.1') return { port: bound, servers: [server] };
  const sixth = newServer();
  try {
    await listen(sixth, bound, '::1');
    return { port: bound, servers: [server, sixth] };
  } catch (error) {
    // Any other error means that this machine has no IPv6.
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return { port: bound, servers: [server] };
    await end(server);
    if (port !== 0 || attempts === 0) throw error;
    return listenAll(newServer, port, host, attempts - 1);
  }
}

export function urlOf(host: string, port: number): string {
  const name = ['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** What to know about an address that other machines can reach; `undefined` for one of this machine only. */
export function reachNote(host: string, remoteControl: boolean): string | undefined {
  if (host === 'localhost' || isLoopback(host)) return undefined;
  const control = remoteControl
    ? 'They can use the control API too (--remote-control).'
    : 'Only this one can use the control API; --remote-control opens it to them.';
  return `Other machines can reach this emulator (--host ${host}). ${control}`;
}
