import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { KakaoClient, KakaoConnectionError, KakaoLoginError } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';
import type { Answer } from './support/server.js';

const secrets = {
  clientId: 'restApiKeyOfTheShopWithoutDigits',
  clientSecret: 'ClientSecretOfTheShopInLetters',
  adminKey: 'AdminKeyOfTheShopOnlyInLetters',
};
const user = { accessToken: 'AccessTokenOfTheUser_InLetters' };
const refreshToken = 'RefreshTokenOfTheUserInLetters';
const code = { code: 'OneTimeCodeOfTheLogin', redirectUri: 'http://localhost/cb', codeVerifier: 'VerifierOfTheLogin' };
const nickname = '달빛아래홍길동';

type Run = (client: KakaoClient) => Promise<unknown>;

/** Calls, and the secrets of each besides those of the client. */
const calls: [Run, string[]][] = [
  [(client) => client.oauth.exchangeCode(code), [code.code, code.codeVerifier]],
  [(client) => client.oauth.refresh({ refreshToken }), [refreshToken]],
  [(client) => client.user.me(user), [user.accessToken]],
  [(client) => client.user.updateProfile(user, { nickname }), [user.accessToken, nickname]],
  [(client) => client.account.unlink({ admin: true, targetId: 1 }), []],
];

/** Everything that a logger could print about an error. */
const printed = (error: unknown): string =>
  [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), (error as Error).stack].join();

let answer: Answer = {};
let server: Awaited<ReturnType<typeof kakao>>;
let client: KakaoClient;
beforeAll(async () => {
  server = await kakao(() => answer);
  client = new KakaoClient({ ...secrets, hosts: server.url, retries: 0 });
});
afterAll(async () => {
  await client.close();
  await server[Symbol.asyncDispose]();
});

const answering = async (given: Answer, call: Run): Promise<unknown> => {
  answer = given;
  return await rejection(call(client));
};

const encodings: [string, (secret: string) => string][] = [
  ['unchanged', (secret) => secret],
  ['in upper case', (secret) => secret.toUpperCase()],
  ['percent-encoded', (secret) => encodeURIComponent(secret)],
  [
    'every character percent-encoded',
    (s) =>
      Buffer.from(s)
        .toString('hex')
        .replaceAll(/../g, (byte) => `%${byte}`),
  ],
  ['in base64', (secret) => Buffer.from(secret).toString('base64')],
  ['in base64 as part of a pair', (secret) => Buffer.from(`id:${secret}`).toString('base64')],
  ['in base64url', (secret) => Buffer.from(`${secret}:x`).toString('base64url')],
  ['in hex', (secret) => Buffer.from(secret).toString('hex')],
  [
    'in escapes',
    (s) =>
      s
        .split('')
        .map((c) => String.raw`\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
  ],
  [
    'in entities',
    (secret) =>
      secret
        .split('')
        .map((c) => `&#${c.charCodeAt(0)};`)
        .join(''),
  ],
  ['cut short', (secret) => secret.slice(0, 14)],
];

/** Every field of Kakao's error bodies, and headers. */
const bodies: [string, (text: string) => Answer][] = [
  ['error', (text) => ({ body: { error: text, error_code: 'KOE010' } })],
  ['error_code', (text) => ({ body: { error: 'invalid_client', error_code: text } })],
  ['error_description', (text) => ({ body: { error: 'invalid_grant', error_description: `x ${text} y` } })],
  ['msg', (text) => ({ body: { code: -401, msg: `no such token ${text}.` } })],
  ['code', (text) => ({ body: { code: text, msg: text } })],
  ['api_type', (text) => ({ body: { code: -402, msg: '', api_type: text } })],
  ['required_scopes', (text) => ({ body: { code: -402, msg: '', required_scopes: [text, 'friends', `a.${text}`] } })],
  ['allowed_scopes', (text) => ({ body: { code: -402, msg: '', allowed_scopes: ['friends', text] } })],
  ['path', (text) => ({ status: 500, body: { status: 500, error: 'Internal Server Error', path: text } })],
  ['Retry-After', (text) => ({ headers: { 'retry-after': encodeURIComponent(text) }, body: { code: -10, msg: '' } })],
  ['WWW-Authenticate', (t) => ({ headers: { 'www-authenticate': encodeURIComponent(t) }, body: { code: -401 } })],
  ['a page', (text) => ({ status: 502, body: `<html>${text}</html>` })],
];

describe.each(bodies)('%s of a response', (_, bodyOf) => {
  test.each(encodings)('does not put a secret of the call into an error: %s', async (__, encode) => {
    for (const [call, own] of calls) {
      for (const secret of [...Object.values(secrets), ...own]) {
        const hidden = encode(secret);
        const error = printed(await answering({ status: 400, ...bodyOf(hidden) }, call));
        expect(error).not.toContain(hidden);
        expect(error.toLowerCase()).not.toContain(secret.slice(0, 14).toLowerCase());
      }
    }
  });
});

test('no 12 characters of a secret remain, even if a text contains it several times', async () => {
  const known = [...Object.values(secrets), user.accessToken];
  const piece = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(...known));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const refused = { status: 400, body: { code: -2, msg: pieces.join('') } };
      const shown = printed(await answering(refused, () => client.user.me(user))).toLowerCase();
      for (const secret of known) {
        for (let at = 0; at + 12 <= secret.length; at += 1) {
          expect(shown).not.toContain(secret.slice(at, at + 12).toLowerCase());
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('other text stays readable', async () => {
  const body = {
    code: -402,
    msg: 'insufficient scopes for 100% of [talk_message].',
    required_scopes: ['talk_message'],
    allowed_scopes: ['profile_nickname', 'account_email'],
  };
  expect(await answering({ status: 403, body }, () => client.user.me(user))).toMatchObject({
    kakaoMessage: body.msg,
    requiredScopes: body.required_scopes,
    allowedScopes: body.allowed_scopes,
  });
});

describe('the called host determines how an error is read', () => {
  test.each([
    [500, { status: 500, error: 'Internal Server Error', path: '/v2/user/me' }],
    [404, { timestamp: '2026-01-01', status: 404, error: 'Not Found', path: '/x' }],
    [401, { error: 'invalid_token', error_description: 'expired' }],
    [400, { error: 'invalid_request', error_code: 'KOE237' }],
    [400, { errorType: 'AccessDeniedError', message: 'x' }],
    [400, { code: 123_456_789, msg: 'x' }],
    [400, { code: '-401', msg: 'x' }],
  ])('an error of kapi has `code`, so %i %j is an unexpected response', async (status, body) => {
    for (const call of [() => client.user.me(user), () => client.oidc.userInfo(user)]) {
      expect(await answering({ status, body }, call)).toMatchObject({
        kind: 'unexpected',
        code: 'status',
        status: 502,
        retryable: status >= 500,
      });
    }
  });

  test.each([
    [401, { code: -401, msg: 'this access token does not exist' }],
    [400, { code: -10, msg: 'API limit has been exceeded.' }],
    [500, { status: 500, path: '/oauth/token' }],
  ])('an error of kauth has `error`, so %i %j is an unexpected response', async (status, body) => {
    const { oauth, oidc } = client;
    for (const call of [() => oauth.exchangeCode(code), () => oidc.discover(), () => oidc.tokenInfo('a.b.c')]) {
      expect(await answering({ status, body }, call)).toMatchObject({
        kind: 'unexpected',
        code: 'status',
        status: 502,
      });
    }
  });

  test('a response in both formats is read in the format of the host', async () => {
    const both = { status: 401, body: { code: -401, msg: 'x', error: 'invalid_client', error_code: 'KOE010' } };
    expect(await answering(both, () => client.user.me(user))).toMatchObject({ kind: 'api', code: -401 });
    expect(await answering(both, () => client.oauth.exchangeCode(code))).toMatchObject({
      kind: 'auth',
      code: 'KOE010',
    });
  });
});

test.each([
  ['Bad client credentials', 'invalid_client', 'KOE010', 502],
  ['Not exist client_id [0123456789abcdef]', 'invalid_client', 'KOE101', 502],
  ['Application ID mismatch', 'invalid_client', 'KOE114', 502],
  ['Redirect URI mismatch.', 'invalid_grant', 'KOE303', 502],
  ['redirect uri mismatch', 'invalid_grant', 'KOE303', 502],
  ['Invalid redirect: http://x does not match one of the registered values.', 'invalid_grant', 'KOE303', 502],
  ['authorization code not found for code=abc', 'invalid_grant', 'KOE320', 401],
  ['Invalid authorization code: abc', 'invalid_grant', 'KOE320', 401],
  ['expired_or_invalid_refresh_token', 'invalid_grant', 'KOE322', 401],
  ['Unsupported grant type: password', 'unsupported_grant_type', 'KOE310', 502],
  ['token request rate limit exceeded', 'invalid_request', 'KOE237', 429],
  ['invalid android_key_hash or ios_bundle_id or web_site_url', 'misconfigured', 'KOE009', 502],
  ['something else', 'invalid_grant', 'invalid_grant', 401],
])('without error_code, "%s" (%s) is %s', async (error_description, error, expected, status) => {
  const codeless = { status: 400, body: { error, error_description } };
  const thrown = await answering(codeless, () => client.oauth.exchangeCode(code));
  expect(thrown).toMatchObject({ kind: 'auth', code: expected, error, status });
  // A code that Kakao sent takes precedence.
  const coded = { status: 400, body: { ...codeless.body, error_code: 'KOE207' } };
  expect(await answering(coded, () => client.oauth.exchangeCode(code))).toMatchObject({ code: 'KOE207' });
});

describe('JSON that is nested too deeply', () => {
  const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);
  const ofBody = (inner: string): string => `{"id":1,"properties":${inner}}`;

  test.each([
    ['lists', 200, ofBody(nested(200_000))],
    ['lists in an error', 400, `{"code":-1,"msg":${nested(200_000)}}`],
    ['objects', 200, ofBody(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)],
    ['one level too deep', 200, ofBody(nested(32))],
  ])('is refused: %s', async (_, status, body) => {
    for (const [call] of calls) {
      expect(await answering({ status, body }, call)).toMatchObject({
        kind: 'unexpected',
        code: 'too_deep',
        status: 502,
      });
    }
  });

  test('is accepted up to the limit', async () => {
    answer = { body: ofBody(nested(31)) };
    expect(JSON.stringify(await client.user.me(user))).toBe(`{"id":"1","properties":${nested(31)}}`);
  });

  test('makes an ID token malformed', async () => {
    const part = (text: string): string => Buffer.from(text).toString('base64url');
    const token = `${part('{"alg":"RS256","kid":"k"}')}.${part(`{"a":${nested(5_000)}}`)}.AA`;
    expect(await rejection(client.oidc.verifyIdToken(token))).toMatchObject({ kind: 'token', code: 'malformed' });
  });
});

test('the error of a callback is a short name or unknown_error, and its description is cleaned', () => {
  for (const error of ['a'.repeat(41), 'token0123456789', 'a b', '<b>', 'a\n', 'ä', 'KOE', 'KOE1234567', '', '../x']) {
    const safe = error === 'KOE' ? 'KOE' : 'unknown_error';
    expect(new KakaoLoginError(error, { kakaoMessage: 'code=abc\r\nnext' })).toMatchObject({
      code: safe,
      kakaoMessage: 'code=[removed] next',
    });
  }
  for (const error of ['access_denied', 'KOE205']) expect(new KakaoLoginError(error).code).toBe(error);
});

test('a code is not sent twice even if an interceptor marks the error as retryable', async () => {
  await using counting = await kakao(() => ({ body: { access_token: 'x' } }));
  const hooked = new KakaoClient({ ...secrets, hosts: counting.url, retries: 2 });
  const { interceptors } = await hooked.axios();
  const error = new KakaoConnectionError('timeout');
  interceptors.response.use(() => {
    throw error;
  });
  expect(error.retryable).toBe(true);
  expect(await rejection(hooked.oauth.exchangeCode(code))).toBe(error);
  expect(counting.seen).toHaveLength(1);
});
