import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Service {
  origin: string;
  close: () => Promise<void>;
}

/** A minimal service that the user comes from and returns to. */
export async function startService(): Promise<Service> {
  const server = createServer((_, response) => response.end('service'));
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
