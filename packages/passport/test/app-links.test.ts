import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isKakaoError } from '@kakao-login/client';
import { KakaoStrategy, safeReturnTo } from '@kakao-login/passport';
import fastify from 'fastify';
import passport from 'passport';
import { clientSecret, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;
const links = ['myapp://done', 'com.example.app:/done', 'https://app.example/open?from=kakao'];

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao, strategy: { returnTo: links, callbackURLs: ['myapp://oauth'] } });
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

describe('links of apps', () => {
  test.each(links)('are accepted if they are listed: %s', async (link) => {
    const response = await shop.browser().follow(`/auth/kakao?returnTo=${encodeURIComponent(link)}`);
    expect(await response.json()).toMatchObject({ authInfo: { returnTo: link } });
  });

  test.each([
    'myapp://done/',
    'myapp://done?x=1',
    'MYAPP://done',
    'myapp://other',
    'https://app.example/open',
    'https://app.example/',
    'https://app.example/open?from=kakao#x',
    'javascript:alert(1)',
  ])('are dropped if they differ from the listed ones: %s', (link) => {
    expect(safeReturnTo(link, links)).toBeUndefined();
  });

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://app.example/1',
    'file:///etc/passwd',
    'about:blank',
    'view-source:https://app.example',
    'filesystem:https://app.example/1',
    'jar:https://app.example/1',
    'ws://app.example/1',
    'wss://app.example/1',
    'ftp://app.example/1',
    'chrome://settings',
    'chrome-extension://x/1',
    'resource://x',
    'https://user@app.example/open',
    'https://:password@app.example/open',
    'https://app.example/a/../open',
    'https://APP.example/open',
    ' https://app.example/open',
    'https://app.example/op en',
    'https://[/open',
    'myapp://user@done',
    'myapp://:password@done',
    'myapp://[',
    'myapp:',
    '1app://done',
    'myapp:// done',
  ])('that a browser would execute, or that are misleading, are refused at startup: %s', (link) => {
    const options = { clientID: restApiKey, clientSecret, callbackURL: '/callback' };
    const verify = () => ({});
    expect(() => new KakaoStrategy({ ...options, returnTo: [link] }, verify)).toThrow('returnTo');
    expect(() => new KakaoStrategy({ ...options, callbackURLs: [link.replace('https://', 'x\n')] }, verify)).toThrow(
      'callbackURLs',
    );
    expect(safeReturnTo(link, [link])).toBeUndefined();
  });

  test('can be the redirect URI of a login', async () => {
    shop.login = { callbackURL: 'myapp://oauth' };
    const browser = shop.browser();
    const { query } = await browser.begin();
    expect(query.get('redirect_uri')).toBe('myapp://oauth');
    shop.login = {};
  });
});

type Authenticate = (request: object, response: ServerResponse, next: (error?: unknown) => void) => void;
const told = (error: unknown) => (isKakaoError(error) ? String(error.code) : String(error));

/** Serves the callback route. Returns its port, and a function that stops the server. */
type Serve = (authenticate: Authenticate) => Promise<[port: number, close: () => Promise<unknown>]>;

const onNode: Serve = async (authenticate) => {
  const server = createServer((request, response) => {
    Object.assign(request, { res: response });
    authenticate(request, response, (error) => response.end(error === undefined ? 'in' : told(error)));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(resolve));
  };
  return [(server.address() as AddressInfo).port, close];
};

const onFastify: Serve = async (authenticate) => {
  const app = fastify({ forceCloseConnections: true });
  app.get('/auth/kakao/callback', (request, reply) => {
    Object.assign(request, { res: reply.raw });
    authenticate(request, reply.raw, (error) => reply.raw.end(error === undefined ? 'in' : told(error)));
    return reply.hijack();
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return [(app.server.address() as AddressInfo).port, () => app.close()];
};

describe.each([
  ['bare node:http', onNode],
  ['bare Fastify', onFastify],
])('%s', (_name, serve) => {
  test.each([
    'code=x&code=CODE&state=zzz&state=STATE',
    'code=CODE&state=STATE&state=x',
    'code=CODE&state=STATE&state[a]=x',
    'code=CODE&state=STATE&code%5B%5D=x',
    'code=CODE&state[]=STATE',
    'c%6Fde=x&code=CODE&state=STATE',
  ])('refuses a repeated or nested parameter as Express does: %s', async (query) => {
    const authenticator = new passport.Passport();
    const [port, close] = await serve(authenticator.authenticate('kakao', { session: false }) as Authenticate);
    const callbackURL = `http://127.0.0.1:${port}/auth/kakao/callback`;
    authenticator.use(
      new KakaoStrategy({ clientID: restApiKey, clientSecret, callbackURL, hosts: kakao.url }, () => ({})),
    );
    const express = await openShop({ kakao, strategy: { callbackURL } });
    const browser = express.browser();
    const back = new URL(await browser.comeBack());
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const bent = query
      .replace('CODE', back.searchParams.get('code')!)
      .replace('STATE', back.searchParams.get('state')!);
    const headers = { cookie, 'sec-fetch-dest': 'empty' };
    const [bare, there] = await Promise.all([
      fetch(`${callbackURL}?${bent}`, { headers }),
      fetch(`${express.url}/auth/kakao/callback?${bent}`, { headers }),
    ]);
    expect([await bare.text(), ((await there.json()) as { error: string }).error]).toEqual([
      expect.stringMatching(/^(code|state)_missing$/),
      expect.stringMatching(/^(code|state)_missing$/),
    ]);
    // The unchanged callback from Kakao works, and its response is not cached.
    const good = await fetch(`${callbackURL}${back.search}`, { headers: { cookie } });
    expect([good.status, await good.text(), good.headers.get('cache-control')]).toEqual([200, 'in', 'no-store']);
    await Promise.all([express.close(), close()]);
  });
});

test.each([
  ['a success', {}, 200],
  ['a successRedirect', { successRedirect: '/me' }, 302],
])('%s is not cached', async (_what, callback, status) => {
  shop.callback = { session: false, ...callback };
  const browser = shop.browser();
  const response = await browser.open(await browser.comeBack());
  expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
});

test('a failureRedirect is not cached', async () => {
  shop.callback = { session: false, failureRedirect: '/failed' };
  const response = await shop.browser().open('/auth/kakao/callback?code=a&state=b');
  expect([response.status, response.headers.get('cache-control')]).toEqual([302, 'no-store']);
});
