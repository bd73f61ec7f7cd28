import { describe, expect, test } from '@jest/globals';
import type { VaultLogin } from '@kakao-login/vault';
import { isAlive, isRecent, readLogin, refreshed } from '../src/tokens.js';
import type { Tokens } from '../src/tokens.js';

const now = Date.UTC(2026, 10, 29);
const answer = { token_type: 'bearer', access_token: 'the access token', expires_in: 21_600 };
const read = (tokens: object, more: object = {}): Tokens =>
  readLogin({ id: '1001', tokens: { ...answer, ...tokens }, ...more }, now).tokens;
const least = { accessToken: 'the access token', accessTokenExpiresAt: now + 21_600_000, savedAt: now };

describe('a login', () => {
  test.each<[string, object, object, object]>([
    ['only an access token', {}, {}, {}],
    ['a refresh token', { refresh_token: 'r' }, {}, { refreshToken: 'r' }],
    [
      'a refresh token that expires',
      { refresh_token: 'r', refresh_token_expires_in: 5_184_000 },
      {},
      { refreshToken: 'r', refreshTokenExpiresAt: now + 5_184_000_000 },
    ],
    ['an empty refresh token', { refresh_token: '' }, {}, {}],
    ['null for missing values', { refresh_token: null, refresh_token_expires_in: null, scope: null }, {}, {}],
    ['times that are strings', { refresh_token_expires_in: '5184000' }, { claims: { auth_time: '1' } }, {}],
    ['scopes', { scope: 'openid account_email' }, {}, { scopes: ['openid', 'account_email'] }],
    ['scopes with commas', { scope: ' openid,account_email, ' }, {}, { scopes: ['openid', 'account_email'] }],
    ['no scopes', { scope: '' }, {}, { scopes: [] }],
    ['the time of the login', {}, { claims: { auth_time: 1_795_910_400 } }, { authTime: 1_795_910_400 }],
    ['claims without it', {}, { claims: {} }, {}],
  ])('is stored with %s', (_, tokens, more, stored) => {
    expect(read(tokens, more)).toStrictEqual({ ...least, ...stored });
  });

  test('comes from a strategy, or is an ID and the tokens', () => {
    const tokens = answer;
    for (const id of ['1001', 1001, 1001n]) {
      expect(readLogin({ id, tokens }, now).id).toBe('1001');
      expect(readLogin({ profile: { id }, tokens }, now).id).toBe('1001');
    }
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['without a user', { tokens: answer }],
    ['whose user has no ID', { profile: {}, tokens: answer }],
    ['without tokens', { id: '1001' }],
    ['whose tokens are null', { id: '1001', tokens: null }],
    ['without an access token', { id: '1001', tokens: { ...answer, access_token: undefined } }],
    ['with an empty access token', { id: '1001', tokens: { ...answer, access_token: '' } }],
    ['without its lifetime', { id: '1001', tokens: { ...answer, expires_in: undefined } }],
    ['with an endless lifetime', { id: '1001', tokens: { ...answer, expires_in: Infinity } }],
    ['with a lifetime that is a string', { id: '1001', tokens: { ...answer, expires_in: '21600' } }],
  ])('is refused: %s', (_, login) => {
    expect(() => readLogin(login as VaultLogin, now)).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'argument_malformed', option: 'login' }),
    );
  });

  test('is refused with a malformed ID', () => {
    expect(() => readLogin({ id: '1 OR 1', tokens: answer }, now)).toThrow(
      expect.objectContaining({ kind: 'usage', option: 'login.id' }),
    );
  });
});

describe('a refresh', () => {
  const before: Tokens = {
    ...least,
    refreshToken: 'old',
    refreshTokenExpiresAt: now + 7,
    scopes: ['openid'],
    authTime: 5,
  };
  const later = now + 3_600_000;
  const after = { ...before, accessToken: 'new', accessTokenExpiresAt: later + 21_600_000, refreshedAt: later };
  const given = { token_type: 'bearer', access_token: 'new', expires_in: 21_600 };

  test.each<[string, object, object]>([
    ['keeps the refresh token and its expiry', {}, {}],
    ['keeps the expiry of the same refresh token', { refresh_token: 'old' }, {}],
    [
      'has no expiry for a new refresh token without one',
      { refresh_token: 'next' },
      { refreshToken: 'next', refreshTokenExpiresAt: undefined },
    ],
    [
      'stores a new refresh token and its expiry',
      { refresh_token: 'next', refresh_token_expires_in: 60 },
      { refreshToken: 'next', refreshTokenExpiresAt: later + 60_000 },
    ],
    [
      'updates the expiry of the same refresh token',
      { refresh_token_expires_in: 60 },
      { refreshTokenExpiresAt: later + 60_000 },
    ],
    [
      'without a lifetime returns a token that has to be refreshed',
      { expires_in: undefined },
      { accessTokenExpiresAt: later },
    ],
  ])('%s', (_, tokens, changed) => {
    expect(refreshed(before, { ...given, ...tokens }, later)).toEqual({ ...after, ...changed });
  });
});

test('an access token is valid until the millisecond at which it expires', () => {
  const { accessTokenExpiresAt: end } = least;
  expect([isAlive(least, end - 1), isAlive(least, end)]).toEqual([true, false]);
});

test('a refresh is recent for less than a minute, even if the clock is behind', () => {
  const tokens = { ...least, refreshedAt: now };
  const at = [-60_000, -59_999, 0, 59_999, 60_000].map((ms) => isRecent(tokens, now + ms));
  expect(at).toEqual([false, true, true, true, false]);
  expect(isRecent(least, now)).toBe(false);
});
