import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoConsent, type KakaoProblem, type KakaoStrategy, type StateStoreLike } from '@kakao-login/passport';
import session from 'express-session';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Welcome } from './support/shop.js';

const require = createRequire(import.meta.url);
type StoreClass = new (options: { key: string }) => StateStoreLike;
const upstream = (name: string) => new (require(`passport-oauth2/lib/state/${name}`) as StoreClass)({ key: 'kakao' });

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(() => kakao.close());

const mine = new Error('Redis is away');
const withSession = () => session({ secret: 'a session secret', resave: false, saveUninitialized: false });
const open = (store: StateStoreLike, more: object = {}) =>
  openShop({ kakao, strategy: { store, ...more }, before: [withSession()] });

describe('a state store of passport-oauth2', () => {
  test.each([
    ['pkcesession', 'store(req, verifier, state, meta, done)'],
    ['store', 'store(req, state, meta, done)'],
  ])('%s, %s, stores verifier, nonce and state in the session', async (name) => {
    const shop = await open(upstream(name));
    shop.login = { state: { cart: 7 } };
    const browser = shop.browser();
    const { query } = await browser.begin();
    expect([query.has('nonce'), query.has('code_challenge')]).toEqual([true, true]);
    expect([...browser.cookies.keys()]).toEqual(['connect.sid']);

    const response = await browser.follow('/auth/kakao');
    expect(response.status).toBe(200);
    expect(((await response.json()) as Welcome).user.login.state).toEqual({ cart: 7 });
    kakao.bends.claims = { nonce: 'of-somebody-else' };
    expect((await browser.follow('/auth/kakao')).status).toBe(401);
    await shop.close();
  });

  test('session, store(req, done), checks the state, without PKCE and nonce', async () => {
    const shop = await open(upstream('session'), { pkce: false, nonce: false });
    const browser = shop.browser();
    expect((await browser.follow('/auth/kakao')).status).toBe(200);
    shop.login = { state: 'no place for it' };
    expect(await (await browser.open('/auth/kakao')).json()).toMatchObject({ error: 'store_cannot_keep' });
    await shop.close();
  });

  test('refuses a callback of another browser, and a second one of the same browser', async () => {
    const shop = await open(upstream('pkcesession'));
    const browser = shop.browser();
    const back = await browser.comeBack();
    const refused = await shop.browser().open(back);
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ error: 'state_mismatch' })]);
    expect((await browser.open(back)).status).toBe(200);
    expect(await (await browser.open(back)).json()).toMatchObject({ error: 'state_replayed' });
    await shop.close();
  });

  test('that fails passes on its own error', async () => {
    const store = {
      store: (_req: object, _verifier: string, _state: unknown, _meta: object, done: (error: Error) => void) =>
        done(mine),
      verify: (_req: object, _handle: string, _meta: object, done: (error: Error) => void) => done(mine),
    };
    const shop = await openShop({ kakao, strategy: { store } });
    await shop.browser().open('/auth/kakao');
    await shop.browser().open('/auth/kakao/callback?code=a&state=b');
    expect(shop.errors).toEqual([mine, mine]);
    await shop.close();
  });

  test.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(mine)],
    [
      'throws',
      () => {
        throw mine;
      },
    ],
  ])('that %s fails the login with its error', async (_how, fail) => {
    const store = {
      store: (_req: object, _verifier: string, _state: unknown, _meta: object, _done: () => void) => fail(),
      verify: (_req: object, _handle: string, _meta: object, _done: () => void) => fail(),
    };
    const shop = await openShop({ kakao, strategy: { store } });
    const begun = await shop.browser().open('/auth/kakao');
    const back = await shop.browser().open('/auth/kakao/callback?code=a&state=b');
    expect([begun.status, back.status, shop.errors]).toEqual([500, 500, [mine, mine]]);
    await shop.close();
  });

  test('that loses the stored values is detected, and the login fails', async () => {
    const store = {
      store: (
        _req: object,
        _verifier: string,
        _state: unknown,
        _meta: object,
        done: (error: null, handle: string) => void,
      ) => done(null, 'handle'),
      verify: (_req: object, _handle: string, done: (error: null, ok: boolean) => void) => done(null, true),
    };
    const shop = await openShop({ kakao, strategy: { store } });
    const response = await shop.browser().follow('/auth/kakao');
    expect(await response.json()).toMatchObject({
      error: 'store_cannot_keep',
      remedy: { en: expect.stringContaining('`verify` `done(null, true, state)`') },
      kind: 'usage',
    });
    await shop.close();
  });
});

test.each<[string, string, number]>([
  ['works with the same `cookie.secret`', 'a secret of both shops, 32 long..', 302],
  ['is refused with another', 'a secret of one shop only, 32 long', 403],
])('a consent URL of another instance %s, even with a store', async (_what, secret, status) => {
  const first = await open(upstream('pkcesession'), { cookie: { secret: 'a secret of both shops, 32 long..' } });
  const second = await open(upstream('pkcesession'), { cookie: { secret } });
  const consent = createKakaoConsent(first.strategy as KakaoStrategy, { currentUser: () => null });
  const answer = await consent.check({ method: 'POST', headers: {}, url: '/orders' }, {});
  const { pathname, search } = new URL((answer as { problem: KakaoProblem }).problem.loginUrl!);
  expect((await second.browser().open(pathname + search)).status).toBe(status);
  await first.close();
  await second.close();
});

describe('state: false', () => {
  test('stores nothing, for a page of the JavaScript SDK that sends no state', async () => {
    const shop = await openShop({ kakao, strategy: { state: false } });
    const browser = shop.browser();
    const { query } = await browser.begin();
    expect([query.has('state'), query.has('nonce'), query.has('code_challenge'), browser.cookies.size]).toEqual([
      false,
      false,
      false,
      0,
    ]);
    expect((await shop.browser().open(await browser.comeBack())).status).toBe(200);
    await shop.close();
  });

  test.each<[option: string, login: object]>([
    ['passport.authenticate({ state })', { state: 'cart' }],
    ['returnTo', { returnTo: '/cart' }],
    ['silent', { silent: true }],
    ['nonce', { nonce: 'mine' }],
    ['link', { link: true }],
  ])('reports that `%s` does not work with it', async (option, login) => {
    const strategy = { state: false, currentMember: () => 'member-1' };
    const shop = await openShop({ kakao, strategy, login });
    const response = await shop.browser().open('/auth/kakao');
    expect(await response.json()).toMatchObject({
      error: 'store_cannot_keep',
      reason: { en: `With \`state: false\`, nothing is stored during a login, so \`${option}\` does not work.` },
      kind: 'usage',
    });
    await shop.close();
  });

  test('reports the same for consent, and for a login with the JavaScript SDK', async () => {
    const shop = await openShop({ kakao, strategy: { state: false, adminKey: 'admin-key' } });
    const strategy = shop.strategy as KakaoStrategy;
    const headers = { host: 'shop.example', accept: 'text/html' };
    const visit = { method: 'GET', headers, url: '/', res: { appendHeader: () => {}, setHeader: () => {} } };
    const consent = createKakaoConsent(strategy, { currentUser: () => null });
    await expect(consent.check(visit, {})).rejects.toMatchObject({ option: 'createKakaoConsent' });
    await expect(strategy.simpleLogin(visit)).rejects.toMatchObject({ option: 'simpleLogin' });
    await shop.close();
  });
});
