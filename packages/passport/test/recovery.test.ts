import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { KakaoStrategy, type KakaoLogin, type KakaoStrategyOptions } from '@kakao-login/passport';
import express from 'express';
import { array, asyncProperty, assert, constantFrom, record } from 'fast-check';
import type { Browser } from './support/browser.js';
import { clientSecret, person, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop, type Welcome } from './support/shop.js';

let kakao: Kakao;
/** Two instances of one service. */
let shop: Shop;
let second: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao, before: [express.json()] });
  second = await openShop({ kakao, strategy: { callbackURL: `${shop.url}/auth/kakao/callback` } });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
});
afterAll(async () => {
  await Promise.all([shop.close(), second.close()]);
  await kakao.close();
});

const spent = { status: 400, body: { error: 'invalid_grant', error_code: 'KOE320' } };
const refused = { status: 401, body: { error: 'invalid_client', error_code: 'KOE010' } };

const authorized = () => kakao.requests.filter(({ path }) => path === '/oauth/authorize').map((one) => one.parameters);
const prompts = () => authorized().map((parameters) => parameters.get('prompt'));

/** The same URL on the other instance. Cookies do not depend on the port. */
const there = (address: string) => address.replace(shop.url, second.url);
async function openThere(browser: Browser, back: string): Promise<Response> {
  const elsewhere = second.browser();
  for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
  const response = await elsewhere.open(there(back));
  for (const line of response.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';', 1)[0]!.split('=', 2);
    browser.cookies.set(name, value);
  }
  return response;
}
const location = (response: Response) => response.headers.get('location') ?? '';
const error = async (response: Response) => [response.status, ((await response.json()) as { error: string }).error];

describe('a login whose code is lost', () => {
  test.each<[string, Kakao['bends']['tokens'][number]]>([
    ['Kakao reports a used code', spent],
    ['Kakao returns only invalid_grant', { status: 400, body: { error: 'invalid_grant' } }],
    ['the connection breaks after the code was sent', 'cut'],
    ['the response is empty', { status: 200, body: '' }],
    ['the response is incomplete', { status: 200, body: '{"access_token":"a' }],
  ])('restarts without a screen if %s', async (_what, answer) => {
    shop.login = { state: { cart: 7 }, returnTo: '/cart', scope: ['openid', 'account_email'] };
    kakao.bends.tokens = [answer];
    const response = await shop.browser().follow('/auth/kakao');
    const { user, authInfo } = (await response.json()) as Welcome;
    expect(user.login.profile.id).toBe(person.id);
    expect(authInfo).toEqual({ state: { cart: 7 }, returnTo: '/cart' });
    const [first, again, ...more] = authorized();
    expect([first?.get('prompt'), again?.get('prompt'), more]).toEqual([null, 'none', []]);
    for (const name of ['redirect_uri', 'scope', 'client_id']) expect(again?.get(name)).toBe(first?.get(name));
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(again?.get(name)).toBeTruthy();
      expect(again?.get(name)).not.toBe(first?.get(name));
    }
  });

  test('restarts after a timeout, because the code may have been used', async () => {
    const client = new KakaoClient({
      clientId: restApiKey,
      clientSecret,
      hosts: kakao.url,
      timeouts: { response: 50 },
    });
    const hasty = await openShop({ kakao, strategy: { client } });
    kakao.bends.token = 'hang';
    expect(await error(await hasty.browser().follow('/auth/kakao'))).toEqual([504, 'timeout']);
    expect(prompts()).toEqual([null, 'none']);
    await hasty.close();
  });

  test('fails with the error if the second code is lost too', async () => {
    kakao.bends.token = spent;
    expect(await error(await shop.browser().follow('/auth/kakao'))).toEqual([401, 'KOE320']);
    expect(prompts()).toEqual([null, 'none']);
  });

  test.each(['login_required', 'consent_required', 'interaction_required'])(
    'restarts with a screen, once, if Kakao needs one (%s)',
    async (why) => {
      kakao.bends.tokens = [spent];
      kakao.bends.refuseSilent = why;
      expect((await shop.browser().follow('/auth/kakao')).status).toBe(200);
      expect(prompts()).toEqual([null, 'none', null]);
      kakao.requests.length = 0;
      kakao.bends.token = spent;
      expect(await error(await shop.browser().follow('/auth/kakao'))).toEqual([401, 'KOE320']);
      expect(prompts()).toEqual([null, 'none', null]);
    },
  );

  test.each<[string, Kakao['bends']['tokens'][number], string]>([
    ['a wrong secret', refused, 'KOE010'],
    ['another redirect URI', { status: 400, body: { error: 'invalid_grant', error_code: 'KOE303' } }, 'KOE303'],
    ['a complete 503', { status: 503, body: { error: 'server_error' } }, 'server_error'],
    ['a page', { status: 502, body: '<html>', type: 'text/html' }, 'html'],
  ])('does not restart after %s', async (_what, answer, code) => {
    kakao.bends.tokens = [answer];
    expect((await error(await shop.browser().follow('/auth/kakao')))[1]).toBe(code);
    expect(prompts()).toEqual([null]);
  });

  test('does not restart if Kakao could not be reached: the same callback works later', async () => {
    const broken = await openShop({ kakao, strategy: { tokenURL: 'http://127.0.0.1:1/oauth/token' } });
    const browser = broken.browser();
    const back = await browser.comeBack();
    expect(await error(await browser.open(back))).toEqual([503, 'connect_failed']);
    const mended = await openShop({ kakao, strategy: { callbackURL: `${broken.url}/auth/kakao/callback` } });
    const later = mended.browser();
    for (const [name, value] of browser.cookies) later.cookies.set(name, value);
    expect((await later.open(`/auth/kakao/callback${new URL(back).search}`)).status).toBe(200);
    expect(prompts()).toEqual([null]);
    await Promise.all([broken.close(), mended.close()]);
  });

  test('keeps its error for a script', async () => {
    kakao.bends.tokens = [spent];
    const browser = shop.browser();
    const headers = { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' };
    expect(await error(await browser.open(await browser.comeBack(), { headers }))).toEqual([401, 'KOE320']);
  });

  test('keeps its error for a posted callback', async () => {
    kakao.bends.tokens = [spent];
    const browser = shop.browser();
    const back = new URL(await browser.comeBack());
    const body = JSON.stringify(Object.fromEntries(back.searchParams));
    const headers = { 'content-type': 'application/json' };
    const response = await browser.open('/auth/kakao/callback', { method: 'POST', headers, body });
    expect(await error(response)).toEqual([401, 'KOE320']);
  });

  test.each<[string, Partial<KakaoStrategyOptions>]>([
    ['state: false', { state: false }],
    [
      'a store that stores nothing',
      {
        pkce: false,
        nonce: false,
        store: {
          store: (_request: never, done: (error: null, state: string) => void) => done(null, 'fixed'),
          verify: (_request: never, _state: never, done: (error: null, ok: boolean) => void) => done(null, true),
        },
      },
    ],
  ])('keeps its error with %s', async (_what, strategy) => {
    const plain = await openShop({ kakao, strategy });
    kakao.bends.token = spent;
    expect(await error(await plain.browser().follow('/auth/kakao'))).toEqual([401, 'KOE320']);
    expect(prompts()).toEqual([null]);
    await plain.close();
  });

  test('restarts with a store of passport-oauth2 that stores values', async () => {
    const kept = new Map<string, unknown>();
    type Done = (error: null, value: unknown, state?: unknown) => void;
    const store = {
      store: (_request: never, _verifier: never, state: unknown, _meta: never, done: Done) => {
        const handle = `handle-${kept.size}`;
        kept.set(handle, state);
        done(null, handle);
      },
      verify: (_request: never, handle: string, done: Done) => done(null, kept.has(handle), kept.get(handle)),
    };
    const own = await openShop({ kakao, strategy: { store }, login: { state: 'mine', scope: 'openid' } });
    kakao.bends.tokens = [spent];
    expect(await (await own.browser().follow('/auth/kakao')).json()).toMatchObject({ authInfo: { state: 'mine' } });
    expect(prompts()).toEqual([null, 'none']);
    await own.close();
  });

  test('never shows a screen if it is silent', async () => {
    jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    shop.login = { silent: true, returnTo: '/failed?page=1' };
    kakao.bends.tokens = [spent];
    expect((await shop.browser().follow('/auth/kakao')).status).toBe(200);
    kakao.bends.tokens = [spent, spent];
    expect(await (await shop.browser().follow('/auth/kakao')).json()).toEqual({ page: '1' });
    expect(prompts()).toEqual(['none', 'none', 'none', 'none']);
    jest.restoreAllMocks();
  });
});

describe('a login that requires a screen never succeeds without one', () => {
  class Careful extends KakaoStrategy {
    override authorizationParams(options: object) {
      return { ...super.authorizationParams(options), max_age: '0' };
    }
  }
  const verify = (login: KakaoLogin) => ({ login });
  test.each<[string, Parameters<typeof openShop>[0], string | null]>([
    ['a route', { kakao, login: { prompt: 'login' } }, 'login'],
    ['a route that lets the user choose', { kakao, login: { prompt: 'select_account' } }, 'select_account'],
    ['the strategy', { kakao, strategy: { prompt: 'login' } }, 'login'],
    ['a subclass', { kakao, make: (options) => new Careful(options, verify) }, null],
  ])('if %s requires it', async (_who, settings, prompt) => {
    const careful = await openShop({ ...settings, kakao });
    const browser = careful.browser();
    const back = new URL(await browser.comeBack());
    back.searchParams.set('code', 'garbage');
    const again = new URL(location(await browser.open(back.href)));
    expect(again.searchParams.get('prompt')).toBe(prompt);

    // The same applies to its callback when it is opened again after the login.
    const done = (await browser.open(again.href)).headers.get('location')!;
    expect((await browser.open(done)).status).toBe(200);
    const refreshed = new URL(location(await browser.open(done)));
    expect(refreshed.searchParams.get('prompt')).toBe(prompt);
    await careful.close();
  });

  test('if authorizationURL requires it', async () => {
    const authorizationURL = `${kakao.url}/oauth/authorize?prompt=login`;
    const careful = await openShop({ kakao, strategy: { authorizationURL } });
    const browser = careful.browser();
    const back = new URL(await browser.comeBack());
    back.searchParams.set('code', 'garbage');
    expect(new URL(location(await browser.open(back.href))).searchParams.getAll('prompt')).toEqual(['login']);
    await careful.close();
  });
});

describe('one callback that reaches two instances', () => {
  test('at the same time logs in twice', async () => {
    kakao.bends.delay = 20;
    const browser = shop.browser();
    const back = await browser.comeBack();
    const answers = await Promise.all([browser.open(back), openThere(browser, back)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 302]));
    const again = answers.map(location).find((address) => address !== '')!;
    expect((await browser.open(location(await browser.open(again)))).status).toBe(200);
    expect(prompts()).toEqual([null, 'none']);
  });

  test('one after the other leads to the same page', async () => {
    shop.login = { returnTo: '/cart', state: 1 };
    const browser = shop.browser();
    const back = await browser.comeBack();
    expect((await browser.open(back)).status).toBe(200);
    kakao.requests.length = 0;
    const response = await openThere(browser, back);
    expect(new URL(location(response)).searchParams.get('prompt')).toBe('none');
    expect(kakao.calls()).toEqual([]);
    const landed = await browser.open(location(await browser.open(location(response))));
    expect(await landed.json()).toMatchObject({ authInfo: { returnTo: '/cart', state: 1 } });
  });
});

describe('a callback that is opened again after its login', () => {
  test('leads to the same page, on the same instance without a request to Kakao', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    const first = await (await browser.open(back)).text();
    kakao.requests.length = 0;
    expect(await (await browser.open(back)).text()).toBe(first);
    expect(kakao.requests).toEqual([]);
  });

  test('shows the same error again if Kakao sent one', async () => {
    kakao.bends.refuse = { error: 'access_denied' };
    const browser = shop.browser();
    const back = await browser.comeBack();
    expect(await error(await browser.open(back))).toEqual([403, 'access_denied']);
    expect(await error(await openThere(browser, back))).toEqual([403, 'access_denied']);
    expect(prompts()).toEqual([null]);
  });

  test('tries again if the login failed for another reason', async () => {
    kakao.bends.tokens = [refused];
    const browser = shop.browser();
    const back = await browser.comeBack();
    expect((await error(await browser.open(back)))[1]).toBe('KOE010');
    const again = location(await browser.open(back));
    expect((await browser.open(location(await browser.open(again)))).status).toBe(200);
  });

  test('returns an error to a script', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    await browser.open(back);
    const other = back.replace(/code=[^&]+/, 'code=another');
    const headers = { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' };
    expect(await error(await browser.open(other, { headers }))).toEqual([403, 'state_replayed']);
  });

  test('leads to Kakao only a few times', async () => {
    const browser = shop.browser();
    let back = await browser.comeBack();
    for (let times = 0; times < 5; times += 1) {
      await browser.open(back);
      const again = await openThere(browser, back);
      back = location(await browser.open(location(again)));
    }
    await browser.open(back);
    expect(await error(await openThere(browser, back))).toEqual([403, 'state_replayed']);
  });
});

test('a forged callback is refused, and does not restart a login', async () => {
  const browser = shop.browser();
  const back = new URL(await browser.comeBack());
  kakao.requests.length = 0;
  back.searchParams.set('state', `${back.searchParams.get('state')!.slice(0, -2)}AA`);
  expect(await error(await browser.open(back.href))).toEqual([403, 'state_mismatch']);
  expect(await error(await shop.browser().open(back.href))).toEqual([403, 'state_missing']);
  expect(kakao.requests).toEqual([]);
});

test('a login ends with any responses of Kakao: after three attempts, or a few more if every request is sent twice', async () => {
  const answers = { taken: undefined, spent, cut: 'cut', refused, empty: { status: 200, body: '' } } as const;
  const kinds = constantFrom<keyof typeof answers>('taken', 'spent', 'cut', 'refused', 'empty');
  const step = record({
    token: kinds,
    silent: constantFrom(undefined, 'login_required', 'consent_required', 'access_denied'),
    twice: constantFrom(false, true),
    instance: constantFrom('shop', 'second'),
  });
  const login = constantFrom({}, { prompt: 'login' as const }, { silent: true }, { scope: 'account_email' });
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  await assert(
    asyncProperty(array(step, { minLength: 16, maxLength: 16 }), login, async (steps, options) => {
      kakao.reset();
      shop.login = options;
      const browser = shop.browser();
      let next = location(await browser.open('/auth/kakao'));
      let attempts = 0;
      for (const { token, silent, twice, instance } of steps) {
        if (!next.startsWith(kakao.url)) break;
        attempts += 1;
        kakao.bends.refuseSilent = silent;
        kakao.bends.token = answers[token];
        const back = location(await browser.open(next));
        // A proxy that repeats requests returns the response to the last one.
        if (twice) await (instance === 'shop' ? browser.open(back) : openThere(browser, back));
        const response = await (instance === 'second' ? openThere(browser, back) : browser.open(back));
        next = location(response);
      }
      expect(next.startsWith(kakao.url)).toBe(false);
      expect(attempts).toBeLessThanOrEqual(steps.some(({ twice }) => twice) ? 13 : 3);
    }),
    { numRuns: 60 },
  );
  jest.restoreAllMocks();
});
