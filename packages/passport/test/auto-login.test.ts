import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { KakaoUsageError } from '@kakao-login/client';
import { kakaoAutoLogin, KakaoStrategy, pauseKakaoAutoLogin } from '@kakao-login/passport';
import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Browser } from './support/browser.js';
import { clientSecret, person, restApiKey, startKakao, type Kakao } from './support/kakao.js';

const chrome = { accept: 'text/html,*/*', 'user-agent': 'Mozilla/5.0 (Linux; Android 16) KAKAOTALK 26.1' };
let kakao: Kakao;
let server: Server;
let url: string;
const always = (id: string): { id: string } | false => ({ id });
let accepts = always;

beforeAll(async () => {
  kakao = await startKakao();
  const app = express();
  app.set('trust proxy', 'loopback');
  server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const authenticator = new passport.Passport();
  const options = { clientID: restApiKey, clientSecret, callbackURL: `${url}/callback`, hosts: kakao.url };
  authenticator.use(new KakaoStrategy(options, ({ profile }) => accepts(profile.id)));

  const anywhere = new passport.Passport();
  anywhere.use(new KakaoStrategy({ ...options, callbackURL: '/callback' }, ({ profile }) => ({ id: profile.id })));

  app.get('/logout', (request, response) => {
    pauseKakaoAutoLogin(request);
    response.clearCookie('member').redirect('/');
  });
  const isSignedIn = ({ headers }: { headers: { cookie?: string } }) => headers.cookie?.includes('member=') === true;
  const page: RequestHandler = (request, response) => {
    response.send(`${request.originalUrl} for ${/member=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'anybody'}`);
  };
  app.use('/unknown', kakaoAutoLogin(authenticator, { isSignedIn, strategy: 'kakao-unknown' }), page);
  app.use('/anywhere', kakaoAutoLogin(anywhere, { isSignedIn }), page);
  // Before the callback route, as in some applications.
  app.use(kakaoAutoLogin(authenticator, { isSignedIn }));
  app.get('/login', authenticator.authenticate('kakao', { session: false }) as RequestHandler);
  app.get(
    '/callback',
    authenticator.authenticate('kakao', { session: false }) as RequestHandler,
    (request, response) => {
      const { returnTo = '/' } = request.authInfo as { returnTo?: string };
      response.cookie('member', (request.user as { id: string }).id).redirect(returnTo);
    },
  );
  app.use(page);
});
afterEach(() => {
  kakao.reset();
  accepts = always;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await kakao.close();
});

/** A browser that has visited at least one page before. */
async function visitor(): Promise<Browser> {
  const browser = new Browser(url, chrome);
  expect(await (await browser.follow('/')).text()).toBe('/ for anybody');
  return browser;
}

const asked = () => kakao.requests.filter(({ path }) => path === '/oauth/authorize').length;

describe('kakaoAutoLogin', () => {
  test('logs a user with a session at Kakao in, and shows the page that they opened', async () => {
    const browser = await visitor();
    expect(await (await browser.follow('/cart?a=1')).text()).toBe(`/cart?a=1 for ${person.id}`);
    expect(kakao.requests[0]?.parameters.get('prompt')).toBe('none');
  });

  test.each(['login_required', 'consent_required', 'interaction_required', 'auto_login', 'an_error_of_next_year'])(
    'shows the page if Kakao returns %s, and does not try again',
    async (error) => {
      kakao.bends.refuse = { error };
      const browser = await visitor();
      expect(await (await browser.follow('/cart?a=1')).text()).toBe('/cart?a=1 for anybody');
      await browser.follow('/cart');
      await browser.follow('/');
      expect(asked()).toBe(1);
    },
  );

  test('shows the page if the exchange fails, and emits a warning', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    kakao.bends.token = { status: 401, body: { error: 'invalid_client', error_code: 'KOE010' } };
    expect(await (await (await visitor()).follow('/cart')).text()).toBe('/cart for anybody');
    expect(warn.mock.calls).toEqual([[expect.stringContaining('KOE010')]]);
    warn.mockRestore();
  });

  test.each<[string, (id: string) => { id: string }, RegExp]>([
    [
      'of the application',
      () => {
        throw new RangeError('no rows for hong@example.com');
      },
      /^RangeError at (?!.*hong)/,
    ],
    [
      'of our packages',
      () => {
        throw new KakaoUsageError('argument_malformed', {
          option: 'shop',
          reason: { ko: '가', en: 'a' },
          remedy: { ko: '나', en: 'b' },
        });
      },
      /shop/,
    ],
  ])('shows the page if the login handler throws an error %s, and warns without its text', async (_w, how, text) => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    accepts = how;
    expect(await (await (await visitor()).follow('/cart')).text()).toBe('/cart for anybody');
    expect(warn.mock.calls).toEqual([[expect.stringMatching(text)]]);
    warn.mockRestore();
  });

  test.each<[string, string, Record<string, string>]>([
    ['is registered under another name', '/unknown/page', {}],
    [
      'cannot read the host of the request',
      '/anywhere/page',
      { 'x-forwarded-host': 'a b', 'x-forwarded-proto': 'https' },
    ],
  ])('shows the page if the strategy %s, and warns', async (_what, path, headers) => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const browser = new Browser(url, { ...chrome, ...headers });
    browser.cookies.set('visited', 'before');
    const response = await browser.open(path);
    expect([response.status, await response.text()]).toEqual([200, `${path} for anybody`]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('ignores the callback of an ordinary login', async () => {
    const browser = new Browser(url, chrome);
    const begun = await browser.open('/login', { headers: { 'sec-fetch-dest': 'empty', accept: '*/*' } });
    const { loginUrl } = (await begun.json()) as { loginUrl: string };
    expect(await (await browser.follow(loginUrl)).text()).toBe(`/ for ${person.id}`);
    expect(asked()).toBe(1);
  });

  test.each(['/other?code=x&state=y', '/other?error=access_denied&state=y', '/auth/google/callback', '/Callback/'])(
    'ignores the callbacks of other logins: %s',
    async (path) => {
      const browser = await visitor();
      expect((await browser.open(path)).headers.get('location') ?? '').not.toContain('/oauth/authorize');
      expect(asked()).toBe(0);
    },
  );

  test('shows the page if the application refuses the user', async () => {
    accepts = () => false;
    expect(await (await (await visitor()).follow('/cart')).text()).toBe('/cart for anybody');
  });

  test('never tries for a browser without cookies', async () => {
    for (let page = 0; page < 3; page += 1) await new Browser(url, chrome).follow('/');
    expect(asked()).toBe(0);
  });

  test.each([
    ['a script', { 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
    ['a picture', { accept: 'image/*', 'sec-fetch-dest': 'image' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['a prerender', { 'sec-purpose': 'prefetch;prerender' }],
    ['a prefetch of an old browser', { purpose: 'prefetch' }],
    ['a prefetch of Firefox', { 'x-moz': 'prefetch' }],
    ['a prefetch of Next.js', { 'next-router-prefetch': '1' }],
    ['a service worker', { 'sec-fetch-dest': 'serviceworker' }],
    ['an object on a page', { 'sec-fetch-dest': 'object' }],
    ['a robot without a name', { 'user-agent': '' }],
    ['a client of an API', { accept: 'application/json' }],
    ['a search engine', { 'user-agent': 'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd; Googlebot)' }],
    ['a link preview', { 'user-agent': 'facebookexternalhit/1.1; kakaotalk-scrap/1.0' }],
  ])('never tries for %s', async (_what, headers) => {
    const browser = await visitor();
    expect((await browser.open('/', { headers })).status).toBe(200);
    expect(asked()).toBe(0);
  });

  test.each([0, -60, 1.5, Number.NaN, Infinity, 1e21, '60'])(
    'refuses a wait of %p seconds with the reason',
    (seconds) => {
      const mistake = (option: string) =>
        expect.objectContaining({ option, message: expect.stringContaining('an integer of at least 1, in seconds') });
      const options = { isSignedIn: () => false, quietSeconds: seconds as number };
      expect(() => kakaoAutoLogin({ authenticate: () => {} }, options)).toThrow(mistake('quietSeconds'));
      expect(() => pauseKakaoAutoLogin({ headers: {} }, seconds as number)).toThrow(mistake('seconds'));
    },
  );

  test('never tries for a posted form or a user who is signed in', async () => {
    const browser = await visitor();
    await browser.open('/', { method: 'POST' });
    await browser.open('/', { method: 'HEAD' });
    browser.cookies.set('member', '1');
    await browser.open('/');
    expect(asked()).toBe(0);
  });

  test('does not log in users who have logged out', async () => {
    const browser = await visitor();
    await browser.follow('/');
    expect(await (await browser.follow('/logout')).text()).toBe('/ for anybody');
    expect(asked()).toBe(1);
  });

  test('cannot be turned into a redirect to another site', async () => {
    kakao.bends.refuse = { error: 'login_required' };
    const browser = await visitor();
    const authorize = (await browser.open(`${url}//evil.example/x`)).headers.get('location')!;
    const back = (await browser.open(authorize)).headers.get('location')!;
    expect((await browser.open(back)).headers.get('location')).toMatch(/^\/(?!\/)/);
  });
});
