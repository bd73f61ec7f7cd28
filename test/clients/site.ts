import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a web site on a free port. `serve` sets its listener later, because its URL has to be registered first. */
export async function startSite(): Promise<{
  url: string;
  serve(listener: RequestListener): void;
  close(): Promise<void>;
}> {
  let current: RequestListener = (_request, response) => {
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => current(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(listener) {
      current = listener;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
