import { expect, test } from '@jest/globals';
import { create } from 'axios';
import { setTimeout as wait } from 'node:timers/promises';
import { KakaoClient } from '@kakao-login/client';
import type { KakaoClientOptions } from '@kakao-login/client';
import { kakao, raw, rejection } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const client = (hosts: string, options: Partial<KakaoClientOptions> = {}): KakaoClient =>
  new KakaoClient({ clientId: 'key', adminKey: 'admin-key', hosts, ...options });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

test('a closed client has no open connections', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const made = client(server.url);
  await Promise.all([made.user.me(user), made.user.me(user)]);
  expect(server.sockets.size).toBe(2);
  await made.close();
  await until(() => server.sockets.size === 0);
  expect(server.connections).toBe(2);
});

test('closing also closes a connection that was opened ahead', async () => {
  await using server = await kakao(() => ({ body: {} }));
  const made = client(server.url);
  made.warm();
  await until(() => server.sockets.size === 1);
  await made.close();
  await until(() => server.sockets.size === 0);
  expect(server.connections).toBe(1);
});

test('closing also closes a connection that is still being opened', async () => {
  await using server = await raw((socket) => void socket.resume());
  const made = client(server.url.replace('http:', 'https:'));
  made.warm();
  // The server accepts connections but does not answer the TLS handshake.
  await until(() => server.sockets.size === 1);
  await made.close();
  await until(() => server.sockets.size === 0);
  expect(server.connections).toBe(1);
});

test('calls in flight finish before the client is closed', async () => {
  let answer = (): void => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  await using server = await kakao(async () => {
    await asked;
    return { body: { id: 1 } };
  });
  const made = client(server.url);
  const me = made.user.me(user);
  await until(() => server.seen.length === 1);
  const closed = made.close();
  answer();
  expect(await me).toEqual({ id: '1' });
  await closed;
});

test('later calls are refused with a usage error, and send nothing', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const made = client(server.url);
  await made.user.me(user);
  await made.close();
  made.warm();
  expect(await rejection(made.user.me(user))).toMatchObject({ kind: 'usage', code: 'client_closed', status: 503 });
  expect(server.seen).toHaveLength(1);
  expect(server.connections).toBe(1);
});

test('a client can be closed twice, and before it has made any call', async () => {
  const made = client('http://127.0.0.1:1');
  await Promise.all([made.close(), made.close()]);
  await made.close();
  expect(await rejection(made.oidc.discover())).toMatchObject({ code: 'client_closed' });
});

test('closing ends the wait before a retry', async () => {
  await using server = await kakao(() => ({ status: 503, headers: { 'retry-after': '5' }, body: {} }));
  const made = client(server.url);
  const call = rejection(made.user.me(user));
  await until(() => server.seen.length === 1);
  await wait(20);
  await made.close();
  expect(await call).toMatchObject({ code: 'client_closed' });
});

test('closing ends the wait for a new quota', async () => {
  await using server = await kakao(() => ({ status: 429, body: { code: -10, msg: '' } }));
  const made = client(server.url);
  const ids = rejection(made.user.allIds().next());
  await until(() => server.seen.length === 1);
  await wait(20);
  await made.close();
  expect(await ids).toMatchObject({ code: 'client_closed' });
});

test('with an axios instance of the application, calls in flight finish and later ones are refused', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  const made = client(server.url, { http: create() });
  const me = made.user.me(user);
  await made.close();
  expect(await me).toEqual({ id: '1' });
  expect(await rejection(made.user.me(user))).toMatchObject({ code: 'client_closed' });
});
