import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isKakaoError, KakaoClient, toKakaoProfile, type UserMe } from '@kakao-login/client';
import { endpoints } from '@kakao-login/client/contract';
import { startAnsweringServer, type AnsweringServer } from './answering-server.js';
import { bodyOf, published, valueOf, type Published, type PublishedName } from './published.js';

let server: AnsweringServer;
let client: KakaoClient;

beforeAll(async () => {
  server = await startAnsweringServer();
});
beforeEach(() => {
  server.asked.length = 0;
  client = new KakaoClient({
    clientId: 'rest-api-key',
    clientSecret: 'client-secret',
    adminKey: 'admin-key',
    hosts: server.url,
    retries: 0,
  });
});
afterAll(() => server.close());

const person = { accessToken: 'access-token' };
const onBehalf = { admin: true, targetId: '123456789' } as const;
const code = { code: 'published-code', redirectUri: 'https://example.com/callback' };

/** A call for each published answer, and the parameters in Kakao's sample request. */
const calls: { [N in PublishedName]?: { call: () => Promise<unknown>; asks?: Record<string, string> } } = {
  token: { call: () => client.oauth.exchangeCode(code) },
  'token-openid': { call: () => client.oauth.exchangeCode(code), asks: { grant_type: 'authorization_code' } },
  'token-many-scopes': { call: () => client.oauth.exchangeCode(code) },
  'token-rotated': {
    call: () => client.oauth.refresh({ refreshToken: 'old-refresh-token' }),
    asks: { grant_type: 'refresh_token', client_id: 'rest-api-key', refresh_token: 'old-refresh-token' },
  },
  tokeninfo: { call: () => client.oidc.tokenInfo('an.id.token'), asks: { id_token: 'an.id.token' } },
  discovery: { call: () => client.oidc.discover() },
  userinfo: { call: () => client.oidc.userInfo(person) },
  'access-token-info': { call: () => client.user.accessTokenInfo(person) },
  'access-token-info-old': { call: () => client.user.accessTokenInfo(person) },
  'user-me': { call: () => client.user.me(person) },
  'user-me-nickname': {
    call: () => client.user.me(onBehalf, { propertyKeys: ['kakao_account.email'] }),
    asks: { target_id_type: 'user_id', target_id: '123456789', property_keys: '["kakao_account.email"]' },
  },
  'user-me-partner': {
    call: () => client.user.me(person, { secureResource: true }),
    asks: { secure_resource: 'true' },
  },
  'user-me-combined-profile': { call: () => client.user.me(person) },
  'user-me-observed': { call: () => client.user.me(person) },
  'user-me-preregistered': { call: () => client.user.me(person) },
  'user-me-no-consent': { call: () => client.user.me(person) },
  'app-users': {
    call: () => client.user.list(['1399634384', '1406264199']),
    asks: { target_id_type: 'user_id', target_ids: '[1399634384,1406264199]' },
  },
  'app-users-keys': {
    call: () =>
      client.user.list(['1399634384', 1406264199n], {
        propertyKeys: ['kakao_account.email', 'kakao_account.profile'],
      }),
    asks: { property_keys: '["kakao_account.email","kakao_account.profile"]' },
  },
  'user-ids': {
    call: () => client.user.ids({ limit: 3, order: 'asc', fromId: 12345 }),
    asks: { limit: '3', order: 'asc', from_id: '12345' },
  },
  'update-profile': {
    call: () => client.user.updateProfile(person, { custom_key: 'custom_value' }),
    asks: { properties: '{"custom_key":"custom_value"}' },
  },
  signup: {
    call: () => client.account.signup(person, { properties: { custom_key: 'custom_value' } }),
    asks: { properties: '{"custom_key":"custom_value"}' },
  },
  logout: { call: () => client.account.logout(onBehalf), asks: { target_id_type: 'user_id', target_id: '123456789' } },
  unlink: { call: () => client.account.unlink(onBehalf), asks: { target_id_type: 'user_id', target_id: '123456789' } },
  scopes: { call: () => client.scopes.list(person) },
  'scopes-chosen': {
    call: () => client.scopes.list(person, { scopes: ['account_email', 'friends'] }),
    asks: { scopes: '["account_email","friends"]' },
  },
  'scopes-revoked': {
    call: () => client.scopes.revoke(onBehalf, ['account_email']),
    asks: { target_id_type: 'user_id', target_id: '123456789', scopes: '["account_email"]' },
  },
  'service-terms': { call: () => client.terms.list(person) },
  'service-terms-2023': { call: () => client.terms.list(person) },
  'service-terms-app': {
    call: () => client.terms.list(person, { result: 'app_service_terms' }),
    asks: { result: 'app_service_terms' },
  },
  'service-terms-tags': {
    call: () => client.terms.list(onBehalf, { tags: ['optional_no_consent', 'service_2020_0218'] }),
    asks: { target_id_type: 'user_id', tags: 'optional_no_consent,service_2020_0218' },
  },
  'service-terms-revoked': {
    call: () => client.terms.revoke(person, ['optional_20200616', 'optional_no_consent']),
    asks: { tags: 'optional_20200616,optional_no_consent' },
  },
  'service-terms-upgraded': {
    call: () => client.terms.agree(person, ['term01', 'term02', 'term03']),
    asks: { tags: 'term01,term02,term03' },
  },
  'service-terms-upgraded-partly': { call: () => client.terms.agree(onBehalf, ['term01', 'term02']) },
  'shipping-address': { call: () => client.shipping.list(person) },
  'shipping-address-old': { call: () => client.shipping.list(onBehalf), asks: { target_id: '123456789' } },
  'shipping-address-needs-agreement': { call: () => client.shipping.list(person) },
};

const names = Object.keys(calls) as PublishedName[];

describe('a published answer is returned complete', () => {
  test.each(names)('%s', async (name) => {
    server.answer(name);
    expect(await calls[name]?.call()).toEqual(valueOf(name));
  });
});

describe('the client sends the published sample requests', () => {
  test.each(names)('for %s', async (name) => {
    server.answer(name);
    await calls[name]?.call();
    const { endpoint }: Published = published[name];
    if (endpoint === undefined) throw new Error(`${name} has no endpoint`);
    const [asked] = server.asked;
    expect(server.asked).toHaveLength(1);
    expect(asked).toMatchObject({ method: endpoints[endpoint].method, path: endpoints[endpoint].path });
    const [carrier, other] = asked?.method === 'GET' ? [asked.query, asked.form] : [asked?.form, asked?.query];
    expect(Object.fromEntries(carrier ?? [])).toMatchObject(calls[name]?.asks ?? {});
    expect([...(other ?? [])]).toEqual([]);
  });
});

test('every sample of an endpoint that the client calls is tested', () => {
  const reached = new Set<PublishedName>([...names, 'token-refreshed', 'jwks', 'ssf-configuration']);
  const asked = (Object.keys(published) as PublishedName[]).filter((name) => 'endpoint' in published[name]);
  expect(asked.filter((name) => !reached.has(name))).toEqual([]);
});

test('a refresh without a new refresh token keeps the old one and the scopes', async () => {
  server.answer('token-refreshed');
  const renewed = await client.oauth.refresh({ refreshToken: 'old-refresh-token', scope: 'account_email openid' });
  expect(renewed).toEqual({
    ...(valueOf('token-refreshed') as object),
    refresh_token: 'old-refresh-token',
    scope: 'account_email openid',
  });
});

test('ids beyond 2^53 keep their last digit', async () => {
  server.answer('user-ids');
  const { elements } = await client.user.ids();
  expect(elements).toEqual(['1376016924426111111', '1376016924426222222', '1376016924426333333']);
});

test('a field that is not in the contract is kept', async () => {
  server.answer('user-me-partner');
  const user = await client.user.me(person);
  expect(user.for_partner).toMatchObject({ remaining_invite_count: 20 });
  expect(user.kakao_account).toMatchObject({ is_kakaotalk_user: true });
});

describe('toKakaoProfile accepts each published user', () => {
  const users = (Object.keys(published) as PublishedName[]).filter((name) => name.startsWith('user-me'));

  test.each(users)('%s', async (name) => {
    server.answer(name);
    const user: UserMe = await client.user.me(person);
    expect(toKakaoProfile({ user })).toMatchObject({ provider: 'kakao', id: user.id, _json: user });
  });

  test('with the phone number in E.164, although the sample keeps the zero of the domestic number', async () => {
    server.answer('user-me');
    const profile = toKakaoProfile({ user: await client.user.me(person) });
    expect(profile).toMatchObject({
      displayName: '홍길동',
      verifiedEmail: 'sample@example.com',
      phoneNumber: '+821012345678',
      properties: { custom_key: 'custom_value' },
      missingConsents: [],
    });
  });

  test('without verifiedEmail if Kakao does not say that the address is valid', async () => {
    server.answer('user-me-partner');
    const profile = toKakaoProfile({ user: await client.user.me(person) });
    expect(profile.verifiedEmail).toBeUndefined();
  });
});

/** The error that the client throws for each published error. */
const refusals: { [N in PublishedName]?: { kind: 'api' | 'auth'; code: number | string; message?: string } } = {
  'error-already-registered': { kind: 'api', code: -102 },
  'error-token-unknown': { kind: 'api', code: -401 },
  'error-token-expired': { kind: 'api', code: -401 },
  'error-app-key': { kind: 'api', code: -401 },
  'error-ip': { kind: 'api', code: -401 },
  'error-property-unknown': { kind: 'api', code: -201 },
  'error-scope-not-revocable': { kind: 'api', code: -3 },
  'error-scope-unknown': { kind: 'api', code: -2 },
  'error-terms-unknown': { kind: 'api', code: -2 },
  'error-terms-revoke-unknown': { kind: 'api', code: -2 },
  'error-insufficient-scopes': { kind: 'api', code: -402 },
  'error-permission': { kind: 'api', code: -5 },
  'error-age-verification': { kind: 'api', code: -405 },
  'error-not-registered': { kind: 'api', code: -101 },
  'error-inactive': { kind: 'api', code: -103 },
  'error-limit': { kind: 'api', code: -10 },
  'error-koe001': { kind: 'auth', code: 'KOE001' },
  'error-koe009-without-code': { kind: 'auth', code: 'KOE009' },
  'error-koe010': { kind: 'auth', code: 'KOE010' },
  'error-koe101': { kind: 'auth', code: 'KOE101' },
  'error-koe237': { kind: 'auth', code: 'KOE237' },
  'error-koe303': { kind: 'auth', code: 'KOE303' },
  'error-koe320': { kind: 'auth', code: 'KOE320' },
  'error-koe322': { kind: 'auth', code: 'KOE322' },
  'error-koe400': { kind: 'auth', code: 'KOE400' },
};

describe('a published error becomes a typed error', () => {
  test.each(Object.keys(refusals) as PublishedName[])('%s', async (name) => {
    const expected = refusals[name];
    server.answer(name);
    const failure = await (expected?.kind === 'auth' ? client.oauth.exchangeCode(code) : client.user.me(person)).catch(
      (error: unknown) => error,
    );

    if (!isKakaoError(failure)) throw new Error('not one of our errors', { cause: failure });
    expect(failure).toMatchObject({
      kind: expected?.kind,
      code: expected?.code,
      kakaoStatus: published[name].status,
      endpoint: expected?.kind === 'auth' ? 'oauth.token' : 'user.me',
    });
    expect(failure.status).toBeGreaterThanOrEqual(400);
    for (const text of [failure.reason, failure.remedy]) {
      expect(text.en).toMatch(/\w{3}/);
      expect(text.ko).toMatch(/[가-힣]{2}/);
    }
  });

  test('every published error is tested', () => {
    const errors = Object.keys(published).filter((name) => name.startsWith('error-'));
    expect(Object.keys(refusals).sort()).toEqual(errors.sort());
  });

  test('-402 lists the missing scopes and the allowed scopes', async () => {
    server.answer('error-insufficient-scopes');
    await expect(client.user.me(person)).rejects.toMatchObject({
      requiredScopes: ['talk_message'],
      allowedScopes: ['profile', 'account_email'],
    });
  });

  test('the authorization code that KOE320 quotes is not kept', async () => {
    server.answer('error-koe320');
    const failure = await client.oauth.exchangeCode(code).catch((error: unknown) => error);
    expect(bodyOf('error-koe320')).toContain('published-code');
    expect(JSON.stringify([failure, (failure as Error).message, (failure as Error).stack])).not.toContain(
      'published-code',
    );
    expect(failure).toMatchObject({ kakaoMessage: expect.stringContaining('authorization code not found') });
  });
});
