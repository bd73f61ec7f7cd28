import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Records requests of programs in other languages to hosts that are not this machine. */
export interface OtherHosts {
  /** The environment variables that send these requests here. */
  env: NodeJS.ProcessEnv;
  /** The URLs that were requested, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** Starts a proxy that answers 502 and records the requested URLs. */
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
