import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { AppSeed, KakaoEmulator, LinkSeed, PersonSeed } from '@kakao-login/emulator';

import { get, post } from './visitor.js';

const redirectUris = ['http://localhost:1/cb'];
const keysOf = (name: string): Pick<AppSeed, 'restApiKeys' | 'adminKeys'> => ({
  restApiKeys: [{ key: `rest-${name}`, redirectUris }],
  adminKeys: [{ key: `admin-${name}` }],
});
const consentItems = { profile_nickname: 'required', shipping_address: 'in-use' } as const;

const apps: AppSeed[] = [
  {
    appId: '1',
    name: '온전한 앱',
    ...keysOf('whole'),
    nativeKeys: [{ key: 'native', androidKeyHashes: ['hash='], iosBundleIds: ['com.example.shop'] }],
    consentItems,
    sync: true,
  },
  { appId: '2', name: '꺼진 앱', ...keysOf('off'), kakaoLogin: false },
  { appId: '3', name: '주인 없는 앱', ...keysOf('orphan'), unregisteredDeveloper: true },
  { appId: '4', name: '어른의 앱', ...keysOf('adult'), ageVerification: true },
  {
    appId: '5',
    name: '권한 없는 앱',
    ...keysOf('bare'),
    sync: true,
    consentItems,
    missingPermissions: ['shipping_address', 'service_terms'],
  },
  {
    appId: '6',
    name: '배송지 필수 앱',
    ...keysOf('homes'),
    consentItems: { profile_nickname: 'required', shipping_address: 'required' },
  },
  { appId: '7', name: '한도 앱', ...keysOf('metered'), monthlyCalls: 2 },
  {
    appId: '8',
    name: '지운 열쇠 앱',
    restApiKeys: [{ key: 'rest-gone', redirectUris }],
    adminKeys: [{ key: 'admin-gone', deactivated: true }, { key: 'admin-kept' }],
  },
  { appId: '10', name: '제휴 앱', ...keysOf('partner'), partner: true, consentItems },
  { appId: '9', name: '배송지만 앱', ...keysOf('only'), consentItems: { shipping_address: 'in-use' } },
];
const people: PersonSeed[] = [
  { id: '1001', loginId: 'adult@example.com', nickname: '어른', birthyear: '1990' },
  { id: '1002', loginId: 'child@example.com', nickname: '어린이', birthyear: '2020' },
  { id: '1003', loginId: 'unproven@example.com', nickname: '미확인', ageVerified: false },
  { id: '1004', loginId: 'quiet@example.com', nickname: '톡없음', kakaoTalk: false },
  { id: '1005', loginId: 'asleep@example.com', nickname: '잠', dormant: true },
  { id: '1006', loginId: 'limited@example.com', nickname: '제한', restricted: true },
  { id: '1007', loginId: 'bad@example.com', nickname: '나쁜말', isDefaultNickname: true },
];

let emulator: KakaoEmulator;
beforeAll(async () => {
  const links = apps.flatMap(({ appId }) =>
    people.map(({ id }): LinkSeed => ({ appId, personId: id, scopes: ['profile_nickname'] })),
  );
  emulator = await createKakaoEmulator({ apps, people, links });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

type Answer = Awaited<ReturnType<typeof get>>;
const ask = (path: string, headers: Record<string, string>): Promise<Answer> => get(emulator.url + path, headers);
const asAdmin = (app: string, personId = '1001', path = '/v2/user/me'): Promise<Answer> =>
  ask(`${path}?target_id_type=user_id&target_id=${personId}`, { authorization: `KakaoAK admin-${app}` });
const bearer = async (
  options: Parameters<KakaoEmulator['issueTokens']>[1] = {},
  person = '1001',
): Promise<Record<string, string>> => ({
  authorization: `Bearer ${(await emulator.issueTokens(person, options)).access_token}`,
});

describe('the state of an app', () => {
  test.each([
    ['off', 403, -3, 'Kakao Login is not enabled for this app.'],
    ['orphan', 400, -903, 'the developer of the app is not registered.'],
  ])('%s is %i %i', async (app, status, code, msg) => {
    const { status: answered, body } = await asAdmin(app);
    expect([answered, body]).toEqual([status, { msg, code }]);
  });

  test('whose monthly calls are used up is -10 until the next month', async () => {
    const statuses = [await asAdmin('metered'), await asAdmin('metered'), await asAdmin('metered')];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 400]);
    expect(statuses[2]?.text).toBe('{"msg":"API limit has been exceeded.","code":-10}');
    emulator.clock.advance({ days: 31 });
    expect((await asAdmin('metered')).status).toBe(200);
  });

  test('without a permission is -5 for addresses and for terms', async () => {
    for (const path of ['/v1/user/shipping_address', '/v2/user/service_terms']) {
      const { status, text } = await asAdmin('bare', '1001', path);
      expect([path, status, text]).toEqual([path, 403, '{"msg":"permission denied","code":-5}']);
    }
  });

  test('that requires addresses is -402 for a user who has not agreed to them', async () => {
    const { status, body } = await asAdmin('homes', '1001', '/v1/user/shipping_address');
    expect(status).toBe(403);
    expect(body).toMatchObject({
      code: -402,
      msg: 'insufficient scopes.',
      required_scopes: ['shipping_address'],
      allowed_scopes: ['profile_nickname'],
    });
    expect((await asAdmin('whole', '1001', '/v1/user/shipping_address')).body).toEqual({
      user_id: 1001,
      shipping_addresses_needs_agreement: true,
    });
  });

  test('without items of user/me gets no kakao_account', async () => {
    expect(Object.keys((await asAdmin('only')).body)).toEqual(['id', 'connected_at']);
  });
});

describe('the state of a user', () => {
  test.each([
    ['whole', '1005', 400, -103],
    ['whole', '1006', 403, -4],
    ['whole', '1002', 401, -406],
    ['adult', '1003', 401, -405],
    ['adult', '1001', 200, undefined],
    ['whole', '1003', 200, undefined],
  ])('for app %s and user %s is %i %p', async (app, personId, status, code) => {
    const answer = await asAdmin(app, personId);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  test('without Kakao Talk is -501 for calls of Kakao Talk, which are 404 for other users', async () => {
    const paths = ['/v1/api/talk/profile', '/v1/api/talk/friends', '/v2/api/talk/channels'];
    const [quiet, other] = [await bearer({}, '1004'), await bearer()];
    for (const path of paths) {
      const { status, text } = await ask(path, quiet);
      expect([path, status, text]).toEqual([
        path,
        400,
        '{"msg":"given account is not connected to any talk user.","code":-501}',
      ]);
      expect((await ask(path, other)).status).toBe(404);
    }
    const sent = await post(`${emulator.url}/v2/api/talk/memo/default/send`, { template_object: '{}' }, quiet);
    expect(sent.body['code']).toBe(-501);
  });
});

describe('credentials', () => {
  test('that are missing or empty', async () => {
    for (const headers of [{}, { authorization: 'Bearer ' }] as Record<string, string>[]) {
      const { status, text } = await ask('/v2/user/me', headers);
      expect([status, text]).toEqual([401, '{"msg":"no authentication key!","code":-401}']);
    }
  });

  test('with an unknown scheme are -8', async () => {
    const { status, body } = await ask('/v2/user/me', { authorization: 'Basic eDp5' });
    expect([status, body['code']]).toEqual([400, -8]);
  });

  test('with characters that no token has are -2', async () => {
    const { status, body } = await ask('/v2/user/me', { authorization: 'Bearer {token}' });
    expect([status, body['code']]).toEqual([400, -2]);
  });

  test('of a deactivated key', async () => {
    const { status, headers, text } = await asAdmin('gone');
    expect([status, text]).toEqual([401, '{"msg":"appKey(xxxxxxxx) is already deactivated","code":-401}']);
    expect(headers.get('www-authenticate')).toBe('KakaoAK error=invalid_token');
    expect((await asAdmin('kept')).status).toBe(200);
  });

  test('with a token of a native key, sent by another mobile app', async () => {
    const token = await bearer({ clientId: 'native' });
    const from = (os: string, origin: string): Promise<Answer> =>
      ask('/v2/user/me', { ...token, ka: `sdk/2.27.3 sdk_type/swift os/${os} lang/ko-KR origin/${origin} app_ver/1` });
    expect((await from('ios-17.4', 'com.example.shop')).status).toBe(200);
    expect((await from('android-34', encodeURIComponent('hash='))).status).toBe(200);
    expect((await from('ios-17.4', 'com.example.other')).body['msg']).toMatch(/^ios bundle id mismatched! /);
    expect((await from('android-34', 'other')).body['msg']).toMatch(/^android keyhash mismatched! /);
  });
});

test('a partner can agree to items for a user, and other apps cannot', async () => {
  const upgrade = async (app: string, scopes: string): Promise<Answer> =>
    post(
      `${emulator.url}/v2/user/upgrade/scopes`,
      { target_id_type: 'user_id', target_id: '1001', scopes },
      { authorization: `KakaoAK admin-${app}` },
    );
  expect((await upgrade('whole', '["shipping_address"]')).text).toBe('{"msg":"permission denied","code":-5}');
  expect((await upgrade('partner', '["email"]')).body['code']).toBe(-2);
  const { status, body } = await upgrade('partner', '["shipping_address"]');
  expect([status, body['id']]).toEqual([200, 1001]);
  expect(body['scopes']).toContainEqual(expect.objectContaining({ id: 'shipping_address', agreed: true }));
});

test('a call that Kakao has discontinued is -9', async () => {
  const { status, body } = await ask('/v1/user/me', await bearer());
  expect([status, body['code']]).toEqual([400, -9]);
});

describe('userinfo', () => {
  const userinfo = async (headers: Record<string, string>): Promise<Record<string, unknown>> =>
    (await ask('/v1/oidc/userinfo', headers)).body;

  test('keeps the nickname of the time of linking, while user/me has the current one', async () => {
    const token = await bearer();
    await emulator.updatePerson('1001', { nickname: '새이름' });
    expect(await userinfo(token)).toMatchObject({ nickname: '어른' });
    expect((await ask('/v2/user/me', token)).body).toMatchObject({
      kakao_account: { profile: { nickname: '새이름' } },
    });
    await post(`${emulator.url}/v1/user/unlink`, {}, token);
    expect(await userinfo(await bearer())).toMatchObject({ nickname: '새이름' });
  });

  test('and user/me have Kakao’s text instead of a nickname that violates its policy', async () => {
    const token = await bearer({}, '1007');
    expect(await userinfo(token)).toMatchObject({ nickname: '닉네임을 등록해주세요' });
    expect((await ask('/v2/user/me', token)).body).toMatchObject({
      properties: { nickname: '닉네임을 등록해주세요' },
      kakao_account: { profile: { nickname: '닉네임을 등록해주세요', is_default_nickname: true } },
    });
  });
});
