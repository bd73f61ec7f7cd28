import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { createApp } from '../sample/express/server.js';
import { Browser } from './clients/browser.js';

let server: Server;
let emulator: KakaoEmulator;
let browser: Browser;
let url: string;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const callbackURL = `${url}/auth/kakao/callback`;
  emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
  const { restApiKey: clientID, clientSecret } = emulator.app;
  server.on('request', createApp({ clientID, clientSecret, callbackURL, hosts: emulator.url }));
});
beforeEach(() => {
  emulator.reset();
  browser = new Browser();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await emulator.close();
});

const person = () => ({ ...emulator.people[0]!, password: 'kakao1234!' });

test('the Express sample logs a person in through the pages of the emulator', async () => {
  const page = await browser.logIn(`${url}/auth/kakao`, person());
  expect(page.status).toBe(200);
  expect(page.html).toContain(`${person().nickname} 님 (${person().id})`);
});

test('the Express sample asks for more consent, and for another account', async () => {
  await browser.logIn(`${url}/auth/kakao`, person());
  expect((await browser.logIn(`${url}/auth/kakao/more`, person())).status).toBe(200);
  const { url: chooser } = await browser.open(`${url}/auth/kakao/again`);
  expect(chooser.origin).toBe(emulator.url);
});

test('the Express sample answers a person who says no with 403, and a bookmark with 400', async () => {
  const page = await browser.logIn(`${url}/auth/kakao`, person(), undefined, '취소');
  expect([page.status, page.html]).toEqual([403, expect.stringContaining('access_denied')]);
  expect((await browser.open(`${url}/auth/kakao/callback`)).status).toBe(400);
});

test('the Express sample is shorter than 60 lines', async () => {
  const source = await readFile(new URL('../sample/express/server.ts', import.meta.url), 'utf8');
  expect(source.trimEnd().split('\n').length).toBeLessThan(60);
});
