import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { opaque } from '../src/random.js';
import { Visitor, authorizePath, callback, location } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ redirectUris: [callback] });
});
afterAll(() => emulator.close());

test('a body beyond a megabyte is refused, and said to be', async () => {
  const send = (size: number): Promise<Response> =>
    fetch(`${emulator.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'x'.repeat(size) }),
    });
  expect((await send(1 << 19)).status).toBe(401);
  expect((await send(1 << 20)).status).toBe(413);
  expect((await send(1 << 19)).status).toBe(401);
});

test('only a saved state may be larger', async () => {
  const send = (method: string, path: string): Promise<Response> =>
    fetch(`${emulator.url}/_emulator${path}`, { method, body: `{"person":"${'x'.repeat(1 << 20)}"}` });
  expect((await send('POST', '/tokens')).status).toBe(413);
  expect((await send('PUT', '/state')).status).toBe(400);
});

test('the login form is answered with what authorize answers: consent page first, the way back to the service then', async () => {
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

test('no random text is given out twice', () => {
  const texts = Array.from({ length: 1000 }, () => opaque(24));
  expect(new Set(texts).size).toBe(1000);
  expect(texts.every((text) => /^[\w-]{32}$/.test(text))).toBe(true);
});
