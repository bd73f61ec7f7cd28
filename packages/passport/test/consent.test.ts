import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoApiError, KakaoClient, KakaoLoginError, KakaoUsageError, type KakaoError } from '@kakao-login/client';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import {
  createKakaoConsent,
  kakaoErrorHandler,
  KakaoStrategy,
  type KakaoConsent,
  type KakaoConsentOptions,
  type KakaoConsents,
  type KakaoLogin,
} from '@kakao-login/passport';
import express, { type Express, type Request } from 'express';
import passport from 'passport';
import { Browser, type Answer } from '../../../test/support/browser.js';
import { freePort, logIn } from '../../../test/support/kakao-pages.js';

/* A shop in plain Express with its own session. */

interface Session {
  kakaoId: string;
  authTime: number | undefined;
}

const [moonlight] = defaultSeed.apps;
const { key: clientID, clientSecret = '' } = moonlight.restApiKeys![0]!;
const adminKey = moonlight.adminKeys![0]!.key;
const user = '1001';
const other = '1003';
/** A client without Fetch metadata. */
const old = { 'sec-fetch-mode': undefined, 'sec-fetch-dest': undefined };
const isCall = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', accept: '*/*' };

let emulator: KakaoEmulator;
let url: string;
let sessions: Map<string, Session>;
/** Logins that the shop has received. */
let saved: KakaoLogin[];
let handled: string[];
let rememberAuthTime: boolean;
/** Where the callback route sends users whose login failed, instead of showing a page. */
let failureRedirect: string | undefined;
let browser: Browser;
/** Shops of one test. */
let open: { close(): Promise<void> }[] = [];
let close: () => Promise<void>;

const sessionOf = (request: Request): Session | undefined =>
  sessions.get(/\bsid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');

function routes(app: Express, consent: KakaoConsent): void {
  const page = (request: Request, response: express.Response) => {
    handled.push(`${request.method} ${request.originalUrl}`);
    response.send(`page ${request.originalUrl}`);
  };
  app.get('/orders/new', consent.requireScopes('shipping_address'), page);
  app.get('/friends', consent.requireScopes('shipping_address', 'friends'), page);
  app.post('/orders', consent.requireScopes('shipping_address'), page);
  app.options('/orders', page);
  app.get('/terms', consent.requireTerms('privacy_20260101', 'marketing_20260101'), page);
  app.get('/marketing', consent.requireTerms('marketing_20260101'), page);
  app.all('/withdraw', consent.requireRecentLogin({ maxAge: 300 }), page);
  app.all('/address', consent.requireScopes(), (request) => {
    handled.push(request.method);
    throw refusal;
  });
  app.get('/elsewhere', () => {
    throw refusal;
  });
}

/** The error that the handler of `/address` gets from Kakao or the vault. */
let refusal: KakaoError;

async function openShop(options: Partial<KakaoConsentOptions> = {}, port = 0) {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = () => emulator.clock.now();
  const client = new KakaoClient({ clientId: clientID, clientSecret, adminKey, hosts: emulator.url, now });
  const strategy = new KakaoStrategy(
    { clientID, clientSecret, client, callbackURL: `${origin}/auth/kakao/callback` },
    (login: KakaoLogin) => {
      saved.push(login);
      return { id: login.profile.id };
    },
  );
  const authenticator = new passport.Passport();
  authenticator.use('kakao', strategy);
  const consent = createKakaoConsent(strategy, {
    currentUser: (request) => sessionOf(request)?.kakaoId,
    authTime: (request) => sessionOf(request)?.authTime,
    cacheSeconds: 0,
    ...options,
  });
  const kakao: express.RequestHandler = (request, response, next) => {
    const options = { session: false, ...(failureRedirect !== undefined && { failureRedirect }) };
    (authenticator.authenticate('kakao', options) as express.RequestHandler)(request, response, next);
  };
  app.get('/auth/kakao', kakao);
  app.get('/auth/kakao/callback', kakao, (request, response) => {
    const { profile, claims } = saved.at(-1)!;
    const sid = `s${sessions.size}`;
    sessions.set(sid, { kakaoId: profile.id, authTime: rememberAuthTime ? claims?.auth_time : undefined });
    response.cookie('sid', sid);
    response.redirect((request.authInfo as { returnTo?: string }).returnTo ?? '/');
  });
  routes(app, consent);
  app.use(consent.errorHandler());
  app.use(kakaoErrorHandler());
  const shop = {
    origin,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
  open.push(shop);
  return shop;
}

beforeAll(async () => {
  const port = await freePort();
  emulator = await createKakaoEmulator({
    ...defaultSeed,
    links: [
      { appId: '100001', personId: user, scopes: ['profile_nickname'], terms: ['service_20260101'] },
      { appId: '100001', personId: other, scopes: ['profile_nickname', 'shipping_address'] },
    ],
    redirectUris: [`http://127.0.0.1:${port}/auth/kakao/callback`],
  });
  const shop = await openShop({}, port);
  url = shop.origin;
  close = () => shop.close();
  open = [];
});
beforeEach(() => {
  browser = new Browser();
  sessions = new Map();
  saved = [];
  handled = [];
  rememberAuthTime = true;
  failureRedirect = undefined;
  refusal = new KakaoApiError({ code: -402, kakaoStatus: 403, requiredScopes: ['shipping_address'] });
});
afterEach(async () => {
  await browser.close();
  await Promise.all(open.map((shop) => shop.close()));
  open = [];
  emulator.reset();
});
afterAll(async () => {
  await close();
  await emulator.close();
});

/** Adds the session of a user who logged in earlier. */
function loggedIn(kakaoId = user, authTime?: number): void {
  sessions.set('mine', { kakaoId, authTime });
  browser.cookies(url).set('sid', 'mine');
}
const seconds = () => Math.floor(emulator.clock.now() / 1000);
const asked = (answer: Answer) => {
  expect(answer.location).toMatch(`${emulator.url}/oauth/authorize?`);
  const { scope, service_terms: terms, prompt } = Object.fromEntries(new URL(answer.location).searchParams);
  return { scope, terms, prompt };
};
/** The status and the code of an error page. */
const errorPage = ({ status, headers, body }: Answer) => [
  status,
  headers['content-type'] === 'text/html; charset=utf-8' && /<code>(.*?)<\/code>/.exec(body)?.[1],
];
const heading = ({ body }: Answer) => /<h1>(.*?)<\/h1>/.exec(body)?.[1];
/** The URL of the only link on a page. */
const linkOf = ({ body }: Answer) => /<a href="(.*?)">/.exec(body)![1]!;
/** The response after a user has cancelled at Kakao. */
function cancelAtKakao({ location }: Answer): Promise<Answer> {
  const state = new URL(location).searchParams.get('state')!;
  const error = 'error=access_denied&error_description=User%20denied%20access';
  return browser.get(`${url}/auth/kakao/callback?${error}&state=${state}`);
}
/** Logs in and agrees at Kakao, and follows the redirects of the shop. Returns the first other response. */
async function atKakao(answer: Answer, how: { person?: string; agree?: string[]; terms?: string[] } = {}) {
  const { person = user, ...ticks } = how;
  const { callbackUrl } = await emulator.signIn(person, { authorizeUrl: answer.location, ...ticks });
  return browser.follow(callbackUrl, (location) => location.startsWith(emulator.url));
}

describe('a page that needs consent', () => {
  test('sends the user to Kakao only for what is missing, and is shown afterwards', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/orders/new?cart=7`);
    expect(answer.status).toBe(302);
    expect(asked(answer)).toEqual({ scope: 'shipping_address' });
    const page = await atKakao(answer);
    expect([page.status, page.body]).toEqual([200, 'page /orders/new?cart=7']);
    expect(handled).toEqual(['GET /orders/new?cart=7']);
  });

  test('asks only for the missing ones of several items', async () => {
    loggedIn(other);
    expect(asked(await browser.get(`${url}/friends`))).toEqual({ scope: 'friends' });
  });

  test('opens at once for a user who has agreed before', async () => {
    loggedIn(other);
    expect((await browser.get(`${url}/orders/new`)).body).toBe('page /orders/new');
  });

  test('asks for service terms', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/terms`);
    expect(asked(answer)).toEqual({ terms: 'privacy_20260101,marketing_20260101' });
    expect((await atKakao(answer)).body).toBe('page /terms');
  });

  test.each([
    ['/orders/new', { agree: [] }],
    ['/terms', { terms: [] }],
  ])('shows an error instead if the user agrees to less (%s)', async (path, ticks) => {
    loggedIn();
    expect(errorPage(await atKakao(await browser.get(url + path), ticks))).toEqual([403, 'consent_declined']);
    expect([saved, handled]).toEqual([[], []]);
  });

  test('shows an error if the user cancels, and asks again if the user returns to agree', async () => {
    loggedIn();
    expect(errorPage(await cancelAtKakao(await browser.get(`${url}/orders/new`)))).toEqual([403, 'consent_declined']);
    const again = await browser.get(`${url}/orders/new`);
    expect(asked(again)).toEqual({ scope: 'shipping_address' });
    expect((await atKakao(again)).body).toBe('page /orders/new');
  });

  test.each([
    ['a link', { 'sec-fetch-site': 'same-origin' }],
    ['a typed URL', { 'sec-fetch-site': 'none' }],
  ])('asks each time that the user opens it by %s, even if they have cancelled before', async (_what, site) => {
    loggedIn();
    for (let times = 0; times < 4; times += 1) {
      const answer = await browser.get(`${url}/orders/new`, { ...site, 'sec-fetch-user': '?1' });
      expect(asked(answer)).toEqual({ scope: 'shipping_address' });
      expect(errorPage(await cancelAtKakao(answer))).toEqual([403, 'consent_declined']);
    }
  });

  test.each([
    ['/orders/new', 'shipping_address'],
    ['/marketing', undefined],
  ])('does not loop if it is the failureRedirect itself (%s)', async (path, scope) => {
    loggedIn();
    failureRedirect = `${url}${path}`;
    // A click on Kakao's page, which may be on the same site.
    const click = { 'sec-fetch-user': '?1', 'sec-fetch-site': 'same-site' };
    let answer = await browser.get(`${url}${path}`);
    let journeys = 0;
    while (answer.location !== '') {
      expect(asked(answer).scope).toBe(scope);
      journeys += 1;
      const refused = await cancelAtKakao(answer);
      answer = await browser.get(refused.location, click);
    }
    expect([journeys, errorPage(answer)]).toEqual([2, [403, 'consent_declined']]);
    expect(handled).toEqual([]);
    expect(asked(await browser.get(`${url}${path}`)).scope).toBe(scope);
  });

  test('does not loop if Kakao shows no screen for the requested items', async () => {
    loggedIn();
    failureRedirect = `${url}/marketing`;
    await logIn(browser, `${url}/auth/kakao`, user, emulator.url, (location) => location.startsWith(url));
    loggedIn();
    expect(errorPage(await browser.follow(`${url}/marketing`))).toEqual([403, 'consent_declined']);
    expect(handled).toEqual([]);
  });

  test('does not ask again if the service does not see what the user agreed to', async () => {
    const none = {
      forUser: () => ({ scopes: { list: () => Promise.resolve({ scopes: [] }) }, terms: undefined as never }),
    };
    const blind = await openShop({ consents: none });
    const port = new URL(blind.origin).port;
    await emulator.configure({
      restApiKeys: [{ key: clientID, clientSecret, redirectUris: [`http://127.0.0.1:${port}/auth/kakao/callback`] }],
    });
    loggedIn();
    const page = await atKakao(await browser.get(`${blind.origin}/orders/new`));
    expect(errorPage(page)).toEqual([403, 'consent_missing']);
    expect(handled).toEqual([]);
  });

  test('refuses a user who returns as another user, and saves nothing', async () => {
    loggedIn();
    const page = await atKakao(await browser.get(`${url}/orders/new`), { person: other });
    expect(errorPage(page)).toEqual([403, 'account_mismatch']);
    expect([saved, handled]).toEqual([[], []]);
    expect((await atKakao(await browser.get(`${url}/orders/new`))).body).toBe('page /orders/new');
  });

  test('lets a visitor log in first, and then asks', async () => {
    const login = await browser.get(`${url}/orders/new`);
    expect(asked(login)).toEqual({});
    const consent = await atKakao(login);
    expect(asked(consent)).toEqual({ scope: 'shipping_address' });
    expect((await atKakao(consent)).body).toBe('page /orders/new');
  });

  test('does not loop if the service does not keep users logged in', async () => {
    const login = await browser.get(`${url}/orders/new`);
    const { callbackUrl } = await emulator.signIn(user, { authorizeUrl: login.location });
    const back = await browser.get(callbackUrl);
    browser.cookies(url).delete('sid');
    expect(errorPage(await browser.get(back.location))).toEqual([401, 'not_logged_in']);
  });
});

describe('a request that is not a page visit', () => {
  test('gets a 403 with the challenge of RFC 6750 and problem details', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/friends`, { ...isCall, 'accept-language': 'en' });
    expect(answer.status).toBe(403);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_scope", scope="shipping_address friends"',
    );
    expect(answer.headers['access-control-expose-headers']).toBe('WWW-Authenticate');
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual({
      type: expect.stringMatching(/^https:\/\//),
      title: expect.any(String),
      status: 403,
      detail: expect.stringContaining('shipping_address, friends'),
      code: 'consent_missing',
      missing: ['shipping_address', 'friends'],
      consentUrl: expect.stringMatching(`^${url}/auth/kakao/callback\\?kakao_consent=[\\w-]+$`),
    });
  });

  test('gets a URL that asks for the same, and returns to the page of the script', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/orders/new`, { ...isCall, referer: `${url}/cart?step=2` });
    const begun = await browser.get(answer.json()['consentUrl'] as string);
    expect(asked(begun)).toEqual({ scope: 'shipping_address' });
    const { callbackUrl } = await emulator.signIn(user, { authorizeUrl: begun.location });
    expect((await browser.get(callbackUrl)).location).toBe(`${url}/cart?step=2`);
  });

  test('gets a URL that accepts another page to return to', async () => {
    loggedIn();
    const { consentUrl } = (await browser.get(`${url}/orders/new`, isCall)).json();
    const begun = await browser.get(`${String(consentUrl)}&returnTo=%2Forders%2Fnew`);
    expect((await atKakao(begun)).body).toBe('page /orders/new');
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['a script', isCall],
    ['a script that claims to accept pages', { ...isCall, accept: 'text/html,*/*;q=0.8' }],
    ['an XHR of an old browser', { ...old, 'x-requested-with': 'XMLHttpRequest' }],
    ['a program with a bearer token', { ...old, authorization: 'Bearer x' }],
    ['a client that accepts anything', { ...old, accept: '*/*' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['a prerender', { 'sec-purpose': 'prefetch;prerender' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
    ['an image', { 'sec-fetch-dest': 'image', 'sec-fetch-mode': 'no-cors' }],
  ])('does not start a login: %s', async (_what, headers) => {
    loggedIn();
    const answer = await browser.send('GET', `${url}/orders/new`, headers);
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
    expect(answer.headers['www-authenticate']).toContain('insufficient_scope');
    expect(handled).toEqual([]);
  });

  test('gets a page that leads to Kakao and back if it is a posted form, which is never repeated', async () => {
    loggedIn();
    const answer = await browser.post(`${url}/orders`, { item: '1' }, { referer: `${url}/orders/new?item=1` });
    expect([answer.status, answer.headers['set-cookie'], answer.location]).toEqual([403, undefined, '']);
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer error="insufficient_scope", scope="shipping_address"',
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'ko',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
    });
    expect(heading(answer)).toBe('동의가 필요합니다');
    const asking = await browser.get(linkOf(answer));
    expect(asked(asking)).toEqual({ scope: 'shipping_address' });
    expect((await atKakao(asking)).body).toBe('page /orders/new?item=1');
    expect(handled).toEqual(['GET /orders/new?item=1']);
    expect((await browser.post(`${url}/orders`, { item: '1' })).body).toBe('page /orders');
  });

  test.each([
    ['ko-KR,ko;q=0.9', ['ko', '동의가 필요합니다', '카카오에서 동의하기']],
    ['en-US,en;q=0.9', ['en', 'We need your consent', 'Agree at Kakao']],
  ])('gets that page in the language of the user: %s', async (language, expected) => {
    loggedIn();
    const answer = await browser.post(`${url}/orders`, {}, { 'accept-language': language });
    const action = /<a [^>]*>(.*?)<\/a>/.exec(answer.body)?.[1];
    expect([answer.headers['content-language'], heading(answer), action]).toEqual(expected);
  });

  test('gets that page for a form of a user who is not logged in', async () => {
    const answer = await browser.post(`${url}/orders`, {}, { 'accept-language': 'en', referer: `${url}/orders/new` });
    expect([answer.status, heading(answer), handled]).toEqual([401, 'Please log in', []]);
    expect(asked(await browser.get(linkOf(answer)))).toEqual({});
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['a script', isCall],
    ['a client of the API', { ...old, accept: 'application/json' }],
    ['a client that prefers problem details', { ...old, accept: 'application/problem+json, text/html;q=0.5' }],
    ['a client that accepts anything', { ...old, accept: '*/*' }],
    ['a program with a bearer token', { ...old, authorization: 'Bearer x' }],
    ['a frame, where Kakao’s pages do not work', { 'sec-fetch-dest': 'iframe' }],
  ])('gets no page for a posted form: %s', async (_what, headers) => {
    loggedIn();
    const answer = await browser.send('POST', `${url}/orders`, headers);
    expect([answer.status, answer.headers['content-type']]).toEqual([403, 'application/problem+json; charset=utf-8']);
    expect(answer.json()).toMatchObject({ missing: ['shipping_address'] });
  });

  test('gets a 403 without a body if it is a HEAD request', async () => {
    loggedIn();
    const answer = await browser.send('HEAD', `${url}/orders/new`);
    expect([answer.status, answer.body, answer.headers['set-cookie']]).toEqual([403, '', undefined]);
  });

  test('gets a 401 if no user is logged in', async () => {
    const answer = await browser.get(`${url}/orders/new`, isCall);
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(answer.json()).toMatchObject({ code: 'not_logged_in', loginUrl: expect.stringContaining(url) });
  });

  test('keeps the headers that the application exposes to scripts', async () => {
    const strategy = new KakaoStrategy({ clientID, clientSecret, callbackURL: `${url}/callback` }, () => false);
    const consent = createKakaoConsent(strategy, { currentUser: () => undefined });
    const set: Record<string, string> = { 'Access-Control-Expose-Headers': 'X-Total' };
    const res = {
      getHeader: (name: string) => set[name],
      setHeader: (name: string, value: string | string[]) => (set[name] = String(value)),
    };
    await consent.check({ method: 'POST', url: '/', headers: {}, res }, {});
    expect(set['Access-Control-Expose-Headers']).toBe('X-Total, WWW-Authenticate');
  });

  test('passes if it is a CORS preflight, which has no credentials, but not for other OPTIONS', async () => {
    const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const withdraw = (headers: Record<string, string>) => browser.send('OPTIONS', `${url}/withdraw`, headers);
    expect((await withdraw(preflight)).status).toBe(200);
    expect((await withdraw({})).status).toBe(401);
    loggedIn();
    expect((await withdraw(preflight)).status).toBe(401);
    expect(handled).toHaveLength(1);
  });
});

describe('a call that Kakao refuses with -402', () => {
  test('sends the user of a page to Kakao, once', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/address`);
    expect(asked(answer)).toEqual({ scope: 'shipping_address' });
    expect(errorPage(await atKakao(answer))).toEqual([403, 'consent_missing']);
    expect(handled).toEqual(['GET', 'GET']);
  });

  test('returns 403 for a form, and does not run its handler twice', async () => {
    loggedIn();
    const answer = await browser.post(`${url}/address`, {});
    expect([answer.status, heading(answer)]).toEqual([403, '동의가 필요합니다']);
    expect(asked(await browser.get(linkOf(answer)))).toEqual({ scope: 'shipping_address' });
    expect(handled).toEqual(['POST']);
  });

  test('requests only valid names of items from the response', async () => {
    loggedIn();
    const refused = refusal as KakaoApiError;
    refused.requiredScopes.unshift('a"\r\nSet-Cookie: evil=1', 'profile,friends', 'two words', 'profile_nickname');
    refused.allowedScopes.push('profile_nickname');
    const answer = await browser.get(`${url}/address`, isCall);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="shipping_address"');
    expect(answer.headers['set-cookie']).toBeUndefined();
    refused.requiredScopes.length = 1;
    expect((await browser.get(`${url}/address`, isCall)).json()).toMatchObject({ error: '-402' });
  });

  test('is an ordinary error on a route that does not ask for consent', async () => {
    loggedIn();
    expect((await browser.get(`${url}/elsewhere`, isCall)).json()).toMatchObject({ error: '-402' });
  });
});

describe('a user for whom the service has no valid tokens', () => {
  const unlink = () => emulator.webhooks.unlink(other);
  const lost = (): KakaoConsents => {
    const list = () => Promise.reject(new KakaoLoginError('reconnect_required'));
    return { forUser: () => ({ scopes: { list }, terms: { list } }) };
  };

  test('because they are no longer linked logs in again when they open a page', async () => {
    loggedIn(other);
    await unlink();
    expect(asked(await browser.get(`${url}/orders/new`))).toEqual({});
  });

  test.each([
    ['a script', isCall],
    ['a program', { ...old, accept: 'application/json' }],
  ])('gets a 401 with a `loginUrl` for %s, whether they are unlinked or have no token', async (_what, headers) => {
    loggedIn(other);
    await unlink();
    const tokenless = await openShop({ consents: lost() });
    for (const origin of [url, tokenless.origin]) {
      const answer = await browser.send('POST', `${origin}/orders`, headers);
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
      expect(answer.json()).toMatchObject({ code: 'not_logged_in', loginUrl: expect.stringContaining(origin) });
    }
    const { loginUrl } = (await browser.send('POST', `${url}/orders`, headers)).json();
    const begun = await browser.get(loginUrl as string);
    expect(asked(begun)).toEqual({});
    expect((await atKakao(begun, { person: user })).status).toBe(403);
    expect(handled).toEqual([]);
  });

  test('does not have to log in again if Kakao refuses the admin key', async () => {
    emulator.faults.add({ on: 'scopes.list', kind: 'error', code: -401, times: 2 });
    loggedIn();
    for (const headers of [{}, isCall]) {
      const answer = await browser.get(`${url}/orders/new`, { ...headers, accept: 'application/json' });
      expect([answer.status, answer.json()['error']]).toEqual([502, '-401']);
    }
  });

  test('gets a page for a posted form', async () => {
    loggedIn(other);
    await unlink();
    const answer = await browser.post(`${url}/orders`, {}, { 'accept-language': 'en' });
    expect([answer.status, heading(answer)]).toEqual([401, 'Please log in']);
  });

  test.each(['POST', 'GET'] as const)('gets the same response if the handler finds out (%s)', async (method) => {
    loggedIn();
    refusal = new KakaoLoginError('reconnect_required');
    const answer = await browser.send(method, `${url}/address`, isCall);
    expect([answer.status, answer.json()['loginUrl']]).toEqual([401, expect.stringContaining(url)]);
    expect(handled).toEqual([method]);
  });

  test('logs in again, once, if the handler of a page finds out', async () => {
    loggedIn();
    refusal = new KakaoLoginError('reconnect_required');
    const answer = await browser.get(`${url}/address`);
    expect(asked(answer)).toEqual({});
    expect(errorPage(await atKakao(answer))).toEqual([401, 'not_logged_in']);
    expect(handled).toEqual(['GET', 'GET']);
  });
});

describe('a page that needs a recent login', () => {
  test('opens for a recent login', async () => {
    loggedIn(user, seconds() - 299);
    expect((await browser.get(`${url}/withdraw`)).body).toBe('page /withdraw');
  });

  test.each([[-301], [undefined]])('asks the user to log in again if the last login was at %p', async (age) => {
    loggedIn(user, age === undefined ? undefined : seconds() + age);
    const answer = await browser.get(`${url}/withdraw?why=moving`);
    expect(asked(answer)).toEqual({ prompt: 'login' });
    expect((await atKakao(answer)).body).toBe('page /withdraw?why=moving');
    expect(saved).toHaveLength(1);
  });

  test('asks again if a user who cancelled the login opens it again', async () => {
    loggedIn();
    expect(errorPage(await cancelAtKakao(await browser.get(`${url}/withdraw`)))).toEqual([403, 'access_denied']);
    const again = await browser.get(`${url}/withdraw`);
    expect(asked(again)).toEqual({ prompt: 'login' });
    expect((await atKakao(again)).body).toBe('page /withdraw');
  });

  test('does not accept a login whose `prompt` the user removed from the authorize URL', async () => {
    loggedIn();
    // The user logged in at Kakao an hour ago.
    await logIn(browser, `${url}/auth/kakao`, user, emulator.url, (location) => location.startsWith(url));
    emulator.clock.advance({ hours: 1 });
    loggedIn();
    const stripped = new URL((await browser.get(`${url}/withdraw`)).location);
    stripped.searchParams.delete('prompt');
    const back = await browser.get(stripped.href);
    expect(errorPage(await browser.get(back.location))).toEqual([401, 'login_too_old']);
    expect(saved).toEqual([]);
  });

  test('does not ask again if the service does not store the time of the login', async () => {
    loggedIn();
    rememberAuthTime = false;
    expect(errorPage(await atKakao(await browser.get(`${url}/withdraw`)))).toEqual([401, 'login_too_old']);
  });

  test('needs an ID token, which has the time of the login', async () => {
    await emulator.configure({ openIdConnect: false });
    loggedIn();
    expect(errorPage(await atKakao(await browser.get(`${url}/withdraw`)))).toEqual([401, 'login_too_old']);
    expect(saved).toEqual([]);
  });

  test('refuses another user', async () => {
    loggedIn();
    expect(errorPage(await atKakao(await browser.get(`${url}/withdraw`), { person: other }))).toEqual([
      403,
      'account_mismatch',
    ]);
    expect(saved).toEqual([]);
  });

  test('returns the challenge of RFC 9470 to other requests', async () => {
    loggedIn(user, seconds() - 1000);
    const answer = await browser.post(`${url}/withdraw`, {}, isCall);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", error_description="A more recent login is required", max_age="300"',
    );
    expect(answer.json()).toMatchObject({ code: 'login_too_old', maxAge: 300, status: 401 });
    expect(asked(await browser.get(answer.json()['loginUrl'] as string))).toEqual({ prompt: 'login' });
    const page = await browser.post(`${url}/withdraw`, {}, { 'accept-language': 'en' });
    expect([page.status, heading(page)]).toEqual([401, 'Please log in']);
    expect(asked(await browser.get(linkOf(page)))).toEqual({ prompt: 'login' });
    expect(handled).toEqual([]);
  });
});

describe('an attacker', () => {
  const consentUrl = async () => String((await browser.get(`${url}/orders/new`, isCall)).json()['consentUrl']);

  test.each<[string, (address: URL) => void]>([
    [
      'changes it',
      ({ searchParams }) => searchParams.set('kakao_consent', `${searchParams.get('kakao_consent')!.slice(0, -2)}AA`),
    ],
    ['invents it', ({ searchParams }) => searchParams.set('kakao_consent', 'eyJzY29wZXMiOlsiZnJpZW5kcyJdfQ')],
    ['empties it', ({ searchParams }) => searchParams.set('kakao_consent', '')],
    ['repeats it', ({ searchParams }) => searchParams.append('kakao_consent', searchParams.get('kakao_consent')!)],
  ])('gets nowhere with a consent URL if the attacker %s', async (_what, change) => {
    loggedIn();
    const address = new URL(await consentUrl());
    change(address);
    expect(errorPage(await browser.get(address.href))).toEqual([403, 'consent_url_invalid']);
  });

  test('cannot use an old consent URL, or one of another app', async () => {
    loggedIn();
    const address = await consentUrl();
    emulator.clock.advance(60 * 60 * 1000 + 1000);
    expect(errorPage(await browser.get(address))).toEqual([403, 'consent_url_invalid']);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example', 'javascript:alert(1)'])(
    'cannot lead a user to %s',
    async (returnTo) => {
      loggedIn();
      const begun = await browser.get(`${await consentUrl()}&returnTo=${encodeURIComponent(returnTo)}`);
      const { callbackUrl } = await emulator.signIn(user, { authorizeUrl: begun.location });
      expect((await browser.get(callbackUrl)).location).toBe(`${url}/`);
    },
  );

  test('cannot send a user to a page of a foreign site', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/orders/new`, { ...isCall, referer: 'https://evil.example/cart' });
    const begun = await browser.get(answer.json()['consentUrl'] as string);
    const { callbackUrl } = await emulator.signIn(user, { authorizeUrl: begun.location });
    expect((await browser.get(callbackUrl)).location).toBe(`${url}/`);
  });

  test('gets nothing from a victim who opens the consent URL of the attacker', async () => {
    loggedIn(other);
    const answer = await browser.get(`${url}/friends`, isCall);
    const victim = new Browser();
    const begun = await victim.get(answer.json()['consentUrl'] as string);
    const { callbackUrl } = await emulator.signIn(user, { authorizeUrl: begun.location });
    expect(errorPage(await victim.get(callbackUrl))).toEqual([403, 'account_mismatch']);
    expect(saved).toEqual([]);
    await victim.close();
  });

  test('cannot finish the consent of another browser, or finish it twice', async () => {
    loggedIn();
    const { location } = await browser.get(`${url}/orders/new`);
    const { callbackUrl } = await emulator.signIn(user, { authorizeUrl: location });
    const thief = new Browser();
    thief.cookies(url).set('sid', 'mine');
    expect(errorPage(await thief.get(callbackUrl))).toEqual([403, 'state_missing']);
    expect((await browser.follow(callbackUrl)).body).toBe('page /orders/new');
    thief.cookies(url).clear();
    expect(errorPage(await thief.get(callbackUrl))).toEqual([403, 'state_replayed']);
    await thief.close();
    expect(saved).toHaveLength(1);
  });

  test('finds neither the user nor the items in a URL or cookie', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/orders/new`, isCall);
    expect(answer.json()['consentUrl']).not.toContain(user);
    await browser.get(`${url}/orders/new`);
    const cookies = [...browser.cookies(url)].map((pair) => pair.join('=')).join('; ');
    expect(cookies).not.toMatch(/shipping|1001/);
  });
});

describe('the list of consents from Kakao', () => {
  const scopesAsked = () => emulator.requests.filter(({ path }) => path === '/v2/user/scopes').length;

  test('is cached for five minutes if the user has agreed', async () => {
    const caching = await openShop({ cacheSeconds: 300 });
    loggedIn(other);
    for (let i = 0; i < 3; i += 1) await browser.get(`${caching.origin}/orders/new`);
    expect(scopesAsked()).toBe(1);
    emulator.clock.advance(300_000);
    await browser.get(`${caching.origin}/orders/new`);
    expect(scopesAsked()).toBe(2);
  });

  test('is requested again if the user has not agreed', async () => {
    const caching = await openShop({ cacheSeconds: 300 });
    loggedIn();
    for (let i = 0; i < 3; i += 1) await browser.get(`${caching.origin}/orders/new`, isCall);
    expect(scopesAsked()).toBe(3);
  });
});

describe('a mistake of the developer', () => {
  test.each([undefined, null, ''])('lets no user pass: `currentUser` throws %j', async (thrown) => {
    const shop = await openShop({ currentUser: () => Promise.reject(thrown) });
    const response = await fetch(`${shop.origin}/orders/new`);
    await response.text();
    expect([response.status, handled]).toEqual([500, []]);
  });

  const strategy = new KakaoStrategy(
    { clientID, clientSecret, callbackURL: 'https://shop.example/callback' },
    () => false,
  );
  const currentUser = () => user;
  const make = (options: unknown) => () => createKakaoConsent(strategy, options as KakaoConsentOptions);

  test.each<[string, () => unknown]>([
    ['strategy', () => createKakaoConsent({} as never, { currentUser })],
    ['options', make(undefined)],
    ['currentUser', make({})],
    ['authTime', make({ currentUser, authTime: 7 })],
    ['consents.forUser', make({ currentUser, consents: null })],
    ['cacheSeconds', make({ currentUser, cacheSeconds: -1 })],
    ['loginURL', make({ currentUser, loginURL: '//evil.example' })],
    ['consents', () => make({ currentUser })().requireScopes('friends')],
    ['scopes', () => make({ currentUser })().requireScopes('friends,name')],
    ['terms', () => make({ currentUser })().requireTerms('')],
    ['authTime', () => make({ currentUser })().requireRecentLogin({ maxAge: 300 })],
    ['maxAge', () => make({ currentUser, authTime: () => 0 })().requireRecentLogin({ maxAge: 0.5 })],
    ['options', () => make({ currentUser, authTime: () => 0 })().requireRecentLogin(undefined as never)],
  ])('is named: %s', (option, mistake) => {
    expect(mistake).toThrow(KakaoUsageError);
    expect(mistake).toThrow(expect.objectContaining({ option }));
  });
});
