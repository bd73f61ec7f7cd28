import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import { KakaoModule } from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import {
  MemberLogin,
  MembersModule,
  RefusingController,
  RequestScopedLogin,
  RetailController,
  ScopedController,
  WholesaleController,
} from './support/shop.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

type Emulator = Awaited<ReturnType<typeof createKakaoEmulator>>;
type Fault = Parameters<Emulator['faults']['add']>[0];

describe.each(platforms)('on %s', (platform) => {
  let emulator: Emulator;
  let started: Started;
  let origin: string;
  const browsers: Browser[] = [];

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const [retail, wholesale] = defaultSeed.apps;
    const withRedirects = (app: NonNullable<typeof retail>, ...paths: string[]) => ({
      ...app,
      restApiKeys: app.restApiKeys!.map((key) => ({ ...key, redirectUris: paths.map((path) => origin + path) })),
    });
    emulator = await createKakaoEmulator({
      ...defaultSeed,
      apps: [
        withRedirects(retail, '/auth/kakao/callback', '/auth/scoped', '/auth/strict', '/auth/lenient'),
        withRedirects(wholesale, '/auth/wholesale'),
      ],
    });
    const options = (app: number, path: string): KakaoModuleOptions => {
      const { key, clientSecret } = defaultSeed.apps[app]!.restApiKeys![0]!;
      return { clientID: key, clientSecret: clientSecret!, callbackURL: origin + path, hosts: emulator.url };
    };
    started = await start(
      platform,
      {
        imports: [
          KakaoModule.forRootAsync({
            imports: [MembersModule],
            useFactory: () =>
              Promise.resolve({
                ...options(0, '/auth/kakao/callback'),
                callbackURLs: ['/auth/strict', '/auth/lenient'].map((path) => origin + path),
              }),
            loginHandler: MemberLogin,
          }),
          KakaoModule.forRoot({ name: 'wholesale', ...options(1, '/auth/wholesale') }),
          KakaoModule.forRoot({
            name: 'scoped',
            ...options(0, '/auth/scoped'),
            callbackURL: '/auth/scoped',
            loginHandler: RequestScopedLogin,
          }),
        ],
        controllers: [RetailController, WholesaleController, ScopedController, RefusingController],
      },
      { port },
    );
  });
  afterEach(async () => {
    emulator.reset();
    await Promise.all(browsers.splice(0).map((browser) => browser.close()));
  });
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  function open(): Browser {
    const browser = new Browser();
    browsers.push(browser);
    return browser;
  }
  const person = () => emulator.people[0]!;

  const exchanges = () => emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;

  /** Logs in up to Kakao's redirect, and returns its URL without opening it. */
  async function callbackAddress(browser: Browser): Promise<string> {
    const first = await logIn(browser, `${origin}/auth/kakao`, person().id, emulator.url);
    expect(first.status).toBe(200);
    const again = await browser.follow(`${origin}/auth/kakao`, (location) => location.includes('/callback?'));
    return again.location;
  }

  test('a user logs in, the handler returns them, and @KakaoLogin() injects the whole login', async () => {
    const browser = open();
    const answer = await logIn(browser, `${origin}/auth/kakao?keep=from-the-cart`, person().id, emulator.url);
    expect(answer.status).toBe(200);
    const body = answer.json();
    expect(body).toMatchObject({
      user: { kakaoId: '1001', name: '달빛', logins: expect.any(Number) },
      profile: '달빛',
      subject: '1001',
      state: 'from-the-cart',
    });
    expect(body['tokens']).toEqual(
      expect.arrayContaining([
        'access_token',
        'expires_in',
        'refresh_token',
        'refresh_token_expires_in',
        'scope',
        'id_token',
      ]),
    );
    const left = [...browser.cookies(origin)].filter(([name]) => name.includes('kakao_login'));
    expect(left.map(([, value]) => value)).toEqual([expect.stringMatching(/^~/)]);
  });

  test('a second app has its own users, and without a handler req.user is the login', async () => {
    const answer = await logIn(open(), `${origin}/auth/wholesale`, person().id, emulator.url);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ profile: { id: '1001', provider: 'kakao' }, user: { has_signed_up: false } });
  });

  test('a handler can be request-scoped', async () => {
    const answer = await logIn(open(), `${origin}/auth/scoped`, person().id, emulator.url);
    expect(answer.json()).toEqual({ id: '1001', same: true, code: 'string' });
  });

  test('a callback opened twice at the same time exchanges the code once, and both requests get the login', async () => {
    const browser = open();
    const address = await callbackAddress(browser);
    const before = exchanges();
    const cookie = [...browser.cookies(origin)].map((pair) => pair.join('=')).join('; ');
    const answers = await Promise.all([browser.get(address, { cookie }), browser.get(address, { cookie })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(exchanges() - before).toBe(1);
    expect(answers.map((answer) => answer.json()['profile'])).toEqual(['달빛', '달빛']);
  });

  test('a callback in another browser is refused, and not with 500', async () => {
    const address = await callbackAddress(open());
    const answer = await open().get(address);
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ statusCode: 403, message: expect.stringContaining('state_missing') });
  });

  test('prompt=none without a session at Kakao gets 401, not 500', async () => {
    const answer = await open().follow(`${origin}/auth/kakao?prompt=none`);
    expect(answer.url).toContain(origin);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('login_required') });
  });

  test('an unknown code gets 401 for a script, and starts another login for a page', async () => {
    const browser = open();
    const address = new URL(await callbackAddress(browser));
    address.searchParams.set('code', 'made-up');
    const answer = await browser.get(address.href, { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' });
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('KOE320') });
    expect((await browser.get(address.href)).location).toContain('prompt=none');
  });

  const outages: [what: string, fault: Fault, status: number, says: string][] = [
    ['a wrong client secret', { kind: 'error', code: 'KOE010', on: 'oauth.token' }, 502, 'KOE010'],
    ['too many tokens issued', { kind: 'error', code: 'KOE237', on: 'oauth.token' }, 429, 'KOE237'],
    ['a page instead of JSON', { kind: 'html', on: 'oauth.token' }, 502, 'html'],
    ['a broken connection', { kind: 'reset', on: 'oauth.token' }, 503, 'cut'],
    ['a forged ID token', { kind: 'id-token', flaw: 'signature', on: 'oauth.token' }, 401, 'signature'],
    ['an ID token of another login', { kind: 'id-token', flaw: 'nonce', on: 'oauth.token' }, 401, 'nonce'],
    ['maintenance', { kind: 'answer', status: 503, on: 'oauth.token' }, 502, 'oauth.token'],
  ];
  test.each(outages)('%s at the callback does not cause a bare 500', async (_what, fault, status, says) => {
    const browser = open();
    const address = await callbackAddress(browser);
    emulator.faults.add({ ...fault, times: 2 }); // if the code was lost, a page starts another login
    const answer = await browser.follow(address);
    expect(answer.json()).toMatchObject({ statusCode: status, message: expect.stringContaining(says) });
    expect(answer.status).toBe(status);
  });

  test('a response that arrives byte by byte does not break a Korean name', async () => {
    emulator.faults.add({ kind: 'trickle', on: '*', times: 100 });
    const answer = await logIn(open(), `${origin}/auth/kakao`, person().id, emulator.url);
    expect(answer.json()).toMatchObject({ user: { name: '달빛' } });
  });

  test('failureRedirect is used, with the code of the error', async () => {
    const browser = open();
    const begun = await browser.get(`${origin}/auth/kakao`);
    const state = new URL(begun.location).searchParams.get('state')!;
    const answer = await browser.get(
      `${origin}/auth/kakao?error=access_denied&state=${state}&failure=${encodeURIComponent('/login?from=kakao')}`,
    );
    expect(answer.status).toBe(302);
    expect(answer.location).toBe(`${origin}/login?from=kakao&error=access_denied`);
  });

  test('with the filter, a browser that did not start the login gets a page', async () => {
    const answer = await open().get(`${origin}/auth/wholesale?code=stolen&state=forged`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('로그인을 완료하지 못했습니다');
  });

  const turnedAway = (path: string) =>
    logIn(open(), `${origin}${path}?keep=${encodeURIComponent('turn away')}`, person().id, emulator.url);

  test('a user whom the handler refuses gets 401', async () => {
    const answer = await turnedAway('/auth/kakao');
    expect(answer.status).toBe(401);
  });

  test('with KakaoAuthGuard and the filter, a refused user gets a page that says so', async () => {
    const answer = await turnedAway('/auth/strict');
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('<code>login_refused</code>');
  });

  test('the handleRequest method of a guard decides which users are accepted', async () => {
    const answer = await turnedAway('/auth/lenient');
    expect([answer.status, answer.json()]).toEqual([200, { name: 'a visitor' }]);
  });

  test('an error that the handler throws is the response', async () => {
    const answer = await logIn(open(), `${origin}/auth/kakao?keep=throw`, person().id, emulator.url);
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ message: '탈퇴한 회원입니다.' });
  });

  test('@KakaoLogin() on a route without a guard fails and says what is missing', async () => {
    const answer = await open().get(`${origin}/auth/kakao/unguarded`);
    expect(answer.status).toBe(500);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('KakaoAuthGuard') });
  });
});
