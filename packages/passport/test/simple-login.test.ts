import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { KakaoStrategy, type SimpleLoginSettings } from '@kakao-login/passport';
import express from 'express';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

const javascriptKey = 'd'.repeat(32);
let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({
    kakao,
    strategy: { audiences: [javascriptKey], prompt: 'login', returnTo: true },
    before: [express.urlencoded(), express.json()],
    routes: (app) => {
      app.get('/auth/kakao/js', async (request, response) => {
        response.json(await (shop.strategy as KakaoStrategy).simpleLogin(request, { scope: ['gender', 'birthday'] }));
      });
      app.get('/auth/kakao/js/silent', async (request, response) => {
        response.json(await (shop.strategy as KakaoStrategy).simpleLogin(request, { silent: true }));
      });
    },
  });
});
afterEach(() => kakao.reset());
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

/** The page's script: fetches the settings, and passes them to `Kakao.Auth.authorize()`, which goes to Kakao. */
async function authorize(browser: ReturnType<Shop['browser']>) {
  const settings = (await (await browser.open('/auth/kakao/js')).json()) as SimpleLoginSettings;
  const { redirectUri, state, nonce = '' } = settings;
  const query = new URLSearchParams({ client_id: javascriptKey, redirect_uri: redirectUri, state, nonce });
  kakao.bends.claims = { aud: javascriptKey };
  const response = await browser.open(`${kakao.url}/oauth/authorize?${query}`);
  return { settings, back: response.headers.get('location')! };
}

test('the server issues the settings for Kakao.Auth.authorize()', async () => {
  const { settings } = await authorize(shop.browser());
  expect(settings).toEqual({
    redirectUri: `${shop.url}/auth/kakao/callback`,
    state: expect.stringMatching(/^[0-9a-d][\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{22}$/),
    scope: 'gender,birthday',
    prompt: 'login',
  });
});

test('a login without a screen has prompt=none', async () => {
  const settings = await (await shop.browser().open('/auth/kakao/js/silent')).json();
  expect(settings).toMatchObject({ prompt: 'none' });
});

test('a login that the page started ends at the callback, with an ID token for the JavaScript key', async () => {
  const browser = shop.browser();
  const { back } = await authorize(browser);
  const response = await browser.open(back);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ user: { login: { claims: { aud: javascriptKey } } } });
});

test('a login that another browser started is refused', async () => {
  const { back } = await authorize(shop.browser());
  expect((await shop.browser().open(back)).status).toBe(403);
});

test('a nonce that the server did not issue is refused', async () => {
  const browser = shop.browser();
  const { back } = await authorize(browser);
  kakao.bends.claims = { aud: javascriptKey, nonce: 'of-somebody-else' };
  expect(await (await browser.open(back)).json()).toMatchObject({ error: 'nonce' });
});

test.each([
  ['application/x-www-form-urlencoded', (fields: object) => new URLSearchParams({ ...fields }).toString()],
  ['application/json', (fields: object) => JSON.stringify(fields)],
])('a code that the page received is exchanged when posted as %s', async (type, write) => {
  const browser = shop.browser();
  const { back } = await authorize(browser);
  const body = write(Object.fromEntries(new URL(back).searchParams));
  const response = await browser.open('/auth/kakao/callback', {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  expect(response.status).toBe(200);
});
