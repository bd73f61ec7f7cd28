import { afterAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { KakaoStrategy } from '@kakao-login/passport';
import { openShop } from './support/shop.js';

const closing: (() => void)[] = [];
afterAll(() => closing.forEach((close) => close()));

async function silentKakao(): Promise<{ url: string; opened: () => number }> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, opened: () => sockets.length };
}

test.each([
  ['sends a user to Kakao', 'GET', '/auth/kakao', 302],
  ['lets the page start a login', 'POST', '/auth/kakao/js', 200],
])('connects to Kakao as soon as it %s', async (_, method, path, status) => {
  const kakao = await silentKakao();
  const shop = await openShop({
    kakao,
    routes: (app) =>
      app.post('/auth/kakao/js', (req, res, next) => {
        (shop.strategy as KakaoStrategy).simpleLogin(req).then((settings: object) => res.json(settings), next);
      }),
  });
  closing.push(() => void shop.close());
  const response = await fetch(shop.url + path, {
    method,
    redirect: 'manual',
    headers: { 'sec-fetch-dest': 'document' },
  });
  expect(response.status).toBe(status);
  while (kakao.opened() === 0) await wait(5);
  await fetch(shop.url + path, { method, redirect: 'manual', headers: { 'sec-fetch-dest': 'document' } });
  await wait(100);
  expect(kakao.opened()).toBe(1);
});

test('does not connect if a login cannot start', async () => {
  const kakao = await silentKakao();
  const shop = await openShop({ kakao, login: { state: 1n } });
  closing.push(() => void shop.close());
  expect((await fetch(`${shop.url}/auth/kakao`, { redirect: 'manual' })).status).toBe(500);
  await wait(300);
  expect(kakao.opened()).toBe(0);
});
