import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import {
  kakaoErrorHandler,
  KakaoTokenStrategy,
  type KakaoTokenLogin,
  type KakaoTokenStrategyOptions,
  type TokenVerdict,
  type VerifyDone,
} from '@kakao-login/passport';
import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { person, restApiKey, startKakao, type Kakao } from './support/kakao.js';

let kakao: Kakao;
const nativeKey = 'e'.repeat(32);
const accessToken = `access-${person.id}`;

beforeAll(async () => {
  kakao = await startKakao();
});
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  kakao.reset();
  // A test that fails must not keep the runner waiting for its server.
  await Promise.all(open.splice(0).map((close) => close()));
});
afterAll(() => kakao.close());

type Make = (options: KakaoTokenStrategyOptions) => passport.Strategy;
const plainly: Make = (options) => new KakaoTokenStrategy(options, ({ id }) => ({ id }));

/** An API behind the strategy. `call` sends a token to it. */
async function api(more: Partial<KakaoTokenStrategyOptions> = {}, make = plainly) {
  const authenticator = new passport.Passport();
  const options = { clientID: restApiKey, appId: '100001', audiences: [nativeKey], hosts: kakao.url, ...more };
  authenticator.use(make(options));
  const outcomes: unknown[][] = [];
  const app = express();
  app.use(express.json(), express.urlencoded());
  app.use((request, response, next) => {
    const guard = authenticator.authenticate('kakao-token', (...outcome: unknown[]) => {
      outcomes.push(outcome);
      const [error, user, why] = outcome as [unknown, unknown, { code?: string } | string | undefined];
      if (error) return next(error);
      return response.status(user ? 200 : 401).json(user || { why: typeof why === 'object' ? why.code : why });
    }) as RequestHandler;
    guard(request, response, next);
  });
  app.use(((error: { status?: number; code?: string }, _request, response, _next) => {
    response.status(error.status ?? 500).json({ error: error.code });
  }) as express.ErrorRequestHandler);
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  open.push(() => new Promise((resolve) => void server.close(resolve)));
  return {
    outcomes,
    call: async (token?: string, init: { path?: string; headers?: Record<string, string>; body?: string } = {}) => {
      const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...init.headers };
      const response = await fetch(new URL(init.path ?? '/', url), { method: 'POST', ...init, headers });
      return {
        status: response.status,
        header: response.headers.get('www-authenticate'),
        ...((await response.json()) as object),
      };
    },
  };
}

const form = (body: Record<string, string>) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(body).toString(),
});

describe('an access token', () => {
  test('of our app logs its user in, after one request', async () => {
    const { call } = await api();
    expect(await call(accessToken)).toMatchObject({ status: 200, id: person.id });
    expect(kakao.calls()).toEqual(['/v1/user/access_token_info']);
  });

  test('is read from a form and from JSON', async () => {
    const { call } = await api();
    expect(await call(undefined, form({ access_token: accessToken }))).toMatchObject({ status: 200 });
    const json = {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ access_token: accessToken }),
    };
    expect(await call(undefined, json)).toMatchObject({ status: 200 });
  });

  test('of another app is refused', async () => {
    kakao.bends.appId = '999';
    const { call } = await api();
    expect(await call(accessToken)).toMatchObject({ status: 401, why: 'audience' });
  });

  test.each(['', '"id":null,'])('without a user ({%s…}) is refused', async (id) => {
    kakao.bends.info = { status: 200, body: `{${id}"expires_in":100,"app_id":100001}` };
    const { call } = await api();
    expect(await call(accessToken)).toMatchObject({ status: 401, why: 'subject' });
  });

  test.each([
    ['that is unknown to Kakao', 'never-issued', -401],
    ['that could break a header', 'a\u00e9', 'malformed'],
  ])('%s is refused', async (_what, token, why) => {
    const { call } = await api();
    expect(await call(undefined, form({ access_token: token }))).toMatchObject({ status: 401, why });
  });

  test('is refused with the header of RFC 6750 and a typed reason', async () => {
    const { call, outcomes } = await api();
    expect((await call('never-issued')).header).toBe(
      'Bearer realm="kakao", error="invalid_token", error_description="-401"',
    );
    expect(outcomes[0]).toEqual([null, false, expect.objectContaining({ name: 'KakaoApiError', code: -401 }), 401]);
  });

  test('is checked once for many requests at the same time and soon after', async () => {
    kakao.bends.delay = 20;
    const { call } = await api();
    await Promise.all(Array.from({ length: 10 }, () => call(accessToken)));
    await call(accessToken);
    expect(kakao.calls()).toEqual(['/v1/user/access_token_info']);
  });

  test('is checked again after a while, and always with `cacheSeconds: 0`', async () => {
    let now = Date.now();
    const client = new KakaoClient({ clientId: restApiKey, hosts: kakao.url, now: () => now });
    const { call } = await api({ client, cacheSeconds: 5 });
    await call(accessToken);
    now += 5001;
    await call(accessToken);
    expect(kakao.calls()).toHaveLength(2);
    const forgetful = await api({ cacheSeconds: 0 });
    await forgetful.call(accessToken);
    await forgetful.call(accessToken);
    expect(kakao.calls()).toHaveLength(4);
  });

  test('is checked again after it was refused', async () => {
    kakao.bends.info = { status: 401, body: { code: -401, msg: '' } };
    const { call } = await api();
    expect(await call(accessToken)).toMatchObject({ status: 401 });
    kakao.bends.info = undefined;
    expect(await call(accessToken)).toMatchObject({ status: 200 });
  });

  test('of nobody is refused', async () => {
    kakao.bends.appId = '100001,"id":null';
    const { call } = await api();
    expect(await call(accessToken)).toMatchObject({ status: 401, why: 'subject' });
  });

  test('is not accepted without appId, with an error for the developer', async () => {
    const { call, outcomes } = await api({ appId: undefined });
    expect(await call(accessToken)).toMatchObject({ status: 500 });
    expect(outcomes[0]![0]).toMatchObject({ kind: 'usage', option: 'appId' });
  });

  test('is not refused if Kakao is down, which is another error', async () => {
    const { call } = await api({ hosts: 'http://127.0.0.1:1' });
    expect(await call(accessToken)).toMatchObject({ status: 503, error: 'connect_failed' });
  });
});

describe('an ID token', () => {
  test('of our app logs its user in without a request, except for the keys', async () => {
    const { call } = await api();
    expect(await call(kakao.idToken())).toMatchObject({ status: 200, id: person.id });
    expect(kakao.calls()).toEqual([]);
  });

  test('of the native app is accepted if its key is configured', async () => {
    kakao.bends.claims = { aud: nativeKey };
    const { call } = await api();
    expect(await call(kakao.idToken())).toMatchObject({ status: 200 });
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = () => kakao.idToken().split('.')[1]!;
  test.each<[string, () => string, string]>([
    ['of another app', () => ((kakao.bends.claims = { aud: 'f'.repeat(32) }), kakao.idToken()), 'audience'],
    ['of another issuer', () => ((kakao.bends.claims = { iss: 'https://kauth.example' }), kakao.idToken()), 'issuer'],
    ['that is expired', () => ((kakao.bends.claims = { exp: 1_700_000_000 }), kakao.idToken()), 'expired'],
    ['signed with another key', () => ((kakao.bends.signWith = kakao.foreignKey), kakao.idToken()), 'signature'],
    ['with alg none', () => `${part({ alg: 'none', kid: 'k1' })}.${payload()}.AA`, 'alg'],
    [
      'with HS256 and the public key as secret',
      () => {
        const signed = `${part({ alg: 'HS256', kid: 'k1' })}.${payload()}`;
        const pem = kakao.publicKey.export({ format: 'pem', type: 'spki' });
        return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
      },
      'alg',
    ],
    ['with an unknown kid', () => `${part({ alg: 'RS256', kid: 'k2' })}.${payload()}.AA`, 'kid'],
    ['that is invalid', () => 'a.b.c', 'malformed'],
  ])('%s is refused', async (_what, make, why) => {
    const { call } = await api();
    expect(await call(make())).toMatchObject({ status: 401, why });
  });

  test('that was accepted before is refused once it has expired', async () => {
    let now = Date.now();
    const client = new KakaoClient({ clientId: restApiKey, hosts: kakao.url, now: () => now });
    const { call } = await api({ client, cacheSeconds: 1_000_000 });
    const token = kakao.idToken();
    expect(await call(token)).toMatchObject({ status: 200 });
    now += 21_600_000;
    expect(await call(token)).toMatchObject({ status: 401, why: 'expired' });
  });

  test('must contain the nonce that the service expects, even if it was accepted before', async () => {
    const idToken = kakao.idToken('n-1');
    let nonce = 'n-1';
    const { call } = await api({ extract: () => ({ idToken, nonce }) });
    expect(await call()).toMatchObject({ status: 200 });
    nonce = 'n-2';
    expect(await call()).toMatchObject({ status: 401, why: 'nonce' });
  });

  test.each<[string, unknown, () => string]>([
    ['an empty one, by an ID token without', '', () => kakao.idToken()],
    ['an empty one, by an ID token with an empty one', '', () => kakao.idToken('')],
    ['none (a session that has lost it), by an ID token without', undefined, () => kakao.idToken()],
    ['none, by an ID token with one', undefined, () => kakao.idToken('n-1')],
    ['null', null, () => kakao.idToken()],
    ['a number', 1, () => kakao.idToken('1')],
    ['one, by an ID token without', 'n-1', () => kakao.idToken()],
    ['one, by an ID token with an empty one', 'n-1', () => kakao.idToken('')],
  ])('does not match %s', async (_what, nonce, make) => {
    const extract = () => ({ idToken: make(), nonce: nonce as string });
    const { call } = await api({ extract });
    expect(await call()).toMatchObject({ status: 401, why: 'nonce' });
  });

  test('is required if a nonce is expected, because an access token has none', async () => {
    const { call } = await api({ extract: () => ({ accessToken, nonce: 'n-1' }) });
    expect(await call()).toMatchObject({ status: 401, why: 'nonce' });
    expect(kakao.calls()).toEqual([]);
    const both = await api({ extract: () => ({ accessToken, idToken: kakao.idToken('n-1'), nonce: 'n-1' }) });
    expect(await both.call()).toMatchObject({ status: 200 });
  });

  test('must belong to the same user as the access token', async () => {
    const { call } = await api();
    expect(await call(undefined, form({ access_token: accessToken, id_token: kakao.idToken() }))).toMatchObject({
      status: 200,
    });
    kakao.bends.claims = { sub: '1' };
    const mixed = form({ access_token: accessToken, id_token: kakao.idToken() });
    expect(await call(undefined, mixed)).toMatchObject({ status: 401, why: 'subject' });
  });
});

describe('a request', () => {
  test('without a token gets the challenge, and causes no request to Kakao', async () => {
    const { call } = await api();
    expect(await call()).toMatchObject({ status: 401, why: 'Bearer realm="kakao"' });
    expect(await call(undefined, { headers: { authorization: 'Basic abc' } })).toMatchObject({ status: 401 });
    expect(kakao.calls()).toEqual([]);
  });

  test.each([
    ['Authorization', `bearer ${accessToken}`, 200],
    ['AUTHORIZATION', `BEARER   ${accessToken} `, 200],
    ['authorization', `Bearer ${accessToken}, Bearer x`, 401],
    ['authorization', `Bearer ${accessToken} x`, 401],
    ['authorization', `Bearer`, 401],
    ['authorization', accessToken, 401],
    ['authorization', `Token ${accessToken}`, 401],
  ])('with %s: %s gets %d', async (name, value, status) => {
    const { call } = await api();
    expect(await call(undefined, { headers: { [name]: value } })).toMatchObject({ status });
  });

  describe.each<[string, Record<string, string>, string?]>([
    ['a token without a scheme', { authorization: accessToken }],
    ['an ID token without a scheme', { authorization: 'a.b.c' }],
    ['a scheme without a token', { authorization: 'Bearer' }],
    ['two tokens in one header', { authorization: `Bearer ${accessToken} x` }],
    ['two credentials in one header', { authorization: `Bearer ${accessToken}, Bearer x` }],
    ['another token in the body', { authorization: `Bearer ${accessToken}` }, `access_token=${accessToken}`],
    ['an ID token in the body as well', { authorization: `Bearer ${accessToken}` }, 'id_token=a.b.c'],
    ['two access tokens in the body', {}, `access_token=${accessToken}&access_token=x`],
    ['a nested access token', {}, `access_token[a]=${accessToken}`],
  ])('with %s', (_what, headers, body) => {
    const sent = body === undefined ? { headers } : { body, headers: { ...form({}).headers, ...headers } };

    test('gets the error of RFC 6750, 3.1, and causes no request to Kakao', async () => {
      const { call } = await api();
      const challenge =
        'Bearer realm="kakao", error="invalid_request", error_description="Send Authorization: Bearer <token>"';
      expect(await call(undefined, sent)).toEqual({ status: 401, why: 'token_misplaced', header: challenge });
      expect(kakao.calls()).toEqual([]);
    });
  });

  test.each(['Basic dXNlcjpwYXNz', 'Token abc', 'KakaoAK key', 'DPoP abc'])(
    'with another scheme (%s) counts as one without a token',
    async (authorization) => {
      const { call } = await api();
      expect(await call(undefined, { headers: { authorization } })).toMatchObject({ why: 'Bearer realm="kakao"' });
      const posted = { ...form({ access_token: accessToken }) };
      posted.headers = { ...posted.headers, authorization } as never;
      expect(await call(undefined, posted)).toMatchObject({ status: 200 });
    },
  );

  test('with a token in its query counts as one without', async () => {
    const { call } = await api();
    for (const query of [
      `access_token=${accessToken}`,
      `id_token=${kakao.idToken()}`,
      `Authorization=Bearer ${accessToken}`,
    ])
      expect(await call(undefined, { path: `/?${query}` })).toMatchObject({ status: 401, why: 'Bearer realm="kakao"' });
    expect(kakao.calls()).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['two access tokens', { accessToken: [accessToken] }],
    ['two ID tokens', { idToken: ['a.b.c'] }],
    ['a nested token', { accessToken: { a: accessToken } }],
    ['a number', { idToken: 1 }],
    ['a number in addition to a token', { accessToken, idToken: 1 }],
  ])('whose extractor returns %s is refused without a 500', async (_what, extracted) => {
    const { call } = await api({ extract: () => extracted as string });
    expect(await call()).toMatchObject({ status: 401, why: 'malformed' });
    expect(kakao.calls()).toEqual([]);
  });

  test.each([[[accessToken]], [null], [''], [{}]])('whose extractor returns %j has no token', async (extracted) => {
    const { call } = await api({ extract: () => extracted as unknown as string });
    expect(await call()).toMatchObject({ status: 401, why: 'Bearer realm="kakao"' });
  });

  test('can use the first of several extractors that finds a token', async () => {
    type Find = (request: { headers: IncomingHttpHeaders }) => string | undefined;
    const finders: Find[] = [({ headers }) => headers['x-one'] as string, ({ headers }) => headers['x-two'] as string];
    const { call } = await api({ extract: (request) => finders.map((find) => find(request)).find(Boolean) });
    expect(await call(undefined, { headers: { 'x-two': accessToken } })).toMatchObject({ status: 200 });
    expect(await call(undefined, { headers: { 'x-one': kakao.idToken() } })).toMatchObject({ status: 200 });
    expect(await call()).toMatchObject({ status: 401 });
  });

  test('with a forged key ID does not cause many requests for Kakao’s keys', async () => {
    const [, payload, signature] = kakao.idToken().split('.');
    const tokens = Array.from({ length: 30 }, (_, n) => {
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: `forged-${n}` })).toString('base64url');
      return `${header}.${payload}.${signature}`;
    });
    let arrived = 0;
    let letKakaoAnswer = (): void => {};
    kakao.bends.keysAfter = new Promise<void>((resolve) => (letKakaoAnswer = resolve));
    const extract = ({ headers }: { headers: IncomingHttpHeaders }): string | undefined => {
      arrived += 1;
      if (arrived === tokens.length) letKakaoAnswer();
      return headers.authorization?.slice('Bearer '.length);
    };
    const { call } = await api({ extract });
    const answers = await Promise.all(tokens.map((token) => call(token)));
    expect(answers.every((answer) => (answer as { why?: string }).why === 'kid')).toBe(true);
    // One for the first, and at most one for all that arrived while it was in progress.
    expect(kakao.requests.filter(({ path }) => path.includes('jwks')).length).toBeLessThanOrEqual(2);
    expect(await call(kakao.idToken())).toMatchObject({ status: 200 });
  });

  test('can have the token in another place with an extractor', async () => {
    const extract = ({ headers }: { headers: IncomingHttpHeaders }) => headers['x-kakao'] as string | undefined;
    const { call } = await api({ extract });
    expect(await call(undefined, { headers: { 'x-kakao': accessToken } })).toMatchObject({ status: 200 });
    expect(await call(undefined, { headers: { 'x-kakao': kakao.idToken() } })).toMatchObject({ status: 200 });
    expect(await call(accessToken)).toMatchObject({ status: 401 });
  });
});

describe('the verify callback', () => {
  test('loads the user only on demand', async () => {
    const make: Make = (options) =>
      new KakaoTokenStrategy(options, async ({ profile }) => ({ name: (await profile()).displayName }));
    const { call } = await api({}, make);
    expect(await call(accessToken)).toMatchObject({ name: person.nickname });
    expect(kakao.calls()).toEqual(['/v1/user/access_token_info', '/v2/user/me']);
    expect(await call(kakao.idToken())).toMatchObject({ name: person.nickname });
    expect(kakao.calls()).toHaveLength(2);
  });

  test('can have the request as an argument', async () => {
    const make: Make = (options) =>
      new KakaoTokenStrategy({ ...options, passReqToCallback: true }, (req, { id }) => ({ id, path: req.path }));
    const { call } = await api({}, make);
    expect(await call(accessToken)).toMatchObject({ id: person.id, path: '/' });
  });

  test('can use `done`, as in Nest', async () => {
    const make: Make = (options) =>
      new KakaoTokenStrategy(options, ({ id }: KakaoTokenLogin, done: VerifyDone) => done(null, { id, late: true }));
    const { call } = await api({}, make);
    expect(await call(accessToken)).toMatchObject({ late: true });
  });

  test('can refuse the user', async () => {
    const { call } = await api({}, (options) => new KakaoTokenStrategy(options, () => false));
    expect(await call(accessToken)).toMatchObject({ status: 401 });
  });

  test('can throw an error, which is passed on unchanged', async () => {
    const mine = new RangeError('the database is away');
    const make: Make = (options) => new KakaoTokenStrategy(options, (_login) => Promise.reject(mine));
    const { call, outcomes } = await api({}, make);
    expect(await call(accessToken)).toMatchObject({ status: 500 });
    expect(outcomes[0]![0]).toBe(mine);
  });
});

test('a mistake in the options fails at startup', () => {
  expect(() => new KakaoTokenStrategy({ clientID: '' }, () => ({}))).toThrow(/clientID/);
  expect(() => new KakaoTokenStrategy({ clientID: 'a', appId: 'one' }, () => ({}))).toThrow(/appId/);
});

test('without Passport, the strategy gives the same results, and never rejects', async () => {
  const options = { clientID: restApiKey, appId: '100001', hosts: kakao.url };
  const strategy = new KakaoTokenStrategy(options, ({ id }) => ({ id }));
  const carrying = (authorization: string) => ({ headers: { authorization }, query: {} });
  expect(await strategy.check(carrying(`Bearer ${accessToken}`))).toEqual({ user: { id: person.id } });
  expect(await strategy.check(carrying('Bearer forged'))).toMatchObject({ info: { kind: 'api', code: -401 } });
  expect(await strategy.check({ headers: {} })).toEqual({ info: 'Bearer realm="kakao"' });
  const mine = new RangeError('the database is away');
  const failing = new KakaoTokenStrategy(options, (_login) => Promise.reject(mine));
  expect(await failing.check(carrying(`Bearer ${accessToken}`))).toEqual({ error: mine });
  const empty = new KakaoTokenStrategy(options, (_login) => Promise.reject());
  expect(await empty.check(carrying(`Bearer ${accessToken}`))).toEqual({ error: expect.any(Error) });
});

test('after the response has been sent, the strategy still reports why it refuses, and changes no header', async () => {
  const strategy = new KakaoTokenStrategy({ clientID: restApiKey, hosts: kakao.url }, ({ id }) => ({ id }));
  let verdict: Promise<TokenVerdict> | undefined;
  const server = createServer((request, response) => {
    response.end('too late');
    verdict = strategy.check(Object.assign(request, { res: response }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => void server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: 'bare-token' } });
  expect([await response.text(), response.headers.get('www-authenticate')]).toEqual(['too late', null]);
  await expect(verdict).resolves.toMatchObject({ info: { code: 'token_misplaced' } });
});

test.each([
  ['token_misplaced', { authorization: 'bare-token' }],
  ['token_missing', {}],
])(
  'with failWithError, a plain Express application returns %s as JSON that says what to send',
  async (code, headers) => {
    const authenticator = new passport.Passport();
    authenticator.use(new KakaoTokenStrategy({ clientID: restApiKey, hosts: kakao.url }, ({ id }) => ({ id })));
    const app = express();
    app.use(authenticator.authenticate('kakao-token', { session: false, failWithError: true }) as RequestHandler);
    app.use(kakaoErrorHandler());
    const server = createServer(app);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => void server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
    const challenge = code === 'token_missing' ? /^Bearer realm="kakao"$/ : /error="invalid_request"/;
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(challenge),
    ]);
    expect(await response.json()).toMatchObject({
      error: code,
      remedy: { en: expect.stringContaining('Authorization: Bearer <token>') },
    });
  },
);
