import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { createKakaoEmulator, defaultSeed, type AppSeed, type KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoStrategy,
  kakaoAccountLogout,
  kakaoAutoLogin,
  kakaoErrorHandler,
  type KakaoLogin,
  type KakaoStrategyOptions,
} from '@kakao-login/passport';
import { KakaoVault } from '@kakao-login/vault';
import express, { type Express, type RequestHandler } from 'express';
import passport from 'passport';
import { Browser } from './support/browser.js';

const moon = '1001';

let server: Server;
let app: Express;
let url: string;
let emulator: KakaoEmulator;

beforeEach(async () => {
  app = express();
  server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirectUris = [`${url}/auth/kakao/callback`];
  emulator = await createKakaoEmulator({
    ...defaultSeed,
    apps: defaultSeed.apps.map((one: AppSeed) => ({
      ...one,
      restApiKeys: (one.restApiKeys ?? []).map((key) => ({ ...key, redirectUris })),
      logoutRedirectUris: [`${url}/logout/kakao`],
    })),
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await emulator.close();
});

/** A strategy for the first app, or for the second one, whose auto-link is off. */
function strategyFor(app: 0 | 1, given: Partial<KakaoStrategyOptions> = {}): KakaoStrategy {
  const { restApiKey: clientID, clientSecret } = emulator.apps[app]!;
  const callbackURL = `${url}/auth/kakao/callback`;
  return new KakaoStrategy({ clientID, clientSecret, callbackURL, hosts: emulator.url, ...given }, (login) => ({
    login,
  }));
}

const newBrowser = (headers: Record<string, string> = {}): Browser =>
  new Browser(url, { accept: 'application/json', 'sec-fetch-mode': 'navigate', ...headers });

interface Answer {
  status: number;
  location: string | null;
  body: Record<string, unknown>;
}

async function open(
  browser: Browser,
  address: string,
  init: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await browser.open(address, init);
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'];
  return { status: response.status, location: response.headers.get('location'), body };
}

describe('kakaoAccountLogout', () => {
  let loggedOut: number;

  function openShop(given: Partial<KakaoStrategyOptions> = {}): void {
    loggedOut = 0;
    const strategy = strategyFor(0, { logoutRedirectURL: '/logout/kakao', ...given });
    app.get('/login', async (request, response) => void response.json(await strategy.simpleLogin(request)));
    app.all('/logout/kakao', kakaoAccountLogout(strategy), (request, response) => {
      loggedOut += 1;
      response.redirect((request.authInfo as { returnTo: string }).returnTo);
    });
    app.use(kakaoErrorHandler());
  }

  /** Clicks the button. Returns the URL to which Kakao sends the browser, which has no session at Kakao. */
  async function comeBack(browser: Browser, route = '/logout/kakao'): Promise<string> {
    const { location } = await open(browser, route, { method: 'POST' });
    return (await open(browser, location!)).location!;
  }

  test('sends the user to Kakao, and ends the session only after they return', async () => {
    openShop();
    const browser = newBrowser();
    const { status, location } = await open(browser, '/logout/kakao', { method: 'POST' });
    expect(status).toBe(303);
    const kakao = new URL(location!);
    expect(kakao.origin + kakao.pathname).toBe(`${emulator.url}/oauth/logout`);
    expect(kakao.searchParams.get('logout_redirect_uri')).toBe(`${url}/logout/kakao`);
    expect(loggedOut).toBe(0);
    const back = (await open(browser, location!)).location!;
    expect(await open(browser, back)).toMatchObject({ status: 302, location: '/' });
    expect(loggedOut).toBe(1);
  });

  test('returns to the previous page, if that is safe', async () => {
    openShop({ returnTo: ['https://shop.example'] });
    for (const [wanted, gone] of [
      ['/orders?page=2', '/orders?page=2'],
      ['https://shop.example/bye', 'https://shop.example/bye'],
      ['https://evil.example/', '/'],
      ['//evil.example/', '/'],
      ['/\\evil.example', '/'],
    ] as const) {
      const browser = newBrowser();
      const back = await comeBack(browser, `/logout/kakao?returnTo=${encodeURIComponent(wanted)}`);
      expect((await open(browser, back)).location).toBe(gone);
    }
  });

  test('ignores returnTo in the query unless the strategy has the option', async () => {
    openShop();
    const browser = newBrowser();
    expect((await open(browser, await comeBack(browser, '/logout/kakao?returnTo=/orders'))).location).toBe('/');
  });

  test('returns the URL to a script', async () => {
    openShop();
    const browser = newBrowser({ 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' });
    const { status, body } = await open(browser, '/logout/kakao', { method: 'POST' });
    expect([status, body['logoutUrl']]).toEqual([200, expect.stringContaining('/oauth/logout?')]);
  });

  test('lets a front end on another domain log users out with a page visit', async () => {
    openShop({ returnTo: ['https://shop.example'] });
    const frontEnd = { 'sec-fetch-site': 'cross-site', referer: 'https://shop.example/' };
    const browser = newBrowser();
    const script = { ...frontEnd, origin: 'https://shop.example', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
    const asked = await open(browser, '/logout/kakao?returnTo=https://shop.example/bye', {
      method: 'POST',
      headers: script,
    });
    const address = asked.body['logoutUrl'] as string;
    expect([address, browser.cookies.size]).toEqual([`${url}/logout/kakao?returnTo=https://shop.example/bye`, 0]);
    const visit = await open(browser, address, { headers: frontEnd });
    const back = (await open(browser, visit.location!)).location!;
    expect((await open(browser, back)).location).toBe('https://shop.example/bye');
  });

  test('refuses a return in another browser, and one with an unknown state', async () => {
    openShop();
    const back = await comeBack(newBrowser());
    for (const address of [back, '/logout/kakao?state=', '/logout/kakao?state=0made-up', `${back}&state=two`]) {
      expect(await open(newBrowser(), address)).toMatchObject({ status: 403, body: { error: 'logout_refused' } });
    }
    expect(loggedOut).toBe(0);
  });

  test('refuses a late return', async () => {
    let now = Date.now();
    const { restApiKey: clientId, clientSecret } = emulator.app;
    const client = new KakaoClient({ clientId, clientSecret, hosts: emulator.url, now: () => now });
    openShop({ client });
    const browser = newBrowser();
    const back = await comeBack(browser);
    now += 11 * 60_000;
    expect(await open(browser, back)).toMatchObject({ status: 403, body: { error: 'logout_refused' } });
    await client.close();
  });

  test('does not log out again if the user goes back to the return', async () => {
    openShop();
    const browser = newBrowser();
    const back = await comeBack(browser);
    await open(browser, back);
    expect(await open(browser, back)).toMatchObject({ status: 302, location: '/' });
    expect(loggedOut).toBe(1);
  });

  test('does not start for a page of another site or for a prefetch', async () => {
    openShop();
    const evil = { 'sec-fetch-site': 'cross-site', referer: 'https://evil.example/' };
    for (const method of ['GET', 'POST']) {
      const answer = await open(newBrowser(), '/logout/kakao', { method, headers: evil });
      expect(answer).toMatchObject({ status: 403, location: null, body: { error: 'logout_refused' } });
    }
    const prefetch = await open(newBrowser(), '/logout/kakao', { headers: { 'sec-purpose': 'prefetch' } });
    expect(prefetch).toMatchObject({ status: 503, location: null });
  });

  test('does not accept the cookie of a login as that of a logout', async () => {
    openShop();
    const browser = newBrowser();
    const { state } = (await open(browser, '/login')).body;
    for (const [name, value] of new Map(browser.cookies)) {
      browser.cookies.set(name.replace('kakao_login', 'kakao_logout'), value);
    }
    expect(browser.cookies.size).toBe(2);
    expect((await open(browser, `/logout/kakao?state=${String(state)}`)).status).toBe(403);
  });

  test('names the missing option when the service starts', () => {
    expect(() => kakaoAccountLogout(strategyFor(0))).toThrow(
      expect.objectContaining({ code: 'option_missing', option: 'logoutRedirectURL' }),
    );
    expect(() => strategyFor(0, { logoutRedirectURL: 'logout' })).toThrow(
      expect.objectContaining({ option: 'logoutRedirectURL' }),
    );
  });
});

describe('the signup of an app with auto-link off', () => {
  const properties = { company_name: '별빛상사' };
  let vault: KakaoVault;
  let members: Map<string, unknown>;

  function openShop(given: Partial<KakaoStrategyOptions> = {}): KakaoStrategy {
    members = new Map();
    const strategy = strategyFor(1, {
      returnTo: true,
      signup: { url: '/signup', save: (login) => vault.save(login) },
      ...given,
    });
    vault = new KakaoVault({ client: strategy.client });
    const authenticator = new passport.Passport();
    authenticator.use('kakao', strategy);
    const kakao = authenticator.authenticate('kakao', { session: false }) as RequestHandler;
    app.get('/auth/kakao', kakao);
    app.get('/auth/kakao/callback', kakao, (request, response) => {
      response.json({ loggedIn: (request.user as { login: KakaoLogin }).login.profile.id });
    });
    app.get('/signup', async (request, response) => void response.json(await strategy.pendingSignup(request)));
    app.post('/signup', async (request, response) => {
      const { id, returnTo = '/' } = await strategy.pendingSignup(request);
      await vault.signup(id, { properties });
      members.set(id, properties);
      strategy.endSignup(request);
      response.redirect(303, returnTo);
    });
    app.use(kakaoAutoLogin(authenticator, { isSignedIn: () => false }));
    app.get('/page', (_request, response) => void response.json({ page: true }));
    app.use(kakaoErrorHandler());
    return strategy;
  }

  async function comeBack(browser: Browser, route = '/auth/kakao'): Promise<string> {
    const { authorize } = await browser.begin(route);
    return (await emulator.signIn(moon, { authorizeUrl: authorize })).callbackUrl;
  }

  test('comes before the login: the user is sent to the signup page, and becomes a member there', async () => {
    openShop();
    const browser = newBrowser();
    const callback = await open(browser, await comeBack(browser, '/auth/kakao?returnTo=/orders'));
    expect(callback).toMatchObject({ status: 302, location: '/signup' });
    expect((await open(browser, '/signup')).body).toMatchObject({ id: moon, returnTo: '/orders' });
    expect(await open(browser, '/signup', { method: 'POST' })).toMatchObject({ status: 303, location: '/orders' });
    expect(members.get(moon)).toEqual(properties);
    expect(await vault.forUser(moon).user.me()).toMatchObject({ has_signed_up: true, properties });
    expect((await open(browser, '/signup')).body).toMatchObject({ error: 'signup_missing' });
    const again = newBrowser();
    expect((await open(again, await comeBack(again))).body).toEqual({ loggedIn: moon });
  });

  test('can be posted twice', async () => {
    openShop();
    const browser = newBrowser();
    await open(browser, await comeBack(browser));
    const posts = [1, 2].map(() => open(browser, '/signup', { method: 'POST' }));
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual([303, 303]);
  });

  test('is no longer possible 24 hours after the login', async () => {
    const now = Date.now();
    let later = 0;
    const { restApiKey: clientId, clientSecret } = emulator.apps[1]!;
    const client = new KakaoClient({ clientId, clientSecret, hosts: emulator.url, now: () => now + later });
    openShop({ client });
    const browser = newBrowser();
    await open(browser, await comeBack(browser));
    later = 23.9 * 60 * 60_000;
    expect((await open(browser, '/signup')).status).toBe(200);
    later = 24 * 60 * 60_000;
    expect(await open(browser, '/signup')).toMatchObject({ status: 403, body: { error: 'signup_missing' } });
    await client.close();
  });

  test('is bound to the browser that logged in, and to one app', async () => {
    openShop();
    const browser = newBrowser();
    await open(browser, await comeBack(browser));
    expect(await open(newBrowser(), '/signup')).toMatchObject({ status: 403, body: { error: 'signup_missing' } });
    const other = strategyFor(0, {
      signup: { url: '/signup', save: () => {} },
      cookie: { secret: emulator.apps[1]!.clientSecret },
    });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = { headers: { cookie }, originalUrl: '/signup' };
    await expect(other.pendingSignup(request)).rejects.toMatchObject({ code: 'signup_missing' });
  });

  test('returns the URL of the signup page to a script', async () => {
    openShop();
    const browser = newBrowser();
    const callback = await comeBack(browser);
    const script = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
    expect(await open(browser, callback, { headers: script })).toMatchObject({
      status: 200,
      body: { signupUrl: '/signup' },
    });
    expect((await open(browser, '/signup')).body).toMatchObject({ id: moon });
  });

  test('fails without a redirect if the store fails', async () => {
    openShop({ signup: { url: '/signup', save: () => Promise.reject(new Error('disk full')) } });
    const browser = newBrowser();
    expect(await open(browser, await comeBack(browser))).toMatchObject({ status: 500, location: null });
  });

  test('does not interrupt a login without a screen, which returns to the page', async () => {
    openShop();
    const browser = newBrowser({ accept: 'text/html', 'user-agent': 'Mozilla/5.0' });
    await open(browser, await comeBack(browser));
    browser.cookies.clear();
    browser.cookies.set('kakao_auto_login', 'ready');
    const callback = await comeBack(browser, '/page');
    expect(await open(browser, callback)).toMatchObject({ status: 302, location: '/page' });
  });

  test('requests has_signed_up in addition to the property keys of the service', async () => {
    openShop({ propertyKeys: ['kakao_account.email'] });
    const browser = newBrowser();
    expect((await open(browser, await comeBack(browser))).location).toBe('/signup');
  });

  test.each<[string, Partial<KakaoStrategyOptions>]>([
    ['signup', { signup: '/signup' as never }],
    ['signup.url', { signup: { url: 'signup', save: () => {} } }],
    ['signup.save', { signup: { url: '/signup' } }],
    ['profile', { profile: 'id_token' }],
    ['skipUserProfile', { skipUserProfile: true }],
  ])('refuses to start with a wrong %s', (option, given) => {
    expect(() => openShop(given)).toThrow(expect.objectContaining({ code: 'option_malformed', option }));
  });

  test('needs the option signup', () => {
    const strategy = strategyFor(1);
    expect(() => strategy.endSignup({ headers: {} })).toThrow(
      expect.objectContaining({ code: 'option_missing', option: 'signup' }),
    );
  });
});
