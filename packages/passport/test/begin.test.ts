import { describe, expect, test } from '@jest/globals';
import { KakaoStrategy } from '@kakao-login/passport';
import type { KakaoStrategyOptions } from '@kakao-login/passport';
import { begin, beginOnPage, optionsFor } from '../src/begin.js';
import type { HttpRequest } from '../src/http.js';
import type { PendingLogin } from '../src/pending-login.js';
import { maxSilentReturnTo } from '../src/return-to.js';
import type { Visit } from '../src/visit.js';

/** The response to a request, as far as a login sets it. */
class Answer {
  statusCode = 200;
  body = '';
  setHeader(): void {}
  getHeader(): void {}
  end(body = ''): void {
    this.body = body;
  }
}

interface Given {
  strategy?: Partial<KakaoStrategyOptions>;
  options?: Visit['options'];
  request?: Partial<HttpRequest>;
  needed?: Visit['needed'];
  /** Whether the store returns what it has stored. */
  recovers?: boolean;
  /** What the store returns. */
  handle?: string | undefined;
}

/** A visit of a strategy, whose store remembers the logins that it gets. */
function prepare(given: Given = {}): { visit: Visit; answer: Answer; stored: PendingLogin[] } {
  const { options = {}, request = {}, needed, recovers = true } = given;
  const handle = 'handle' in given ? given.handle : 'handle';
  const strategy = new KakaoStrategy(
    {
      clientID: 'key',
      clientSecret: 'secret-of-exactly-32-characters!',
      callbackURL: 'https://shop.example/auth/kakao/callback',
      ...given.strategy,
    },
    () => ({}),
  );
  const { parts } = strategy as unknown as { parts: Visit['parts'] };
  const stored: PendingLogin[] = [];
  const store = {
    ...parts.store,
    recovers,
    keep: (_: HttpRequest, pending: PendingLogin) => {
      stored.push(pending);
      return Promise.resolve(handle);
    },
  };
  const answer = new Answer();
  const visit = {
    parts: { ...parts, store, client: { warm: () => undefined } },
    strategy,
    options,
    needed,
    request: { method: 'GET', url: '/auth/kakao', headers: { host: 'shop.example' }, res: answer, ...request },
  };
  return { visit: visit as unknown as Visit, answer, stored };
}

/** The login that the store gets. */
async function pendingOf(given: Given): Promise<PendingLogin | undefined> {
  const { visit, stored } = prepare(given);
  await begin(visit);
  return stored[0];
}

const script = { host: 'shop.example', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' };

describe('a request that starts a login', () => {
  test('redirects a page visit to Kakao', async () => {
    const { visit, stored } = prepare();
    expect(await begin(visit)).toEqual({ kind: 'redirect', url: expect.stringContaining('state=handle') as unknown });
    expect(stored).toHaveLength(1);
  });

  test('starts nothing for a prefetch, and answers 503', async () => {
    const { visit, answer, stored } = prepare({ request: { headers: { 'sec-purpose': 'prefetch' } } });
    expect(await begin(visit)).toEqual({ kind: 'answered' });
    expect([answer.statusCode, stored]).toEqual([503, []]);
  });

  test.each<[string, Partial<HttpRequest>, string, number]>([
    ['of this site, with the URL at Kakao', { headers: script }, 'https://kauth.kakao.com', 1],
    [
      'of another site, with the URL of the route',
      { headers: { ...script, 'sec-fetch-site': 'cross-site' } },
      'http://shop.example/auth/kakao',
      0,
    ],
    [
      'of another site that posts, with the URL at Kakao',
      { method: 'POST', headers: { ...script, 'sec-fetch-site': 'cross-site' } },
      'https://kauth.kakao.com',
      1,
    ],
  ])('answers a script %s', async (_script, request, url, count) => {
    const { visit, answer, stored } = prepare({ request });
    expect(await begin(visit)).toEqual({ kind: 'answered' });
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([
      200,
      { loginUrl: expect.stringContaining(url) as unknown },
    ]);
    expect(stored).toHaveLength(count);
  });

  test('redirects a page of another site to Kakao', async () => {
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    expect(await begin(prepare({ request: { headers } }).visit)).toMatchObject({ kind: 'redirect' });
  });
});

describe('what a login stores', () => {
  test.each<[string, Given, boolean | undefined]>([
    ['is not known without a scope', {}, undefined],
    ['is required by the scope openid', { options: { scope: 'openid account_email' } }, true],
    ['is not expected with another scope', { options: { scope: 'openid_like' } }, false],
    ['is required by nonce: required', { strategy: { nonce: 'required' } }, true],
    ['is what the scope says with nonce: required', { strategy: { nonce: 'required', scope: 'name' } }, false],
  ])('whether Kakao has to send an ID token %s', async (_rule, given, idToken) => {
    expect((await pendingOf(given))?.idToken).toBe(idToken);
  });

  test('a nonce, unless the strategy has none or the route has its own', async () => {
    expect((await pendingOf({}))?.nonce).toMatch(/^[\w-]{22}$/);
    expect((await pendingOf({ strategy: { nonce: false } }))?.nonce).toBeUndefined();
    expect((await pendingOf({ options: { nonce: 'own' } }))?.nonce).toBe('own');
    expect((await pendingOf({ strategy: { nonce: false }, options: { nonce: 'own' } }))?.nonce).toBe('own');
  });

  test('the parameters for Kakao, if a login of the route without options would have others', async () => {
    const strategy = { scope: 'account_email' };
    const asked = async (given: Given) => (await pendingOf({ strategy, ...given }))?.asked;
    expect(await asked({})).toBeUndefined();
    expect(await asked({ options: { scope: 'account_email' } })).toBeUndefined();
    expect(await asked({ options: { scope: 'name' } })).toEqual({ scope: 'name' });
    expect(await asked({ options: { prompt: 'none' } })).toEqual({ scope: 'account_email', prompt: 'none' });
    expect(await asked({ options: { silent: true } })).toBeUndefined();
    expect(await asked({ options: { silent: true, scope: 'name' } })).toEqual({ scope: 'name', prompt: 'none' });
    expect(await asked({ options: { scope: 'name' }, recovers: false })).toBeUndefined();
  });

  test.each<[string, Given, string | undefined]>([
    [
      'of the query, if the strategy allows it',
      { strategy: { returnTo: true }, request: { url: '/?returnTo=/a' } },
      '/a',
    ],
    ['not of the query otherwise', { request: { url: '/?returnTo=/a' } }, undefined],
    ['of the route', { options: { returnTo: '/b' } }, '/b'],
    ['of the query of a silent login', { options: { silent: true }, request: { url: '/?returnTo=/a' } }, '/a'],
    [
      'not on another site',
      { options: { silent: true }, request: { url: '/?returnTo=https://evil.example/' } },
      undefined,
    ],
    [
      'as long as a silent login keeps',
      { options: { silent: true, returnTo: `/${'a'.repeat(maxSilentReturnTo - 1)}` } },
      `/${'a'.repeat(maxSilentReturnTo - 1)}`,
    ],
    [
      'not longer for a silent login',
      { options: { silent: true, returnTo: `/${'a'.repeat(maxSilentReturnTo)}` } },
      undefined,
    ],
    [
      'longer for a login with a screen',
      { options: { returnTo: `/${'a'.repeat(maxSilentReturnTo)}` } },
      `/${'a'.repeat(maxSilentReturnTo)}`,
    ],
  ])('returnTo %s', async (_rule, given, returnTo) => {
    expect((await pendingOf(given))?.returnTo).toBe(returnTo);
  });
});

describe('options for what a route needs', () => {
  const only = { prompt: [], loginHint: '', channelPublicIds: [], silent: false };
  test.each<[string, Partial<KakaoStrategyOptions>, NonNullable<Visit['needed']>, object]>([
    ['nothing', {}, {}, { silent: false }],
    ['items', { scope: 'openid' }, { scopes: ['name'] }, { ...only, scope: ['name'], serviceTerms: [] }],
    ['terms', {}, { terms: ['tag'] }, { ...only, scope: [], serviceTerms: ['tag'] }],
    [
      'items, for a strategy that reads only ID tokens',
      { profile: 'id_token' },
      { scopes: ['name'] },
      { ...only, scope: ['openid', 'name'], serviceTerms: [] },
    ],
    [
      'terms, for a strategy that reads only ID tokens',
      { profile: 'id_token' },
      { terms: ['tag'] },
      { ...only, scope: [], serviceTerms: ['tag'] },
    ],
    ['a recent login', {}, { maxAge: 60 }, { scope: [], prompt: 'login', silent: false }],
    [
      'a recent login, with a scope',
      { scope: 'name' },
      { maxAge: 60 },
      { scope: ['openid', 'name'], prompt: 'login', silent: false },
    ],
    [
      'a recent login, with openid',
      { scope: ['openid', 'name'] },
      { maxAge: 60 },
      { scope: ['openid', 'name'], prompt: 'login', silent: false },
    ],
  ])('%s', (_need, strategy, needed, options) => {
    expect(optionsFor(prepare({ strategy }).visit.parts, needed)).toEqual(options);
  });

  test('a consent URL in the request does not replace what a page asks for', async () => {
    const { visit } = prepare({ needed: { scopes: ['name'] }, request: { url: '/auth/kakao?kakao_consent=broken' } });
    expect(await begin(visit)).toMatchObject({ kind: 'redirect' });
    const { visit: another } = prepare({ request: { url: '/auth/kakao?kakao_consent=broken' } });
    await expect(begin(another)).rejects.toMatchObject({ code: 'consent_url_invalid' });
  });
});

describe('a login that the page starts', () => {
  test('gets settings without a code challenge, and only those that have a value', async () => {
    const { visit, stored } = prepare({ options: { scope: 'name' } });
    const settings = await beginOnPage(visit);
    expect(settings).toEqual({
      redirectUri: 'https://shop.example/auth/kakao/callback',
      state: 'handle',
      nonce: stored[0]?.nonce,
      scope: 'name',
    });
    expect(Object.keys(settings)).toHaveLength(4);
    expect(stored[0]?.codeVerifier).toBeUndefined();
  });

  test('fails if the store returns no state', async () => {
    await expect(beginOnPage(prepare({ handle: undefined }).visit)).rejects.toMatchObject({
      kind: 'usage',
      option: 'store',
    });
    const off = prepare({ handle: undefined, strategy: { state: false } });
    await expect(beginOnPage(off.visit)).rejects.toMatchObject({ kind: 'usage', option: 'simpleLogin' });
  });
});
