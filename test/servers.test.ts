import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const keeper = fileURLToPath(new URL('support/server-keeper.js', import.meta.url));

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

test('a test server ends and removes its folder when the process that started it is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kept-'));
  const server =
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log('listening on ' + s.address().port))";
  const args = [keeper, folder, 'SIGKILL', process.execPath, '-e', server];
  const starter = `require('child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: ['pipe', 'inherit', 'inherit'] })`;
  const child = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) => {
    child.stdout.on('data', (text) => resolve(Number(/listening on (\d+)/.exec(String(text))?.[1])));
  });
  expect(await answers(port)).toBe(true);
  child.kill('SIGKILL');
  while (existsSync(folder)) await wait(10);
  expect(await answers(port)).toBe(false);
});
