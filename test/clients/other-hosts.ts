import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where programs of other languages end up when they ask for a host that is not this machine. */
export interface OtherHosts {
  /** The environment that sends them here. */
  env: NodeJS.ProcessEnv;
  /** What they asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** A proxy that leads nowhere: it only writes down what it is asked for. */
export async function watchOtherHosts(): Promise<OtherHosts> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(String(request.url));
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { http_proxy: proxy, https_proxy: proxy, no_proxy: '127.0.0.1,localhost' },
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
