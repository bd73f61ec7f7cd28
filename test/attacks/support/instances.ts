import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

async function start(options: object): Promise<{ child: ChildProcess; port: number }> {
  const flags = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];
  const child = spawn(process.execPath, [...flags, 'test/attacks/support/instance.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], OPTIONS: JSON.stringify(options) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /listening on (\d+)/.exec(output)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    child.once('close', () => reject(new Error(`An instance ended: ${output}`)));
  });
  return { child, port };
}

/** Two instances behind one address. `to` chooses which one answers, and `seen` lists the requests of browsers. */
export async function openInstances(make: (origin: string) => Promise<object>) {
  const ports: number[] = [];
  const front = createServer((request, response) => {
    instances.seen.push(`${request.method} ${request.url}`);
    const { method, url: path, headers } = request;
    if (instances.caught !== undefined && path?.includes('/callback?')) {
      instances.caught(path);
      instances.caught = undefined;
      response.writeHead(204).end();
      return;
    }
    const sent = forward({ host: '127.0.0.1', port: ports[instances.to], method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on('error', () => response.writeHead(502).end());
    request.pipe(sent);
  });
  const instances = {
    url: '',
    to: 0,
    seen: [] as string[],
    /** Receives the next callback. The browser gets a 204, and so stays on its page. */
    caught: undefined as ((path: string) => void) | undefined,
    async close() {
      for (const { child } of started) child.kill();
      front.closeAllConnections();
      await new Promise((resolve) => void front.close(resolve));
    },
  };
  await new Promise<void>((resolve) => void front.listen(0, '127.0.0.1', resolve));
  instances.url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const options = await make(instances.url);
  const started = await Promise.all([start(options), start(options)]);
  ports.push(...started.map(({ port }) => port));
  return instances;
}
