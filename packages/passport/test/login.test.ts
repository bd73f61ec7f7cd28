import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestHandler } from 'express';
import { person, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop, type Welcome } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
  shop.callback = {};
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

describe('a login', () => {
  test('results in the user, their tokens and verified claims, after one request to Kakao', async () => {
    const response = await shop.browser().follow('/auth/kakao');
    expect(response.status).toBe(200);
    const { user } = (await response.json()) as Welcome;
    expect(user.login.profile).toMatchObject({ provider: 'kakao', id: person.id, displayName: '홍길동' });
    expect(user.login.claims?.sub).toBe(person.id);
    expect(user.login.tokens).toMatchObject({ refresh_token: 'refresh-1', expires_in: 21599 });
    expect(kakao.calls()).toEqual(['/oauth/token']);
  });

  test('loads the user from Kakao if the ID token does not contain everything that the user agreed to', async () => {
    kakao.bends.scope = 'openid profile_nickname phone_number';
    const { user } = (await (await shop.browser().follow('/auth/kakao')).json()) as Welcome;
    expect(user.login.user?.id).toBe(person.id);
    expect(kakao.calls()).toEqual(['/oauth/token', '/v2/user/me']);
  });

  test('loads the user from Kakao if the agreed e-mail address is not in the ID token', async () => {
    kakao.bends.claims = { email: undefined };
    await shop.browser().follow('/auth/kakao');
    expect(kakao.calls()).toEqual(['/oauth/token', '/v2/user/me']);
  });

  test('works without OpenID Connect, and keeps an ID above 2^53 exact', async () => {
    kakao.bends.oidc = false;
    const { user } = (await (await shop.browser().follow('/auth/kakao')).json()) as Welcome;
    expect(user.login.profile.id).toBe('1285016924429472463');
    expect(user.login.claims).toBeUndefined();
  });

  test('sends state, nonce and an S256 challenge by default', async () => {
    const { query } = await shop.browser().begin();
    expect(query.get('state')).toMatch(/^[0-9a-d][\w-]{43}$/);
    expect(query.get('nonce')).toMatch(/^[\w-]{22}$/);
    expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('client_id')).toBe(restApiKey);
    expect(query.get('redirect_uri')).toBe(`${shop.url}/auth/kakao/callback`);
  });

  test('is not stored by caches', async () => {
    expect((await shop.browser().open('/auth/kakao')).headers.get('cache-control')).toBe('no-store');
  });

  test('returns the URL of the login to a script, because it cannot follow a redirect to Kakao', async () => {
    const response = await shop.browser().open('/auth/kakao', { headers: { 'sec-fetch-dest': 'empty' } });
    expect(response.status).toBe(200);
    const { loginUrl } = (await response.json()) as { loginUrl: string };
    expect(loginUrl).toMatch(`${kakao.url}/oauth/authorize?`);
  });

  test('requested by a script can be finished by the browser', async () => {
    const browser = shop.browser();
    const response = await browser.open('/auth/kakao', { headers: { 'sec-fetch-dest': 'empty' } });
    const { loginUrl } = (await response.json()) as { loginUrl: string };
    expect((await browser.follow(loginUrl)).status).toBe(200);
  });

  test('finishes with a code that the front end received and posts', async () => {
    const browser = shop.browser();
    const { searchParams } = new URL(await browser.comeBack());
    const query = `code=${searchParams.get('code')}&state=${searchParams.get('state')}`;
    expect((await browser.open(`/auth/kakao/callback?${query}`, { method: 'POST' })).status).toBe(200);
  });
});

describe('the authorize request', () => {
  test.each([
    [{ prompt: 'login' }, { prompt: 'login' }],
    [{ prompt: 'none' }, { prompt: 'none' }],
    [{ prompt: 'create' }, { prompt: 'create' }],
    [{ prompt: 'select_account' }, { prompt: 'select_account' }],
    [{ prompt: ['login', 'create'] }, { prompt: 'login,create' }],
    [{ prompt: 'select_account,login' }, { prompt: 'select_account,login' }],
    [
      { prompt: 'none', loginHint: '+82 10-1234-5678' },
      { prompt: 'none', login_hint: '+82 10-1234-5678' },
    ],
    [{ scope: ['openid', 'gender'] }, { scope: 'openid,gender' }],
    [{ scope: 'account_email,gender' }, { scope: 'account_email,gender' }],
    [{ serviceTerms: ['a_1', 'b_2'] }, { service_terms: 'a_1,b_2' }],
    [{ channelPublicIds: ['_ZeUTxl'] }, { channel_public_id: '_ZeUTxl' }],
    [{ nonce: 'n-of-my-own' }, { nonce: 'n-of-my-own' }],
  ])('of a request with %j', async (options, expected) => {
    shop.login = options;
    const { query } = await shop.browser().begin();
    expect(Object.fromEntries(query)).toMatchObject(expected);
  });

  test('has no optional parameters by default', async () => {
    const { query } = await shop.browser().begin();
    expect([...query.keys()].toSorted()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'state',
    ]);
  });

  test('has the options of the strategy, unless the request overrides them', async () => {
    const fixed = await openShop({ kakao, strategy: { prompt: 'login', scope: ['gender'], serviceTerms: 'a_1' } });
    expect(Object.fromEntries((await fixed.browser().begin()).query)).toMatchObject({
      prompt: 'login',
      scope: 'gender',
    });
    fixed.login = { prompt: 'select_account', scope: [] };
    const { query } = await fixed.browser().begin();
    expect([query.get('prompt'), query.get('scope'), query.get('service_terms')]).toEqual([
      'select_account',
      null,
      'a_1',
    ]);
    await fixed.close();
  });

  test('encodes spaces as every server accepts them', async () => {
    shop.login = { loginHint: '+82 10-1234-5678' };
    expect((await shop.browser().begin()).authorize).toContain('login_hint=%2B82%2010-1234-5678');
  });
});

describe("the application's own state", () => {
  test.each([['/cart?a=1&b=2'], [42], [true], [null], [{ returnTo: '/나의 장바구니', list: [1, { deep: '값' }] }]])(
    'is returned unchanged: %j',
    async (state) => {
      shop.login = { state };
      const { user, authInfo } = (await (await shop.browser().follow('/auth/kakao')).json()) as Welcome;
      expect(user.login.state).toEqual(state);
      expect(authInfo.state).toEqual(state);
    },
  );

  test('cannot be read or changed in the browser, and is never the OAuth state', async () => {
    shop.login = { state: 'secret-plan' };
    const browser = shop.browser();
    const { authorize } = await browser.begin();
    expect(authorize).not.toContain('secret-plan');
    expect(JSON.stringify([...browser.cookies])).not.toContain(Buffer.from('secret-plan').toString('base64url'));
  });

  test.each([
    ['more than a cookie can hold', 'x'.repeat(2000), 'state_too_large'],
    ['values that JSON does not support', () => 1, 'state_not_json'],
    ['a bigint', 1n, 'state_not_json'],
  ])('is refused for %s', async (_what, state, code) => {
    shop.login = { state };
    const response = await shop.browser().open('/auth/kakao');
    expect(await response.json()).toMatchObject({ error: code, kind: 'usage' });
  });
});

describe('two legs on one path', () => {
  test('work, as in many applications', async () => {
    const one = await openShop({
      kakao,
      strategy: { callbackURL: '/auth/kakao' },
    });
    expect((await one.browser().follow('/auth/kakao')).status).toBe(200);
    await one.close();
  });
});

describe('a relative callback URL', () => {
  test('is resolved against the URL of the request', async () => {
    const relative = await openShop({ kakao, strategy: { callbackURL: '/auth/kakao/callback' } });
    const browser = relative.browser();
    expect((await browser.begin()).query.get('redirect_uri')).toBe(`${relative.url}/auth/kakao/callback`);
    expect((await browser.follow('/auth/kakao')).status).toBe(200);
    await relative.close();
  });

  test('ignores X-Forwarded headers of an untrusted proxy', async () => {
    const relative = await openShop({ kakao, strategy: { callbackURL: '/auth/kakao/callback' } });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };
    const response = await relative.browser().open('/auth/kakao', { headers });
    expect(response.headers.get('location')).toContain(encodeURIComponent(`${relative.url}/auth/kakao/callback`));
    await relative.close();
  });

  test('with `proxy: false`, ignores the headers of a proxy that Express trusts', async () => {
    const before: RequestHandler = (request, _response, next) => {
      request.app.set('trust proxy', true);
      next();
    };
    const strategy = { callbackURL: '/auth/kakao/callback', proxy: false };
    const relative = await openShop({ kakao, strategy, before: [before] });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };
    const response = await relative.browser().open('/auth/kakao', { headers });
    expect(response.headers.get('location')).toContain(encodeURIComponent(`${relative.url}/auth/kakao/callback`));
    await relative.close();
  });

  test('uses the headers of a trusted proxy', async () => {
    const relative = await openShop({ kakao, strategy: { callbackURL: '/auth/kakao/callback', proxy: true } });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.example' };
    const response = await relative.browser().open('/auth/kakao', { headers });
    expect(response.headers.get('location')).toContain(encodeURIComponent('https://shop.example/auth/kakao/callback'));
    await relative.close();
  });
});
