import { describe, expect, test } from '@jest/globals';
import { codeChallenge, derivedFrom, isPendingLogin, newPendingLogin, repeated } from '../src/pending-login.js';
import type { PendingLogin } from '../src/pending-login.js';

const callbackURL = 'https://shop.example/auth/kakao/callback';
const createdAt = 1_800_000_000_000;
type Begin = Parameters<typeof newPendingLogin>[0];
const begin = (more: Partial<Begin> = {}): PendingLogin =>
  newPendingLogin({
    callbackURL,
    createdAt,
    pkce: true,
    nonce: true,
    idToken: undefined,
    state: undefined,
    returnTo: undefined,
    needed: undefined,
    link: undefined,
    silent: false,
    asked: undefined,
    ...more,
  });
const again = (pending: PendingLogin, pkce = true): PendingLogin =>
  repeated(pending, { createdAt: createdAt + 1, pkce, attempt: 2, replays: 1 });

describe('the secrets of a login', () => {
  test('are new each time, and long enough', () => {
    const [first, second] = [begin(), begin()];
    for (const name of ['seed', 'codeVerifier', 'nonce'] as const) expect(first[name]).not.toBe(second[name]);
    // 128 random bits each. A code verifier has at least 43 characters (RFC 7636, 4.1).
    expect(first).toMatchObject({
      seed: expect.stringMatching(/^[\w-]{22}$/),
      codeVerifier: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{22}$/),
    });
  });

  test('can be derived from the seed, which is all that a cookie contains', () => {
    const { seed = '', codeVerifier, nonce } = begin();
    const derived = derivedFrom(seed);
    expect([derived.codeVerifier(), derived.nonce()]).toEqual([codeVerifier, nonce]);
    expect(codeVerifier).not.toContain(nonce);
  });

  test('are only those that the options enable', () => {
    expect(begin({ pkce: false, nonce: false })).toMatchObject({ codeVerifier: undefined, nonce: undefined });
    expect(begin({ nonce: 'of the application' }).nonce).toBe('of the application');
  });

  test('result in the challenge of RFC 7636, appendix B', () => {
    expect(codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});

describe('a login that restarts', () => {
  const whole: Partial<Begin> = {
    idToken: true,
    state: { cart: 7 },
    returnTo: '/cart',
    link: 'member-1',
    silent: true,
    asked: { scope: 'openid' },
  };

  test('keeps the values of the application, with new secrets', () => {
    const before = begin(whole);
    const after = again(before);
    for (const name of ['seed', 'codeVerifier', 'nonce'] as const) {
      expect(after[name]).toHaveLength(before[name]?.length ?? 0);
      expect(after[name]).not.toBe(before[name]);
    }
    expect(after).toMatchObject({ ...whole, callbackURL, createdAt: createdAt + 1, attempt: 2, replays: 1 });
    expect(after).toMatchObject({
      codeVerifier: derivedFrom(after.seed!).codeVerifier(),
      nonce: derivedFrom(after.seed!).nonce(),
    });
  });

  test('keeps a nonce of the application, and sends none if there was none', () => {
    expect(again(begin({ nonce: 'of the application' })).nonce).toBe('of the application');
    expect(again(begin({ nonce: false })).nonce).toBeUndefined();
    const { seed: _none, ...without } = begin({ nonce: 'of an older release' });
    expect(again(without).nonce).toBe('of an older release');
    expect(again(begin(), false).codeVerifier).toBeUndefined();
  });
});

describe('the stored values of a login', () => {
  test('include whether it is silent only if it is', () => {
    expect([begin().silent, begin({ silent: true }).silent]).toEqual([undefined, true]);
  });

  const jsonOf = (bytes: number): string => 'x'.repeat(bytes - 2);

  test('contain at most 1024 bytes of state', () => {
    expect(begin({ state: jsonOf(1024) }).state).toHaveLength(1022);
    const tooLarge = expect.objectContaining({ kind: 'usage', code: 'state_too_large', option: 'state' });
    expect(() => begin({ state: jsonOf(1025) })).toThrow(tooLarge);
    expect(() => begin({ state: '집'.repeat(341) })).toThrow(tooLarge);
    for (const state of [null, false, 0, '', [], {}]) expect(begin({ state }).state).toEqual(state);
  });

  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  test.each([
    ['a circular object', circle],
    ['a bigint', 1n],
    ['a function', () => {}],
    ['a symbol', Symbol('x')],
  ])('cannot include a state that JSON does not support: %s', (_, state) => {
    expect(() => begin({ state })).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'state_not_json', option: 'state' }),
    );
  });

  test('have null instead of parameters longer than 600 characters', () => {
    const asked = (length: number): Record<string, string> => ({ a: 'x'.repeat(length - '{"a":""}'.length) });
    expect(begin({ asked: asked(600) }).asked).toEqual(asked(600));
    expect(begin({ asked: asked(601) }).asked).toBeNull();
    expect(begin({ asked: null }).asked).toBeNull();
  });
});

describe('a value from a store', () => {
  test('is a pending login, even if JSON has dropped undefined members', () => {
    for (const pending of [begin(), begin({ pkce: false, nonce: false }), { callbackURL, createdAt }]) {
      expect([isPendingLogin(pending), isPendingLogin(JSON.parse(JSON.stringify(pending)))]).toEqual([true, true]);
    }
  });

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'login'],
    ['empty', {}],
    ['without a callback URL', { createdAt }],
    ['whose callback URL is a list', { createdAt, callbackURL: [callbackURL] }],
    ['without a time', { callbackURL }],
    ['whose time is a string', { callbackURL, createdAt: String(createdAt) }],
    ...['seed', 'codeVerifier', 'nonce', 'returnTo', 'link'].flatMap((name): [string, unknown][] => [
      [`whose ${name} is null`, { ...begin(), [name]: null }],
      [`whose ${name} is a number`, { ...begin(), [name]: 7 }],
    ]),
  ])('is not a pending login if it is %s', (_, value) => {
    expect(isPendingLogin(value)).toBe(false);
  });
});
