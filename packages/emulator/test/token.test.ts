import { createHash } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, callback, get, location, post, tokenForm } from './visitor.js';

let emulator: KakaoEmulator;
const [shop, wholesale] = defaultSeed.apps;

beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps: [
      shop,
      wholesale,
      { appId: '7', name: '느린 앱', limits: true, restApiKeys: [{ key: 'limited', redirectUris: [callback] }] },
      {
        appId: '8',
        name: '여러 열쇠',
        openIdConnect: true,
        restApiKeys: [
          { key: 'no-secret', redirectUris: [callback] },
          { key: 'far-away', redirectUris: [callback], allowedIps: ['10.0.0.0/8'] },
        ],
      },
    ],
    strictHeaders: true,
  });
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

const ask = (form: Record<string, string>, headers?: Record<string, string>): ReturnType<typeof post> =>
  post(`${emulator.url}/oauth/token`, form, { 'user-agent': 'test', ...headers });

async function exchange(more: Record<string, string> = {}): ReturnType<typeof post> {
  const { code } = await emulator.signIn('1001');
  return ask(tokenForm(emulator, { code, ...more }));
}

const refresh = (refresh_token: string, more: Record<string, string> = {}): ReturnType<typeof post> => {
  const { redirect_uri: _unused, ...form } = tokenForm(emulator, {
    grant_type: 'refresh_token',
    refresh_token,
    ...more,
  });
  return ask(form);
};

describe('a code', () => {
  test('is exchanged for tokens in the documented format', async () => {
    const { status, headers, body } = await exchange();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(body).toEqual({
      token_type: 'bearer',
      access_token: expect.stringMatching(/^[\w-]{54}$/),
      expires_in: 21_599,
      refresh_token: expect.stringMatching(/^[\w-]{54}$/),
      refresh_token_expires_in: 5_183_999,
      id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      scope: expect.stringMatching(
        /^account_email age_range .* name openid phone_number profile_image profile_nickname/,
      ),
    });
  });

  test('works once', async () => {
    const { code } = await emulator.signIn('1001');
    expect((await ask(tokenForm(emulator, { code }))).status).toBe(200);
    const again = await ask(tokenForm(emulator, { code }));
    expect(again.status).toBe(400);
    expect(again.text).toBe(
      `{"error":"invalid_grant","error_description":"authorization code not found for code=${code}","error_code":"KOE320"}`,
    );
  });

  test('is valid for ten minutes', async () => {
    const { code } = await emulator.signIn('1001');
    emulator.clock.advance({ minutes: 10 });
    expect((await ask(tokenForm(emulator, { code }))).body['error_code']).toBe('KOE320');
  });

  test('of a JavaScript key is redeemed with the REST API key, and aud is the JavaScript key', async () => {
    const { code } = await emulator.signIn('1001', { clientId: emulator.app.javascriptKey });
    const { body } = await ask(tokenForm(emulator, { code }));
    const [, payload = ''] = String(body['id_token']).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toHaveProperty('aud', emulator.app.javascriptKey);
  });

  test('of another app is KOE114', async () => {
    const { code } = await emulator.signIn('1001', { app: wholesale.appId as string, agree: [] });
    const { status, body } = await ask(tokenForm(emulator, { code }));
    expect([status, body['error'], body['error_code']]).toEqual([400, 'invalid_client', 'KOE114']);
  });
});

describe('refused, byte for byte', () => {
  test('the right redirect URI after a wrong one, which uses up the code', async () => {
    const { code } = await emulator.signIn('1001');
    const wrong = await ask(tokenForm(emulator, { code, redirect_uri: 'http://x/' }));
    expect(wrong.body['error_code']).toBe('KOE303');
    expect((await ask(tokenForm(emulator, { code }))).body['error_code']).toBe('KOE320');
  });

  test('an empty redirect URI or another spelling of it, but not a missing one', async () => {
    const { redirect_uri: _left, ...bare } = tokenForm(emulator);
    const send = async (more: Record<string, string>): Promise<Awaited<ReturnType<typeof ask>>> =>
      ask({ ...bare, code: (await emulator.signIn('1001')).code, ...more });
    expect((await send({})).status).toBe(200);
    for (const redirect_uri of ['', 'http://x/', `${callback}/`, callback.toUpperCase()]) {
      expect((await send({ redirect_uri })).body['error_code']).toBe('KOE303');
    }
  });

  test('another redirect URI', async () => {
    const { status, text } = await exchange({ redirect_uri: `${callback}/` });
    expect([status, text]).toEqual([
      400,
      '{"error":"invalid_grant","error_description":"Redirect URI mismatch.","error_code":"KOE303"}',
    ]);
  });

  test.each(['', 'wrong'])('client secret "%s", before the code is checked', async (client_secret) => {
    const { status, text } = await ask(tokenForm(emulator, { client_secret, code: 'unknown' }));
    expect([status, text]).toEqual([
      401,
      '{"error":"invalid_client","error_description":"Bad client credentials","error_code":"KOE010"}',
    ]);
  });

  test('HTTP Basic', async () => {
    const { client_id: id = '', client_secret: secret = '', ...form } = tokenForm(emulator, { code: 'x' });
    const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    expect((await ask(form, { authorization })).body['error_code']).toBe('KOE010');
  });

  test.each(['unknown', ''])('client id "%s"', async (client_id) => {
    const { status, text } = await ask(tokenForm(emulator, { client_id, code: 'x' }));
    expect([status, text]).toEqual([
      401,
      `{"error":"invalid_client","error_description":"Not exist client_id [${client_id}]","error_code":"KOE101"}`,
    ]);
  });

  test('a native key from a server', async () => {
    const { status, text } = await exchange({ client_id: emulator.app.nativeKey });
    expect([status, text]).toEqual([
      400,
      '{"error":"misconfigured","error_description":"invalid android_key_hash or ios_bundle_id or web_site_url","error_code":"KOE009"}',
    ]);
  });

  test('another grant type', async () => {
    const { status, body } = await ask(tokenForm(emulator, { grant_type: 'client_credentials' }));
    expect([status, body['error_code']]).toEqual([400, 'KOE310']);
  });

  test('headers of a bare fetch, with strictHeaders', async () => {
    const bare = { 'user-agent': 'node', 'accept-language': '*', 'sec-fetch-mode': 'cors' };
    const { status, text } = await ask(tokenForm(emulator, { code: 'x' }), bare);
    expect([status, text]).toEqual([406, '{"error":"not_acceptable","error_code":"KOE001"}']);
  });

  test('an IP address that the key does not allow', async () => {
    const { body } = await ask(tokenForm(emulator, { client_id: 'far-away', code: 'x' }));
    expect(body['error_code']).toBe('KOE127');
  });

  test.each(['GET /oauth/token', 'POST /oauth/tokens'])(
    '%s, which is not an endpoint of kauth: KOE002',
    async (line) => {
      const [method = '', path = ''] = line.split(' ');
      const answer = await fetch(emulator.url + path, { method });
      expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('(KOE002)')]);
    },
  );
});

test('a key without a client secret accepts any secret', async () => {
  const { code } = await emulator.signIn('1001', { app: '8' });
  expect((await ask(tokenForm(emulator, { client_id: 'no-secret', client_secret: 'kakao', code }))).status).toBe(200);
});

test('a native key with its key hash gets tokens for twelve hours', async () => {
  const redirect_uri = `kakao${emulator.app.nativeKey}://oauth`;
  const { code } = await emulator.signIn('1001', { clientId: emulator.app.nativeKey });
  const android_key_hash = shop.nativeKeys?.[0]?.androidKeyHashes?.[0] ?? '';
  const form = { client_id: emulator.app.nativeKey, redirect_uri, code, android_key_hash };
  expect((await ask(tokenForm(emulator, form))).body['expires_in']).toBe(43_199);
});

describe('PKCE', () => {
  const verifier = 'v'.repeat(64);
  const codeChallenge = createHash('sha256').update(verifier).digest('base64url');

  test('with the right verifier', async () => {
    const { code } = await emulator.signIn('1001', { codeChallenge });
    expect((await ask(tokenForm(emulator, { code, code_verifier: verifier }))).status).toBe(200);
  });

  test.each<Record<string, string>>([{}, { code_verifier: 'wrong' }])('with %j is invalid_grant', async (more) => {
    const { code } = await emulator.signIn('1001', { codeChallenge });
    const { status, body } = await ask(tokenForm(emulator, { code, ...more }));
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  test('with a verifier but without a challenge is invalid_grant (downgrade)', async () => {
    const { code } = await emulator.signIn('1001');
    const { status, body } = await ask(tokenForm(emulator, { code, code_verifier: verifier }));
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });
});

describe('refreshing', () => {
  test('keeps a refresh token that is valid for a month or more', async () => {
    const { body } = await exchange();
    const renewed = await refresh(String(body['refresh_token']));
    expect(Object.keys(renewed.body).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type']);
  });

  test('returns a new one in the last month, and revokes the old one', async () => {
    const { body } = await exchange();
    const old = String(body['refresh_token']);
    emulator.clock.advance({ days: 31 });
    const renewed = await refresh(old);
    expect(renewed.body).toMatchObject({ refresh_token_expires_in: 5_183_999 });
    const { status, text } = await refresh(old);
    expect([status, text]).toEqual([
      400,
      '{"error":"invalid_grant","error_description":"expired_or_invalid_refresh_token","error_code":"KOE322"}',
    ]);
    expect((await refresh(String(renewed.body['refresh_token']))).status).toBe(200);
  });

  test('returns an ID token only if the login had one', async () => {
    const tokens = await emulator.issueTokens('1001', { scope: 'account_email' });
    const { body } = await refresh(tokens.refresh_token ?? '');
    expect(body).not.toHaveProperty('id_token');
  });

  test('without a refresh token is KOE319, after two months KOE322', async () => {
    expect((await refresh('')).body).toMatchObject({ error: 'invalid_grant', error_code: 'KOE319' });
    const { body } = await exchange();
    emulator.clock.advance({ days: 60 });
    expect((await refresh(String(body['refresh_token']))).body['error_code']).toBe('KOE322');
  });
});

describe('expireToken', () => {
  test('moves a refresh token into its last month, so that the next refresh replaces it', async () => {
    const { body } = await exchange();
    const old = String(body['refresh_token']);
    emulator.expireToken(old, { days: 29 });
    const { body: renewed } = await refresh(old);
    expect(renewed['refresh_token']).not.toBe(old);
    expect((await refresh(old)).body['error_code']).toBe('KOE322');
    const again = await refresh(String(renewed['refresh_token']));
    expect([again.status, again.body['refresh_token']]).toEqual([200, undefined]);
  });

  test('expires only this access token', async () => {
    const [one, other] = [await emulator.issueTokens('1001'), await emulator.issueTokens('1001')];
    emulator.expireToken(one.access_token);
    const me = (token: string): ReturnType<typeof get> =>
      get(`${emulator.url}/v2/user/me`, { authorization: `Bearer ${token}` });
    expect((await me(one.access_token)).body['msg']).toBe('this access token is already expired');
    expect((await me(other.access_token)).status).toBe(200);
  });

  test.each<[string, () => void, string]>([
    ['an unknown token', () => emulator.expireToken('nope'), 'expireToken: the emulator has no such access or refresh'],
    ['a span below zero', () => emulator.expireToken('nope', -1), 'expireToken: a span of zero or more is expected'],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});

test('auth_time is the time of the account login, and prompt=login updates it', async () => {
  const visitor = new Visitor(emulator.url);
  const authTime = async (answer: Response): Promise<unknown> => {
    const code = new URL(location(answer)).searchParams.get('code') ?? '';
    return decodeJwt(String((await ask(tokenForm(emulator, { code }))).body['id_token']))['auth_time'];
  };
  const start = Math.floor(emulator.clock.now() / 1000);
  const consent = await visitor.logIn(await visitor.get(authorizePath(emulator)), 'moonlight@example.com');
  const first = await authTime(await visitor.accept(consent));
  emulator.clock.advance({ hours: 2 });
  expect(await authTime(await visitor.get(authorizePath(emulator)))).toBe(first);
  const again = await visitor.get(authorizePath(emulator, { prompt: 'login' }));
  const relogged = await authTime(await visitor.logIn(again, 'moonlight@example.com'));
  expect(Number(relogged) - start).toBeGreaterThanOrEqual(7200);
});

test('counts the token responses of each user, regardless of the size of the log', async () => {
  const { refresh_token = '' } = await emulator.issueTokens('1001');
  await emulator.issueTokens('1003');
  await refresh(refresh_token);
  emulator.expireToken(refresh_token, { days: 3 });
  const renewed = await refresh(refresh_token);
  await refresh(refresh_token);
  await refresh(String(renewed.body['refresh_token']));
  expect([...emulator.tokenCounts]).toEqual([
    ['1001', { logins: 1, refreshes: 3, rotations: 1 }],
    ['1003', { logins: 1, refreshes: 0, rotations: 0 }],
  ]);
  emulator.reset();
  expect(emulator.tokenCounts.size).toBe(0);
});

test('limits, if enabled, are 20 access tokens in ten minutes', async () => {
  const form = { client_id: 'limited', client_secret: '' };
  const login = async (): Promise<Record<string, unknown>> => {
    const { code } = await emulator.signIn('1001', { app: '7' });
    return (await ask(tokenForm(emulator, { ...form, code }))).body;
  };
  for (let count = 0; count < 20; count += 1) expect(await login()).toHaveProperty('access_token');
  expect(await login()).toEqual({
    error: 'invalid_request',
    error_description: 'token request rate limit exceeded',
    error_code: 'KOE237',
  });
  emulator.clock.advance({ minutes: 10 });
  expect(await login()).toHaveProperty('access_token');
});

test('attempts with a code that was used before count towards the limit too', async () => {
  const form = { client_id: 'limited', client_secret: '' };
  const { code } = await emulator.signIn('1001', { app: '7' });
  const attempt = async (): Promise<unknown> =>
    (await ask(tokenForm(emulator, { ...form, code }))).body['error_code'] ?? 'tokens';
  const answers: unknown[] = [];
  for (let count = 0; count < 21; count += 1) answers.push(await attempt());
  expect([answers[0], answers[1], answers[19], answers[20]]).toEqual(['tokens', 'KOE320', 'KOE320', 'KOE237']);
});

describe('ID tokens', () => {
  test('verify against the published keys, with the documented claims', async () => {
    const { code } = await emulator.signIn('1285016924429472463', { nonce: 'once' });
    const { body } = await ask(tokenForm(emulator, { code }));
    const jwks = (await get(`${emulator.url}/.well-known/jwks.json`)).body as unknown as JSONWebKeySet;
    const { payload } = await jwtVerify(String(body['id_token']), createLocalJWKSet(jwks));
    expect(decodeProtectedHeader(String(body['id_token']))).toMatchObject({ typ: 'JWT', alg: 'RS256' });
    expect(payload).toEqual({
      iss: emulator.url,
      aud: emulator.app.restApiKey,
      sub: '1285016924429472463',
      iat: expect.any(Number),
      exp: Number(payload.iat) + 21_599,
      auth_time: expect.any(Number),
      nonce: 'once',
      nickname: '큰숫자',
      picture: 'https://k.kakaocdn.net/dn/emulator/big/img_110x110.jpg',
      email: 'big.number@example.com',
    });
  });

  test('leave out an unverified e-mail address', async () => {
    const { id_token = '' } = await emulator.issueTokens('unverified@example.com');
    const claims = await post(`${emulator.url}/oauth/tokeninfo`, { id_token });
    expect(claims.status).toBe(200);
    expect(claims.body).not.toHaveProperty('email');
  });

  test('stay valid after a key rotation, and the next one has the new kid', async () => {
    const { id_token: before = '' } = await emulator.issueTokens('1001');
    const kid = await emulator.rotateKeys();
    const { id_token: after = '' } = await emulator.issueTokens('1001');
    expect(decodeProtectedHeader(after).kid).toBe(kid);
    const { keys } = (await get(`${emulator.url}/.well-known/jwks.json`)).body as unknown as JSONWebKeySet;
    expect(keys.map((key) => key.kid)).toEqual([kid, decodeProtectedHeader(before).kid]);
    expect((await post(`${emulator.url}/oauth/tokeninfo`, { id_token: before })).status).toBe(200);
  });

  test('that are modified or expired are KOE400 at tokeninfo', async () => {
    const { id_token = '' } = await emulator.issueTokens('1001');
    const bad = await post(`${emulator.url}/oauth/tokeninfo`, { id_token: `${id_token.slice(0, -8)}AAAAAAAA` });
    expect([bad.status, bad.body['error'], bad.body['error_code']]).toEqual([400, 'invalid_token', 'KOE400']);
    emulator.clock.advance({ hours: 6 });
    expect((await post(`${emulator.url}/oauth/tokeninfo`, { id_token })).body['error_code']).toBe('KOE400');
  });
});

test('discovery returns the whole documented document', async () => {
  const { body } = await get(`${emulator.url}/.well-known/openid-configuration`);
  expect(body).toEqual({
    issuer: emulator.url,
    authorization_endpoint: `${emulator.url}/oauth/authorize`,
    token_endpoint: `${emulator.url}/oauth/token`,
    userinfo_endpoint: `${emulator.url}/v1/oidc/userinfo`,
    jwks_uri: `${emulator.url}/.well-known/jwks.json`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    request_uri_parameter_supported: false,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: ['iss', 'aud', 'sub', 'auth_time', 'exp', 'iat', 'nonce', 'nickname', 'picture', 'email'],
  });
});

test('the documents use the address of the request', async () => {
  const { body } = await get(`http://127.0.0.1:${emulator.port}/.well-known/openid-configuration`);
  expect(body['issuer']).toBe(`http://127.0.0.1:${emulator.port}`);
});
