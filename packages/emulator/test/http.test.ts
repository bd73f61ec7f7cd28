import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { opaque } from '../src/store/random.js';
import { Visitor, authorizePath, callback, location } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ redirectUris: [callback] });
});
afterAll(() => emulator.close());

test('a body above a megabyte gets an error', async () => {
  const send = (size: number): Promise<Response> =>
    fetch(`${emulator.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'x'.repeat(size) }),
    });
  expect((await send(1 << 19)).status).toBe(401);
  expect((await send(1 << 20)).status).toBe(413);
  expect((await send(1 << 19)).status).toBe(401);
});

test('only a saved state can be larger', async () => {
  const send = (method: string, path: string): Promise<Response> =>
    fetch(`${emulator.url}/_emulator${path}`, { method, body: `{"person":"${'x'.repeat(1 << 20)}"}` });
  expect((await send('POST', '/tokens')).status).toBe(413);
  expect((await send('PUT', '/state')).status).toBe(400);
});

test('the login form returns the response of authorize: the consent page at the first login, then the redirect', async () => {
  const first = new Visitor(emulator.url);
  const consent = await first.logIn(await first.get(authorizePath(emulator)), 'moonlight@example.com');
  expect(consent.status).toBe(200);
  await first.accept(consent);
  const second = new Visitor(emulator.url);
  const done = await second.logIn(await second.get(authorizePath(emulator)), 'moonlight@example.com');
  expect(done.status).toBe(302);
  expect(location(done)).toContain(`${callback}?code=`);
  expect(location(await second.get(authorizePath(emulator)))).toContain(`${callback}?code=`);
});

test('random texts do not repeat', () => {
  const texts = Array.from({ length: 1000 }, () => opaque(24));
  expect(new Set(texts).size).toBe(1000);
  expect(texts.every((text) => /^[\w-]{32}$/.test(text))).toBe(true);
});

describe('a body that continues after the response', () => {
  /** Sends an endless body, and resolves when the connection is closed. */
  const pour = (head: string): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(emulator.port, '127.0.0.1', () => {
        socket.write(`POST /oauth/token HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n`);
        more();
      });
      const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      const more = (): void => {
        if (!socket.destroyed) socket.write(piece, () => setImmediate(more));
      };
      socket.setEncoding('utf8').on('data', (text: string) => {
        answer += text;
      });
      socket.on('error', () => undefined).on('close', () => resolve(answer));
    });

  test.each(['Transfer-Encoding: chunked', `Content-Length: ${1 << 30}`])('closes the connection: %s', async (head) => {
    const answer = await pour(head);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('also closes it if the rest never arrives', async () => {
    const socket = connect(emulator.port, '127.0.0.1', () => {
      socket.write(`POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${1 << 30}\r\n\r\n`);
    });
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(socket.destroyed).toBe(true);
  });
});

describe('accounts created on the page', () => {
  const create = (loginId: string, nickname = '새사람'): Promise<Response> =>
    new Visitor(emulator.url).post('/weblogin/create_account', { loginId, nickname, password: 'long enough' });

  test('are limited in number: the oldest are dropped, but never those of the seed', async () => {
    for (const count of [0, 1, 2, 3]) await create(`new${count}@example.com`);
    // Fills the emulator up to the limit without a request for each account.
    const state = await emulator.exportState();
    const more = Array.from({ length: 996 }, (_, index) => ({
      id: String(5_000_000 + index),
      loginId: `more${index}@example.com`,
      nickname: '새사람',
      password: 'long enough',
    }));
    state.people.push(...more);
    state.selfMade?.push(...more.map(({ id }) => id));
    await emulator.importState(state);
    expect(emulator.people).toHaveLength(1006);
    for (const count of [4, 5, 6]) await create(`new${count}@example.com`);
    const ids = emulator.people.map(({ loginId }) => loginId);
    expect(ids).toHaveLength(1006);
    expect(ids).toContain('moonlight@example.com');
    expect(ids).not.toContain('new2@example.com');
    expect(ids).toContain('new3@example.com');
    await emulator.importState(await emulator.exportState());
    await create('last@example.com');
    expect(emulator.people).toHaveLength(1006);
    expect(emulator.people.map(({ loginId }) => loginId)).not.toContain('new3@example.com');
  });

  test.each([
    [`${'a'.repeat(300)}@example.com`, 'x'],
    ['long@example.com', 'x'.repeat(300)],
  ])('cannot have a long login ID or nickname: %s %s', async (loginId, nickname) => {
    expect((await create(loginId, nickname)).status).toBe(400);
  });
});
