import { expect, test } from '@jest/globals';
import { create } from 'axios';
import { setTimeout as wait } from 'node:timers/promises';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions } from '@kakao-login/client';
import { kakao, raw, rejection } from './support/server.js';
import type { TestServer } from './support/server.js';

const code = { code: 'the-one-time-code', redirectUri: 'http://localhost:3000/callback' };
const answers = () => ({ body: { id: 1, access_token: 'x' } });

const client = (kauth: string, kapi: string, options: Partial<KakaoClientOptions> = {}): KakaoClient =>
  new KakaoClient({ clientId: 'key', hosts: { kauth, kapi }, retries: 0, ...options });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

/** Closes idle connections without announcing it, as servers behind a load balancer do. */
function closeIdle(server: TestServer, after: number): Disposable {
  const check = setInterval(() => {
    for (const socket of server.sockets) {
      const { bytesWritten } = socket;
      if (bytesWritten > 0) setTimeout(() => socket.bytesWritten === bytesWritten && socket.end(), after).unref();
    }
  }, 50);
  return { [Symbol.dispose]: () => clearInterval(check) };
}

test('the callback of a login uses connections that were opened while the user was at Kakao', async () => {
  await using kauth = await kakao(answers);
  await using kapi = await kakao(answers);
  using _kauthCloses = closeIdle(kauth, 1_000);
  using _kapiCloses = closeIdle(kapi, 1_000);
  const kakaoClient = client(kauth.url, kapi.url);
  const login = async (): Promise<void> => {
    const { access_token: accessToken } = await kakaoClient.oauth.exchangeCode(code);
    await kakaoClient.user.me({ accessToken });
  };
  await login();
  await until(() => kauth.sockets.size + kapi.sockets.size === 0);

  kakaoClient.warm();
  await until(() => kauth.connections === 2 && kapi.connections === 2);
  kakaoClient.warm();
  const opened = [...kauth.sockets, ...kapi.sockets];
  await wait(1_500);

  await login();
  expect([kauth.connections, kapi.connections]).toEqual([2, 2]);
  expect(opened.map((socket) => [socket.destroyed, socket.bytesRead > 0])).toEqual([
    [false, true],
    [false, true],
  ]);
  // They stay open like any other connection.
  kakaoClient.warm();
  await login();
  expect([kauth.connections, kapi.connections]).toEqual([2, 2]);
});

test('an early request uses the connection that is being opened', async () => {
  await using server = await kakao(answers);
  const kakaoClient = client(server.url, server.url);
  kakaoClient.warm();
  await kakaoClient.oauth.exchangeCode(code);
  await wait(50);
  expect(server.connections).toBe(1);
});

test.each<[string, (server: TestServer) => void]>([
  ['closed', (server) => server.sockets.forEach((socket) => socket.end())],
  ['reset', (server) => server.sockets.forEach((socket) => socket.resetAndDestroy())],
  [
    'sent a response on',
    (server) => server.sockets.forEach((socket) => socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n')),
  ],
])('a spare connection is not used after the server has %s it', async (_, spoil) => {
  await using server = await kakao(answers);
  const kakaoClient = client(server.url, server.url);
  kakaoClient.warm();
  await until(() => server.connections === 1);
  await wait(20);
  spoil(server);
  await wait(20);
  await kakaoClient.oauth.exchangeCode(code);
  expect(server.connections).toBe(2);
});

test('a failure while opening a connection ahead does not fail the request', async () => {
  const closed = await raw(() => {});
  await closed[Symbol.asyncDispose]();
  const kakaoClient = client(closed.url, 'https://name.invalid');
  kakaoClient.warm();
  await wait(100);
  expect(await rejection(kakaoClient.oauth.exchangeCode(code))).toMatchObject({ code: 'connect_failed' });
});

test('a request that waits for a connection fails if it cannot be opened', async () => {
  const closed = await raw(() => {});
  await closed[Symbol.asyncDispose]();
  const kakaoClient = client(closed.url, closed.url);
  kakaoClient.warm();
  expect(await rejection(kakaoClient.oauth.exchangeCode(code))).toMatchObject({
    code: 'connect_failed',
    systemCode: 'ECONNREFUSED',
  });
});

test('with an axios instance of the application, no connection is opened ahead', async () => {
  await using server = await kakao(answers);
  client(server.url, server.url, { http: create() }).warm();
  await wait(100);
  expect(server.connections).toBe(0);
});
