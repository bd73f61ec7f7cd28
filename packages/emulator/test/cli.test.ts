import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { beforeAll, describe, expect, test } from '@jest/globals';

const cli = new URL('../dist/cli.js', import.meta.url).pathname;
const root = new URL('../../../', import.meta.url).pathname;

// What people run is the build; when it is up to date this takes a second.
beforeAll(() => {
  const built = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/emulator'], {
    cwd: root,
  });
  if (built.status !== 0) throw new Error(built.stdout.toString());
}, 120_000);

interface Run {
  output: () => string;
  printed: (text: string) => Promise<void>;
  stop: (signal: NodeJS.Signals) => void;
  ended: Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  const printed = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) {
      await new Promise((resolve) => {
        child.stdout.once('data', resolve);
      });
    }
  };
  return { output: () => text, printed, stop: (signal) => child.kill(signal), ended };
}

describe('kakao-emulator', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('prints url, keys and people, and stops on %s', async (signal) => {
    const emulator = run('--port', '0', '--redirect-uri', 'http://localhost:4321/cb');
    await emulator.printed('Control API');
    const url = /Kakao emulator on (\S+)/.exec(emulator.output())?.[1] ?? '';
    expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);
    for (const text of [
      '달빛상점',
      'REST API key    0123456789abcdef',
      'moonlight@example.com',
      'http://localhost:4321/cb',
    ]) {
      expect(emulator.output()).toContain(text);
    }
    emulator.stop(signal);
    expect(await emulator.ended).toBe(0);
  });

  test('says that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const emulator = run('--port', String((server.address() as AddressInfo).port));
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toContain('this port is in use');
    server.close();
  });

  test('says which file of a seed is missing', async () => {
    const emulator = run('--seed', 'nowhere.yaml');
    expect(await emulator.ended).toBe(1);
    expect(emulator.output()).toBe('kakao-emulator: nowhere.yaml: this file cannot be read\n');
  });
});
