// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const keeper = fileURLToPath(new URL('../support/server-keeper.js', import.meta.url));

/**
 * Starts a Redis for the benchmark.
 * @returns {Promise<{ url: string, close: () => void } | undefined>} undefined if redis-server is not installed
 */
export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), 'kakao-login-bench-'));
  const port = await freePort();
  const command = ['redis-server', '--bind', '127.0.0.1', '--port', `${port}`, '--dir', folder, '--save', ''];
  const child = spawn(process.execPath, [keeper, folder, 'SIGKILL', ...command], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let output = '';
  const ready = new Promise((resolve) =>
    child.stdout.on('data', (text) => /Ready to accept/.test((output += text)) && resolve(true)),
  );
  if (!(await Promise.race([ready, once(child, 'exit').then(() => false)]))) return undefined;
  return { url: `redis://127.0.0.1:${port}`, close: () => child.stdin.end() };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  return port;
}
