import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetTypes } from '../../src/pages/headers.js';
import { assetText, pageHeaders } from '../../src/pages/index.js';
import type { Lang } from '../../src/pages/index.js';
import type { Service } from './service.js';

/** Serves each sample page under its name, with the headers and assets of the emulator. */
export async function serveSamples(samples: Record<string, (lang: Lang) => string>): Promise<Service> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = url.pathname.replace('/_emulator/assets/', '');
    const type = assetTypes[name];
    const sample = samples[url.pathname.slice(1)];
    if (type) response.writeHead(200, { 'content-type': type }).end(assetText(name));
    else if (sample) response.writeHead(200, pageHeaders).end(sample(url.searchParams.get('lang') as Lang));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
