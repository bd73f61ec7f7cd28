import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import {
  apiCodes,
  isKakaoError,
  KakaoApiError,
  KakaoAuthError,
  KakaoClient,
  KakaoConnectionError,
  kakaoErrorBody,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  KakaoUsageError,
  KakaoWebhookError,
  koeCodes,
  loginCodes,
} from '@kakao-login/client';
import type { CodeEntry, KakaoError } from '@kakao-login/client';
import { kaeCodes } from '@kakao-login/client/contract';
import { connectionTable, tokenTable, unexpectedTable, webhookTable } from '@kakao-login/client/internal';
import { kakao, rejection } from './support/server.js';

const user = { accessToken: 'SECRET-access-token-0123456789' };
const secrets = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: 'SECRETclientSECRETclient01234567',
  adminKey: 'fedcba9876543210fedcba9876543210',
};
const code = { code: 'SECRETcode', redirectUri: 'http://localhost:3000/cb', codeVerifier: 'SECRETverifier' };

/** Everything that a logger could print about an error. */
const printed = (error: unknown): string =>
  [
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify(error),
    (error as Error).stack,
    String(error),
  ].join();

const tables: [string, Readonly<Record<string, CodeEntry>>][] = [
  ['KOE', koeCodes],
  ['API', apiCodes],
  ['KAE', kaeCodes],
  ['login', loginCodes],
  ['token', tokenTable()],
  ['webhook', webhookTable()],
  ['connection', connectionTable()],
  ['unexpected', unexpectedTable()],
];

describe.each(tables)('the %s table', (_, table) => {
  test.each(Object.entries(table))('%s has a status, a reason and a remedy in both languages', (__, entry) => {
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.status).toBeLessThan(600);
    for (const text of [entry.reason, entry.remedy]) {
      expect(text.ko).toMatch(/[가-힣].*[.]$/s);
      expect(text.en).toMatch(/^[A-Z`\-/].*[.]$/s);
      expect(text.en).not.toMatch(/[가-힣]/);
    }
  });
});

test('the tables contain every documented code', () => {
  const koe = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 23, 25, 26, 27, 28, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 114]
    .concat([123, 124, 125, 126, 127, 201, 202, 203, 204, 205, 207, 232, 233, 237, 303, 310, 319, 320, 321, 322, 400])
    .map((n) => `KOE${String(n).padStart(3, '0')}`);
  expect(Object.keys(koeCodes).sort()).toEqual(koe.sort());
  const api = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 101, 102, 103, 201, 301, 401, 402, 405, 406, 421, 422, 423]
    .concat([451, 452, 453, 480, 481, 501, 502, 504, 530, 531, 532, 602, 603, 606, 911, 903, 9798, 9999])
    .map((n) => String(-n));
  expect(Object.keys(apiCodes).sort()).toEqual(api.sort());
  expect(Object.keys(kaeCodes)).toHaveLength(18);
});

test('the status in every table is 500 only for mistakes in the service', () => {
  for (const [name, table] of tables) {
    const bare = Object.entries(table).filter(([, { status }]) => status === 500);
    expect([name, bare.map(([key]) => key)]).toEqual([name, name === 'unexpected' ? ['http_instance'] : []]);
  }
});

test('a user whose token is missing can log in again without a screen', () => {
  const error = new KakaoLoginError('reconnect_required');
  expect(error).toMatchObject({ kind: 'login', status: 401, retryable: false });
  expect(error.remedy.en).toContain('prompt=none');
  expect(error.remedy.ko).toContain('prompt=none');
});

test('an error of kapi keeps code, statuses and scopes', async () => {
  await using server = await kakao(() => ({
    status: 403,
    body: {
      msg: 'insufficient scopes.',
      code: -402,
      api_type: 'TALK_MESSAGE_DEFAULT_SEND',
      required_scopes: ['talk_message', '<script>'],
      allowed_scopes: ['profile_nickname'],
    },
  }));
  const client = new KakaoClient({ ...secrets, hosts: server.url });
  const error = await rejection(client.scopes.list(user));
  expect(error).toBeInstanceOf(KakaoApiError);
  expect(error).toMatchObject({
    kind: 'api',
    code: -402,
    status: 403,
    statusCode: 403,
    kakaoStatus: 403,
    kakaoMessage: 'insufficient scopes.',
    requiredScopes: ['talk_message'],
    allowedScopes: ['profile_nickname'],
    retryable: false,
    endpoint: 'scopes.list',
    reason: apiCodes['-402']?.reason,
    remedy: apiCodes['-402']?.remedy,
  });
});

test.each([
  [503, { error: 'maintenance' }, true],
  [429, { error: 'invalid_request', error_code: 'KOE999' }, true],
  [400, { error: 'invalid_request', error_code: 'KOE999' }, false],
])('a %i of kauth with an unknown code (%j) can be retried: %p', async (status, body, retryable) => {
  await using server = await kakao(() => ({ status, body }));
  const client = new KakaoClient({ clientId: 'key', hosts: server.url, retries: 1 });
  expect(await rejection(client.oidc.discover())).toMatchObject({ kind: 'auth', status: 502, retryable });
  // 429 without a Retry-After means a quota, and another call would use more of it.
  expect(server.seen).toHaveLength(status >= 500 ? 2 : 1);
});

test.each([
  [401, { error: 'invalid_client', error_code: 'KOE010', error_description: 'Bad client credentials' }, 'KOE010', 502],
  [
    400,
    {
      error: 'invalid_grant',
      error_code: 'KOE320',
      error_description: 'authorization code not found for code=SECRETcode',
    },
    'KOE320',
    401,
  ],
  [400, { error: 'invalid_grant', error_code: 'KOE303', error_description: 'Redirect URI mismatch.' }, 'KOE303', 502],
  [
    400,
    { error: 'invalid_request', error_code: 'KOE237', error_description: 'token request rate limit exceeded' },
    'KOE237',
    429,
  ],
  [406, { error: 'not_acceptable', error_code: 'KOE001' }, 'KOE001', 502],
  [400, { error: 'invalid_grant' }, 'invalid_grant', 401],
  [400, { error: 'something_new', error_code: 'KOE999' }, 'KOE999', 502],
  [400, { error: 'constructor', error_code: '__proto__' }, 'constructor', 502],
])('an error of kauth with %i is typed', async (kakaoStatus, body, expected, status) => {
  await using server = await kakao(() => ({ status: kakaoStatus, body }));
  const client = new KakaoClient({ ...secrets, hosts: server.url });
  const error = await rejection(client.oauth.exchangeCode(code));
  expect(error).toBeInstanceOf(KakaoAuthError);
  expect(error).toMatchObject({
    kind: 'auth',
    code: expected,
    error: body.error,
    status,
    kakaoStatus,
    endpoint: 'oauth.token',
  });
  expect((error as KakaoAuthError).message).toContain(expected);
  expect((error as KakaoAuthError).reason.ko).toMatch(/[가-힣]/);
});

test('an error prints no credentials', async () => {
  const texts = [
    `authorization code not found for code=${code.code}`,
    `Not exist client_id [${secrets.clientId}]`,
    `appKey(${secrets.adminKey}) is already deactivated`,
    `token ${user.accessToken} and ${secrets.clientSecret} and ${code.codeVerifier}`,
  ];
  for (const text of texts) {
    await using server = await kakao((seen) =>
      seen.path === '/oauth/token'
        ? { status: 400, body: { error: 'invalid_grant', error_code: 'KOE320', error_description: text } }
        : { status: 401, body: { code: -401, msg: text } },
    );
    const client = new KakaoClient({ ...secrets, hosts: server.url });
    const calls: [Promise<unknown>, string[]][] = [
      [client.oauth.exchangeCode(code), [code.code, code.codeVerifier]],
      [client.user.me(user), [user.accessToken]],
      [client.account.unlink({ admin: true, targetId: 1 }), []],
    ];
    for (const [call, own] of calls) {
      const error = await rejection(call);
      for (const secret of [...Object.values(secrets), ...own]) expect(printed(error)).not.toContain(secret);
    }
    expect(inspect(client, { depth: 10, showHidden: true })).not.toContain(secrets.clientSecret);
  }
});

test.each([
  ['unchanged', (value: string) => value],
  ['in base64', (value: string) => Buffer.from(value).toString('base64')],
  ['percent-encoded', encodeURIComponent],
  ['cut short', (value: string) => value.slice(0, -2)],
])('a value of `further` that Kakao or a gateway repeats %s is not in the error', async (_, written) => {
  const further = { gateway_key: 'open sesame, gateway!', tenant: 'blue/whale+tenant' };
  for (const value of Object.values(further)) {
    await using server = await kakao(() => ({
      status: 400,
      body: { error: 'invalid_grant', error_code: 'KOE320', error_description: `refused: ${written(value)}.` },
    }));
    const client = new KakaoClient({ ...secrets, hosts: server.url });
    const error = await rejection(client.oauth.exchangeCode({ ...code, further }));
    expect((error as KakaoAuthError).kakaoMessage).toMatch(/^refused: \[removed\]/);
    expect(printed(error)).not.toContain(written(value));
  }
});

test('documented parameters of a token request that are not secret stay readable', async () => {
  const text = `redirect_uri ${code.redirectUri} is not allowed for authorization_code`;
  await using server = await kakao(() => ({
    status: 400,
    body: { error: 'invalid_grant', error_code: 'KOE303', error_description: text },
  }));
  const error = await rejection(new KakaoClient({ ...secrets, hosts: server.url }).oauth.exchangeCode(code));
  expect((error as KakaoAuthError).kakaoMessage).toBe(text);
});

test('the error of a broken connection contains no credentials', async () => {
  const client = new KakaoClient({ ...secrets, hosts: 'http://127.0.0.1:1', retries: 0 });
  const error = await rejection(client.oauth.exchangeCode(code));
  expect(error).toBeInstanceOf(KakaoConnectionError);
  expect((error as Error).cause).toBeUndefined();
  for (const secret of [...Object.values(secrets), code.code]) expect(printed(error)).not.toContain(secret);
});

test('a message from Kakao cannot add lines to a log', async () => {
  await using server = await kakao(() => ({
    status: 400,
    body: { code: -2, msg: 'a\r\nERROR all is lost\u2028\u001b[31m' },
  }));
  const error = await rejection(new KakaoClient({ clientId: 'k', hosts: server.url }).user.me(user));
  expect((error as KakaoApiError).kakaoMessage).toBe('a ERROR all is lost [31m');
});

test('ordinary words in Kakao’s messages stay readable', () => {
  const said = (kakaoMessage: string): string | undefined =>
    new KakaoAuthError({ error: 'x', kakaoStatus: 400, kakaoMessage }).kakaoMessage;
  for (const text of [
    'expired_or_invalid_refresh_token',
    'NotRegisteredUserException',
    'user property not found ([gender, age] for appId=100001)',
    'Required PLUS_FRIENDS_ON_AGREEMENT_SUPPORTED permission',
    'ip mismatched! callerIp=1.2.3.4. check out registered ips.',
    "[profile] is not revocable. check out if it's set as required on developers.kakao.com",
  ]) {
    expect(said(text)).toBe(text);
  }
});

const every: KakaoError[] = [
  new KakaoApiError({ code: -401, kakaoStatus: 401 }),
  new KakaoAuthError({ error: 'invalid_grant', code: 'KOE320', kakaoStatus: 400 }),
  new KakaoConnectionError('timeout'),
  new KakaoUnexpectedError('html', { kakaoStatus: 502 }),
  new KakaoTokenError('expired'),
  new KakaoWebhookError('kid'),
  new KakaoLoginError('access_denied'),
  new KakaoUsageError('argument_malformed', { reason: { ko: '가', en: 'a' }, remedy: { ko: '나', en: 'b' } }),
];

test.each(every)('$name has the same properties as the other errors', (error) => {
  expect(error).toBeInstanceOf(Error);
  expect(isKakaoError(error)).toBe(true);
  expect(error.statusCode).toBe(error.status);
  expect(error.name).toMatch(/^Kakao\w+Error$/);
  expect(kakaoErrorBody(error)).toEqual({
    error: String(error.code),
    kind: error.kind,
    message: error.message,
    reason: error.reason,
    remedy: error.remedy,
    retryable: error.retryable,
  });
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ kind: error.kind, code: error.code, status: error.status });
});

describe('docs links to the explanation of the code', () => {
  const page = 'https://kakao-login.github.io/kakao-login-node/errors';

  test.each<[KakaoError, string]>([
    [new KakaoApiError({ code: -401, kakaoStatus: 401 }), '#api-401'],
    [new KakaoAuthError({ error: 'invalid_grant', code: 'KOE320', kakaoStatus: 400 }), '#koe320'],
    [new KakaoAuthError({ error: 'invalid_grant', kakaoStatus: 400 }), '#auth-invalid_grant'],
    [new KakaoLoginError('KOE205'), '#koe205'],
    [new KakaoLoginError('access_denied'), '#login-access_denied'],
    [new KakaoTokenError('too_large'), '#token-too_large'],
    [new KakaoWebhookError('too_large'), '#webhook-too_large'],
    [new KakaoUnexpectedError('too_large', { kakaoStatus: 200 }), '#unexpected-too_large'],
    [new KakaoConnectionError('timeout'), '#connection-timeout'],
  ])('%s', (error, anchor) => {
    expect(error.docs).toBe(page + anchor);
  });
});

test('a switch over kind is exhaustive', () => {
  const answer = (error: KakaoError): number => {
    switch (error.kind) {
      case 'api':
        return error.code;
      case 'auth':
      case 'connection':
      case 'unexpected':
      case 'token':
      case 'webhook':
      case 'login':
      case 'usage':
        return error.code.length;
      default:
        return error satisfies never;
    }
  };
  expect(every.map(answer)).toEqual([-401, 6, 7, 4, 7, 3, 13, 18]);
});

test('isKakaoError is false for other errors', () => {
  for (const other of [
    new Error('x'),
    { kind: 'api' },
    null,
    undefined,
    'x',
    Object.assign(new Error('x'), { kind: 'api' }),
  ]) {
    expect(isKakaoError(other)).toBe(false);
  }
});

test('an error name from a redirect is reduced to safe characters', () => {
  expect(new KakaoLoginError('<script>alert(1)</script>')).toMatchObject({ code: 'unknown_error', status: 401 });
  expect(new KakaoLoginError('consent_required', { kakaoMessage: 'user consent required.' })).toMatchObject({
    code: 'consent_required',
    status: 401,
    kakaoMessage: 'user consent required.',
  });
  expect(new KakaoLoginError('toString').status).toBe(401);
});

describe('a refused key', () => {
  const refusing = () => kakao(() => ({ status: 401, body: { msg: 'wrong appKey', code: -401 } }));

  test('of the service does not tell the user to log in again', async () => {
    await using server = await refusing();
    const client = new KakaoClient({ ...secrets, hosts: server.url, retries: 0 });
    const error = await rejection(client.user.ids());
    expect(error).toMatchObject({ kind: 'api', code: -401, status: 502, kakaoStatus: 401 });
    expect((error as KakaoApiError).remedy.en).toContain('adminKey');
  });

  test('of a user tells that user to log in again', async () => {
    await using server = await refusing();
    const client = new KakaoClient({ ...secrets, hosts: server.url, retries: 0 });
    const error = await rejection(client.user.me(user));
    expect(error).toMatchObject({ kind: 'api', code: -401, status: 401 });
    expect((error as KakaoApiError).remedy.en).toContain('oauth.refresh');
  });
});
