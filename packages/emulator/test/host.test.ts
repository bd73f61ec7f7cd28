import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { authorizePath } from './visitor.js';

let emulators: Record<'plain' | 'remote' | 'named', KakaoEmulator>;
beforeAll(async () => {
  const [plain, remote, named] = await Promise.all([
    createKakaoEmulator(),
    createKakaoEmulator({ remoteControl: true }),
    createKakaoEmulator({ url: 'http://Kakao.test:8787', remoteControl: true }),
  ]);
  emulators = { plain, remote, named };
});
afterAll(() => Promise.all(Object.values(emulators).map((emulator) => emulator.close())));

/** The status of a request with exactly these header lines. */
function ask({ port }: KakaoEmulator, path: string, headers: string[], version = '1.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write([`GET ${path} HTTP/${version}`, ...headers, 'Connection: close', '', ''].join('\r\n'));
    });
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', reject).on('close', () => resolve(Number(answer.split(' ')[1])));
  });
}

const own = [
  'localhost',
  'localhost:8787',
  'LocalHost',
  'localhost.',
  'localhost.:80',
  'kakao.localhost',
  '127.0.0.1',
  '127.0.0.1:65535',
  '127.9.9.9',
  '192.168.0.7:8787',
  '[::1]',
  '[::1]:8787',
  '[::ffff:127.0.0.1]',
];
const foreign = [
  'evil.example',
  'EVIL.example:8787',
  'evil.example.',
  'localhost.evil.example',
  'localhost-evil.example',
  'evillocalhost',
  '127.0.0.1.evil.example',
  '127.0.0.1.nip.io',
  'kakao.test.evil.example',
  'localhost:1@evil.example',
  'localhost@evil.example',
  'evil@localhost',
  'localhost:99999',
  'localhost:x',
  'localhost,evil.example',
  'localhost evil.example',
  'localhost/evil.example',
  '2130706433',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '127.1',
  '256.0.0.1',
  '[::1',
  '[::1]evil.example',
  '[evil.example]',
  '::1',
  '.',
  '',
];
const pages = ['/', '/login', '/login/simple', '/weblogin/create_account', '/connected/app/list', '/_emulator/console'];

describe.each(['plain', 'remote', 'named'] as const)('a page with keys and users (%s emulator)', (name) => {
  test.each(own)('accepts %s', async (host) => {
    expect(await ask(emulators[name], '/_emulator/state', [`Host: ${host}`])).toBe(200);
    expect(await ask(emulators[name], '/', [`Host: ${host}`])).toBe(200);
  });

  test.each(foreign)('refuses %j', async (host) => {
    for (const path of ['/_emulator', '/_emulator/state', ...pages]) {
      expect([path, await ask(emulators[name], path, [`Host: ${host}`])]).toEqual([path, 403]);
    }
    const rebound = [`Host: ${host}`, `Origin: http://${host}`, 'Sec-Fetch-Site: same-origin'];
    expect(await ask(emulators[name], '/_emulator/state', rebound)).toBe(403);
  });

  test('refuses a request without Host', async () => {
    expect(await ask(emulators[name], '/_emulator/state', [])).toBe(400);
    expect(await ask(emulators[name], '/_emulator/state', [], '1.0')).toBe(403);
    expect(await ask(emulators[name], '/', [], '1.0')).toBe(403);
  });

  test('does not restrict Kakao’s endpoints, which accept any name for tests that redirect Kakao’s hosts', async () => {
    for (const host of ['kauth.kakao.com', 'kakao:8787']) {
      expect(await ask(emulators[name], '/.well-known/jwks.json', [`Host: ${host}`])).toBe(200);
      expect(await ask(emulators[name], authorizePath(emulators[name]), [`Host: ${host}`])).toBe(302);
    }
  });
});

test.each(['kakao.test', 'KAKAO.test:8787', 'kakao.test.', 'kakao.test:1'])(
  'the configured address is accepted in any spelling: %s',
  async (host) => {
    expect(await ask(emulators.named, '/_emulator/state', [`Host: ${host}`])).toBe(200);
    expect(await ask(emulators.named, '/', [`Host: ${host}`])).toBe(200);
    expect(await ask(emulators.remote, '/_emulator/state', [`Host: ${host}`])).toBe(403);
    expect(await ask(emulators.remote, '/', [`Host: ${host}`])).toBe(403);
  },
);

test('a page of the configured address can use the control API, and a page of another port cannot', async () => {
  const from = (origin: string): Promise<number> =>
    ask(emulators.named, '/_emulator/state', ['Host: localhost:8787', `Origin: ${origin}`]);
  expect(await from('http://kakao.test:8787')).toBe(200);
  expect(await from('http://localhost:8787')).toBe(200);
  expect(await from('http://kakao.test:3000')).toBe(403);
  expect(await from('http://localhost:3000')).toBe(403);
});
