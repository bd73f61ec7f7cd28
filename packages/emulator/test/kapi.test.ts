import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator, SignInOptions } from '@kakao-login/emulator';

import { get, post } from './visitor.js';

type Answer = Awaited<ReturnType<typeof get>>;

let emulator: KakaoEmulator;
const [shop, wholesale] = defaultSeed.apps;
const admin = { authorization: `KakaoAK ${shop.adminKeys?.[0]?.key ?? ''}` };
const target = (id = '1001'): Record<string, string> => ({ target_id_type: 'user_id', target_id: id });

beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps: [
      {
        ...shop,
        adminKeys: [
          ...(shop.adminKeys ?? []),
          { key: 'logout-only', allowedApis: ['logout'] },
          { key: 'far', allowedIps: ['10.1.2.3'] },
        ],
      },
      wholesale,
    ],
    people: [
      ...defaultSeed.people,
      { id: '2001', loginId: 'asleep@example.com', nickname: '잠', dormant: true },
      { id: '2002', loginId: 'limited@example.com', nickname: '제한', restricted: true },
    ],
  });
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

async function bearer(person = '1001', options?: SignInOptions): Promise<Record<string, string>> {
  const { access_token } = await emulator.issueTokens(person, options);
  return { authorization: `Bearer ${access_token}` };
}
const read = (path: string, headers: Record<string, string>, query: Record<string, string> = {}): Promise<Answer> =>
  get(`${emulator.url}${path}?${new URLSearchParams(query).toString()}`, headers);
const write = (path: string, headers: Record<string, string>, form: Record<string, string> = {}): Promise<Answer> =>
  post(`${emulator.url}${path}`, form, headers);

describe('credentials', () => {
  test('an unknown token', async () => {
    const { status, headers, text } = await read('/v2/user/me', { authorization: 'Bearer null' });
    expect([status, text]).toEqual([401, '{"msg":"this access token does not exist","code":-401}']);
    expect(headers.get('www-authenticate')).toBe('Bearer error=invalid_token');
  });

  test('a token that has just expired, and one that expired long ago', async () => {
    const token = await bearer();
    emulator.clock.advance({ hours: 6 });
    expect((await read('/v2/user/me', token)).text).toBe('{"msg":"this access token is already expired","code":-401}');
    emulator.clock.advance({ days: 1 });
    expect((await read('/v2/user/me', token)).body['msg']).toBe('this access token does not exist');
  });

  test('an unknown admin key', async () => {
    const { status, headers, body } = await read('/v2/user/me', { authorization: 'KakaoAK nope' }, target());
    expect([status, body['code']]).toEqual([401, -401]);
    expect(headers.get('www-authenticate')).toBe('KakaoAK error=invalid_token');
  });

  test('an admin key where only a token is accepted, and the reverse', async () => {
    expect((await read('/v1/oidc/userinfo', admin)).body['code']).toBe(-401);
    expect((await read('/v1/user/ids', await bearer())).body['code']).toBe(-401);
    expect((await read('/v2/user/me', {})).body['code']).toBe(-401);
  });

  test('an admin key that does not allow the call, or the caller', async () => {
    await bearer();
    const limited = await read('/v2/user/me', { authorization: 'KakaoAK logout-only' }, target());
    expect([limited.status, limited.body['code']]).toEqual([403, -3]);
    expect((await write('/v1/user/logout', { authorization: 'KakaoAK logout-only' }, target())).status).toBe(200);
    const far = await read('/v2/user/me', { authorization: 'KakaoAK far' }, target());
    expect(far.body['msg']).toMatch(/^ip mismatched! callerIp=(127\.0\.0\.1|::1)\. check out registered ips\.$/);
  });

  test('a token of a key that does not allow the caller, except from a page of the service', async () => {
    const far = await createKakaoEmulator({
      apps: [
        {
          appId: '9',
          name: '먼 앱',
          restApiKeys: [{ key: 'far-key', redirectUris: ['http://localhost:1/cb'], allowedIps: ['10.0.0.0/8'] }],
          javascriptKeys: [{ key: 'far-js', domains: ['http://localhost:1'] }],
        },
      ],
    });
    const { access_token } = await far.issueTokens('1001', { redirectUri: 'http://localhost:1/cb' });
    const authorization = `Bearer ${access_token}`;
    const refused = await get(`${far.url}/v2/user/me`, { authorization });
    const shown = await get(`${far.url}/v2/user/me`, { authorization, origin: 'http://localhost:1' });
    await far.close();
    expect([refused.status, refused.body['code'], shown.status]).toEqual([401, -401, 200]);
    expect(refused.body['msg']).toMatch(/^ip mismatched! callerIp=(127\.0\.0\.1|::1)\. check out registered ips\.$/);
  });

  test.each([
    [{ target_id_type: 'uuid', target_id: '1001' }, -2],
    [{ target_id_type: 'user_id', target_id: 'me' }, -2],
    [{ target_id_type: 'user_id', target_id: '1003' }, -101],
  ])('an admin call for %j is %i', async (query, code) => {
    await bearer();
    expect((await read('/v2/user/me', admin, query)).body['code']).toBe(code);
  });

  test('a user who is not linked, byte for byte', async () => {
    const { status, text } = await read('/v2/user/me', admin, target());
    expect([status, text]).toEqual([400, '{"msg":"NotRegisteredUserException","code":-101}']);
  });

  test('a dormant account and a restricted one', async () => {
    const asleep = await read('/v2/user/me', await bearer('2001'));
    expect([asleep.status, asleep.text]).toEqual([400, '{"msg":"the account is inactive.","code":-103}']);
    expect((await read('/v2/user/me', await bearer('2002'))).body['code']).toBe(-4);
  });

  test('a page of an unregistered origin', async () => {
    const token = await bearer();
    const { status, headers, body } = await read('/v2/user/me', { ...token, origin: 'http://evil.example' });
    expect([status, body['msg']]).toEqual([
      401,
      'domain mismatched! caller=http://evil.example. check out registered web domains.',
    ]);
    expect(headers.get('access-control-allow-origin')).toBe('http://evil.example');
    expect((await read('/v2/user/me', { ...token, origin: 'http://localhost:3000' })).status).toBe(200);
  });

  test('the preflight of the JavaScript SDK', async () => {
    const answer = await fetch(`${emulator.url}/v2/user/me?`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,cache-control,content-type,ka,pragma',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toBe(
      'KA, Authorization, Content-Type, Cache-Control, Pragma',
    );
  });
});

describe('/v2/user/me', () => {
  test('has members in the order of the logs, and http pictures', async () => {
    const { text } = await read('/v2/user/me', await bearer('1001', { agree: ['account_email', 'profile_image'] }));
    expect(text.replaceAll(/"\d{4}-[^"]+Z"/g, '"T"')).toMatch(
      '{"id":1001,"connected_at":"T","synched_at":"T","properties":{"nickname":"달빛","profile_image":"http://k.kakaocdn.net/dn/emulator/moonlight/img_640x640.jpg","thumbnail_image":"http://k.kakaocdn.net/dn/emulator/moonlight/img_110x110.jpg"},"kakao_account":{"profile_nickname_needs_agreement":false,"profile_image_needs_agreement":false,"profile":{"nickname":"달빛","thumbnail_image_url":"http://k.kakaocdn.net/dn/emulator/moonlight/img_110x110.jpg","profile_image_url":"http://k.kakaocdn.net/dn/emulator/moonlight/img_640x640.jpg","is_default_image":false,"is_default_nickname":false},"name_needs_agreement":true,"has_email":true,"email_needs_agreement":false,"is_email_valid":true,"is_email_verified":true,"email":"moonlight@example.com"',
    );
  });

  test('writes an ID above 2^53 exactly', async () => {
    const { text } = await read('/v2/user/me', await bearer('1285016924429472463'));
    expect(text).toMatch(/^\{"id":1285016924429472463,/);
  });

  test('shows what is not agreed to, and what the account lacks', async () => {
    const { body } = await read('/v2/user/me', await bearer('+82 10-5555-6666', { agree: ['account_email'] }));
    const account = body['kakao_account'] as Record<string, unknown>;
    expect(account).toMatchObject({ email_needs_agreement: false, gender_needs_agreement: true });
    expect(account).not.toHaveProperty('email');
    expect(account).not.toHaveProperty('gender');
  });

  test('has https pictures with secure_resource', async () => {
    const { text } = await read('/v2/user/me', await bearer(), { secure_resource: 'true' });
    expect(text).toContain('"profile_image_url":"https://');
    expect(text).not.toContain('http://');
  });

  test('selects by property_keys, with related fields as a set', async () => {
    const query = { property_keys: '["kakao_account.email","properties.nickname"]' };
    const { body } = await read('/v2/user/me', await bearer(), query);
    expect(Object.keys(body)).toEqual(['id', 'connected_at', 'synched_at', 'properties', 'kakao_account']);
    expect(body['properties']).toEqual({ nickname: '달빛' });
    expect(Object.keys(body['kakao_account'] as object)).toEqual([
      'has_email',
      'email_needs_agreement',
      'is_email_valid',
      'is_email_verified',
      'email',
    ]);
  });

  test('selects everything below a parent with a trailing dot', async () => {
    const { body } = await read('/v2/user/me', await bearer(), { property_keys: '["kakao_account."]' });
    expect(body['kakao_account']).toHaveProperty('birthday', '0815');
    expect(body).not.toHaveProperty('properties');
  });

  test('accepts a POST and an admin key', async () => {
    await bearer();
    expect((await write('/v2/user/me', admin, target())).body['id']).toBe(1001);
    expect((await read('/v2/user/me', admin, target())).body['id']).toBe(1001);
  });

  test('refuses property_keys that are not JSON', async () => {
    expect((await read('/v2/user/me', await bearer(), { property_keys: 'email' })).body['code']).toBe(-2);
  });
});

describe('many users', () => {
  test('are a bare array with three members each, without unlinked users', async () => {
    await bearer();
    await bearer('1285016924429472463');
    const query = { target_id_type: 'user_id', target_ids: '[1285016924429472463,1001,1003]' };
    const { text } = await read('/v2/app/users', admin, query);
    const each = /\{"id":1001,"connected_at":"[^"]+","synched_at":"[^"]+"\}/.source;
    expect(text).toMatch(new RegExp(`^\\[${each},${each.replace('1001', '1285016924429472463')}\\]$`));
    expect((await read('/v2/app/users', admin, { ...query, target_ids: '[1003]' })).text).toBe('[]');
  });

  test('are at most 100, or 20 with property_keys', async () => {
    const ids = JSON.stringify(Array.from({ length: 21 }, (_, index) => index + 1));
    const query = { target_id_type: 'user_id', target_ids: ids };
    expect((await read('/v2/app/users', admin, query)).status).toBe(200);
    const selected = await read('/v2/app/users', admin, { ...query, property_keys: '["kakao_account."]' });
    expect([selected.status, selected.body['code']]).toEqual([400, -2]);
  });

  test('have IDs in pages that link to each other', async () => {
    for (const person of ['1001', '1003', '1004', '1285016924429472463']) await emulator.signIn(person);
    const first = await read('/v1/user/ids', admin, { limit: '3' });
    expect(first.text).toMatch(/^\{"elements":\[1001,1003,1004\],"before_url":null,"after_url":"http/);
    const after = new URL(String(first.body['after_url']));
    expect(after.searchParams.get('from_id')).toBe('1285016924429472463');
    const second = await get(after.href, admin);
    expect(second.text).toMatch(/^\{"elements":\[1285016924429472463\],.*"after_url":null/);
    expect(String(second.body['before_url'])).toContain('from_id=1001');
    const down = await read('/v1/user/ids', admin, { order: 'desc', limit: '1' });
    expect(down.text).toContain('"elements":[1285016924429472463]');
  });

  test('cannot have a limit of 101 IDs', async () => {
    expect((await read('/v1/user/ids', admin, { limit: '101' })).body['code']).toBe(-2);
  });
});

describe('properties and tokens', () => {
  test('are stored and returned', async () => {
    const token = await bearer();
    const stored = await write('/v1/user/update_profile', token, { properties: '{"clothing_size":"small"}' });
    expect(stored.text).toBe('{"id":1001}');
    const { body } = await read('/v2/user/me', token, { property_keys: '["properties."]' });
    expect(body['properties']).toMatchObject({ clothing_size: 'small' });
  });

  test('are refused with unregistered keys, byte for byte', async () => {
    const { status, text } = await write('/v1/user/update_profile', await bearer(), {
      properties: '{"gender":"x","age":"1"}',
    });
    expect([status, text]).toEqual([
      400,
      '{"msg":"user property not found ([gender, age] for appId=100001)","code":-201}',
    ]);
  });

  test('access token info has the remaining lifetime', async () => {
    const token = await bearer();
    emulator.clock.advance({ hours: 1 });
    const { body } = await read('/v1/user/access_token_info', token);
    expect(body).toMatchObject({ id: 1001, app_id: 100_001, appId: 100_001 });
    expect(body['expires_in']).toBeGreaterThan(17_990);
    expect(body['expires_in']).toBeLessThanOrEqual(17_999);
  });
});

describe('consent items', () => {
  test('are listed, and revocable only if agreed to', async () => {
    const { body } = await read('/v2/user/scopes', await bearer('1001', { agree: ['gender'] }), {
      scopes: '["profile_nickname","gender","name"]',
    });
    expect(body).toEqual({
      id: 1001,
      scopes: [
        {
          id: 'profile_nickname',
          display_name: '닉네임',
          type: 'PRIVACY',
          using: true,
          agreed: true,
          revocable: false,
        },
        { id: 'name', display_name: '이름', type: 'PRIVACY', using: true, agreed: false },
        { id: 'gender', display_name: '성별', type: 'PRIVACY', using: true, agreed: true, revocable: true },
      ],
    });
  });

  test('are all listed for the JSON text null', async () => {
    const { body } = await read('/v2/user/scopes', await bearer(), { scopes: 'null' });
    expect(body['scopes']).toHaveLength(12);
  });

  test('are revoked, and the response is the full list', async () => {
    const token = await bearer();
    const { body } = await write('/v2/user/revoke/scopes', token, { scopes: '["account_email"]' });
    expect(body['scopes']).toHaveLength(12);
    expect(body['scopes']).toContainEqual({
      id: 'account_email',
      display_name: '카카오계정(이메일)',
      type: 'PRIVACY',
      using: true,
      agreed: false,
    });
    const me = await read('/v2/user/me', token);
    expect(me.body['kakao_account']).toMatchObject({ email_needs_agreement: true });
  });

  test('cannot be revoked if they are required or unknown, byte for byte', async () => {
    const token = await bearer();
    const required = await write('/v2/user/revoke/scopes', token, { scopes: '["profile_nickname"]' });
    expect([required.status, required.text]).toEqual([
      403,
      `{"msg":"[profile_nickname] is not revocable. check out if it's set as required on developers.kakao.com","code":-3}`,
    ]);
    const unknown = await write('/v2/user/revoke/scopes', token, { scopes: '["email"]' });
    expect([unknown.status, unknown.text]).toEqual([
      400,
      '{"msg":"There is no scopes to revoke. check out if given scope id([email]) is correct again.","code":-2}',
    ]);
  });
});

describe('service terms', () => {
  const list = '/v2/user/service_terms';

  test('are those agreed to, or all of the app', async () => {
    const token = await bearer('1001', { terms: [] });
    const agreed = (await read(list, token)).body['service_terms'] as Record<string, unknown>[];
    expect(agreed.map(({ tag }) => tag)).toEqual(['service_20260101', 'privacy_20260101']);
    expect(agreed[0]).toEqual({
      tag: 'service_20260101',
      required: true,
      agreed: true,
      revocable: false,
      agreed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      agreed_by: 'KAUTH',
    });
    const all = (await read(list, token, { result: 'app_service_terms' })).body['service_terms'];
    expect(all).toContainEqual({ tag: 'marketing_20260101', required: false, agreed: false, revocable: true });
  });

  test('are agreed to and revoked by the service', async () => {
    const token = await bearer('1001', { terms: [] });
    const agreed = await write('/v2/user/upgrade/service_terms', admin, { ...target(), tags: 'marketing_20260101' });
    expect(agreed.body['agreed_service_terms']).toEqual([
      { tag: 'marketing_20260101', agreed: true, agreed_at: expect.any(String), agreed_by: 'KAPI' },
    ]);
    const revoked = await write('/v2/user/revoke/service_terms', token, { tags: 'marketing_20260101' });
    expect(revoked.text).toBe('{"id":1001,"revoked_service_terms":[{"tag":"marketing_20260101","agreed":false}]}');
  });

  test('accept repeated tags, and tags in the query of a POST', async () => {
    const token = await bearer();
    const listed = await get(`${emulator.url}${list}?tags=service_20260101&tags=privacy_20260101`, token);
    expect(listed.body['service_terms']).toHaveLength(2);
    expect((await write('/v2/user/revoke/service_terms?tags=marketing_20260101', token)).status).toBe(200);
  });

  test('with unknown tags are refused, byte for byte', async () => {
    const token = await bearer();
    const listed = await read(list, token, { tags: 'test' });
    expect([listed.status, listed.text]).toEqual([
      400,
      '{"msg":"There is no tags to get service terms. check out to configured this tags([test]) in app(달빛상점).","code":-2}',
    ]);
    const revoked = await write('/v2/user/revoke/service_terms', token, { tags: 'test_tag' });
    expect([revoked.status, revoked.text]).toEqual([
      400,
      '{"msg":"There is no tags to revoke. check out to configured this tags([test_tag]) in app(달빛상점).","code":-2}',
    ]);
  });

  test('of an app without Kakao Sync are -3', async () => {
    const token = await bearer('1001', { app: '100002' });
    await write('/v1/user/signup', token);
    expect((await read(list, token)).body['code']).toBe(-3);
  });

  test('have the old list', async () => {
    const { body } = await read('/v1/user/service/terms', await bearer(), { extra: 'app_service_terms' });
    expect(body).toMatchObject({ user_id: 1001, allowed_service_terms: [{ tag: 'service_20260101' }, {}, {}] });
    expect(body['app_service_terms']).toHaveLength(3);
  });
});

describe('shipping addresses', () => {
  const path = '/v1/user/shipping_address';
  interface Page {
    shipping_addresses: { id: number; is_default: boolean; updated_at: number }[];
  }

  test('start with the default one, continue with the newest, and have further pages', async () => {
    const token = await bearer('1003');
    const seen = new Set<string>();
    let from = '0';
    for (let page = 0; page < 20; page += 1) {
      const { text, body } = await read(path, token, { page_size: '5', from_updated_at: from });
      const [head, ...rest] = (body as unknown as Page).shipping_addresses;
      expect(head?.is_default).toBe(true);
      for (const id of text.match(/"id":\d+/g) ?? []) seen.add(id);
      const last = rest.at(-1);
      if (!last) break;
      from = `${last.updated_at}.0`;
    }
    expect(seen.size).toBe(12);
    expect(seen).toContain('"id":9007199254741006');
  });

  test('can be requested by ID', async () => {
    const { text } = await read(path, await bearer('1003'), { address_id: '9007199254741006' });
    expect(text).toMatch(
      /^\{"user_id":1003,"shipping_addresses_needs_agreement":false,"shipping_addresses":\[\{.*"id":9007199254741006/,
    );
  });

  test('are withheld without consent', async () => {
    const { status, text } = await read(path, await bearer('1003', { agree: [] }));
    expect([status, text]).toEqual([200, '{"user_id":1003,"shipping_addresses_needs_agreement":true}']);
  });

  test('refuse a page size of 1', async () => {
    expect((await read(path, await bearer('1003'), { page_size: '1' })).body['code']).toBe(-2);
  });
});

describe('userinfo', () => {
  test('has the standard claims', async () => {
    const { body } = await read('/v1/oidc/userinfo', await bearer());
    expect(body).toEqual({
      sub: '1001',
      name: '김달빛',
      nickname: '달빛',
      picture: 'https://k.kakaocdn.net/dn/emulator/moonlight/img_110x110.jpg',
      email: 'moonlight@example.com',
      email_verified: true,
      gender: 'female',
      birthdate: '1994-08-15',
      phone_number: '+82 10-1234-5678',
      phone_number_verified: true,
    });
  });

  test.each([
    [['birthday'], '0000-08-15'],
    [['birthyear'], '1994'],
  ])('writes a birth date from %j', async (agree, birthdate) => {
    const { body } = await read('/v1/oidc/userinfo', await bearer('1001', { agree }));
    expect(body['birthdate']).toBe(birthdate);
  });
});

describe('signing up by hand', () => {
  test('links a preregistered user', async () => {
    const token = await bearer('1001', { app: '100002' });
    const before = await read('/v2/user/me', token);
    expect(before.body).toMatchObject({ id: 1001, has_signed_up: false });
    expect(Object.keys(before.body)).toEqual(['id', 'has_signed_up', 'connected_at', 'kakao_account']);
    expect((await read('/v2/user/scopes', token)).body['code']).toBe(-101);
    const signedUp = await write('/v1/user/signup', token, { properties: '{"company_name":"달"}' });
    expect(signedUp.text).toBe('{"id":1001}');
    const after = await read('/v2/user/me', token);
    expect(after.body).toMatchObject({ has_signed_up: true, properties: { company_name: '달' } });
    const again = await write('/v1/user/signup', token, { properties: 'null' });
    expect([again.status, again.text]).toEqual([400, '{"msg":"already registered","code":-102}']);
  });

  test('is -102 for an app with auto-link, and has_signed_up is absent', async () => {
    const token = await bearer();
    expect((await write('/v1/user/signup', token)).body['code']).toBe(-102);
    expect((await read('/v2/user/me', token)).body).not.toHaveProperty('has_signed_up');
  });

  test('is no longer possible after a day', async () => {
    const token = await bearer('1001', { app: '100002' });
    emulator.clock.advance({ hours: 1 });
    expect((await read('/v2/user/me', token)).status).toBe(200);
    const { refresh_token = '' } = await emulator.issueTokens('1001', { app: '100002' });
    emulator.clock.advance({ hours: 24 });
    const [key] = emulator.apps[1]?.restApiKeys ?? [];
    const form = {
      grant_type: 'refresh_token',
      refresh_token,
      client_id: key?.key ?? '',
      client_secret: key?.clientSecret ?? '',
    };
    expect((await post(`${emulator.url}/oauth/token`, form)).body['error_code']).toBe('KOE322');
  });
});

describe('leaving', () => {
  test('logout ends only this login', async () => {
    const [one, other] = [await bearer(), await bearer()];
    expect((await write('/v1/user/logout', one)).text).toBe('{"id":1001}');
    expect((await read('/v2/user/me', one)).status).toBe(401);
    expect((await read('/v2/user/me', other)).status).toBe(200);
  });

  test('logout with the admin key ends all logins', async () => {
    const [one, other] = [await bearer(), await bearer()];
    expect((await write('/v1/user/logout', admin, target())).text).toBe('{"id":1001}');
    expect((await read('/v2/user/me', one)).status).toBe(401);
    expect((await read('/v2/user/me', other)).status).toBe(401);
  });

  test('unlink deletes tokens, consents and properties', async () => {
    const token = await bearer();
    await write('/v1/user/update_profile', token, { properties: '{"memo":"x"}' });
    expect((await write('/v1/user/unlink', token)).text).toBe('{"id":1001}');
    expect((await read('/v2/user/me', token)).status).toBe(401);
    expect((await write('/v1/user/unlink', admin, target())).body['code']).toBe(-101);
    const again = await read('/v2/user/me', await bearer('1001', { agree: [] }));
    expect(again.body['properties']).toEqual({ nickname: '달빛' });
  });

  test('reset deletes tokens and links', async () => {
    const token = await bearer();
    emulator.reset();
    expect((await read('/v2/user/me', token)).status).toBe(401);
    expect((await read('/v1/user/ids', admin)).body['elements']).toEqual([]);
  });
});

test('an agt works once', async () => {
  const token = (await bearer()).authorization?.slice(7) ?? '';
  const { body } = await post(`${emulator.url}/api/agt`, { client_id: emulator.app.restApiKey, access_token: token });
  const url = `${emulator.url}/oauth/authorize?response_type=code&client_id=${emulator.app.restApiKey}&redirect_uri=${encodeURIComponent(emulator.app.redirectUris[0] ?? '')}&agt=${String(body['agt'])}`;
  const once = await fetch(url, { redirect: 'manual' });
  expect(once.headers.get('location')).toContain('?code=');
  const twice = await fetch(url, { redirect: 'manual' });
  expect(twice.headers.get('location')).toContain('#login');
});

test('a token can be checked as mobile SDKs do, in any case of the scheme', async () => {
  const check = (authorization: string): Promise<Answer> => read('/v1/user/check_access_token', { authorization });
  const { authorization = '' } = await bearer();
  expect((await check(authorization)).text).toBe('{}');
  expect((await check(authorization.replace('Bearer', 'bearer'))).text).toBe('{}');
  expect((await check('Bearer unknown')).status).toBe(401);
});

test('a path that Kakao does not have is 404', async () => {
  expect((await read('/v9/nothing', admin)).status).toBe(404);
});
