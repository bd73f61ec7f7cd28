import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { AppSeed, KakaoEmulator, LinkSeed, PersonSeed } from '@kakao-login/emulator';

import { callback, get, post } from './visitor.js';

const keysOf = (name: string): Pick<AppSeed, 'restApiKeys' | 'adminKeys'> => ({
  restApiKeys: [{ key: `rest-${name}`, redirectUris: [callback] }],
  adminKeys: [{ key: `admin-${name}` }],
});
const consentItems = { profile_nickname: 'required', shipping_address: 'required' } as const;
const apps: AppSeed[] = [
  {
    appId: '1',
    name: '온전한 앱',
    openIdConnect: true,
    limits: true,
    consentItems,
    restApiKeys: [
      { key: 'rest', redirectUris: [callback] },
      { key: 'secret', redirectUris: [callback], clientSecret: 's' },
      { key: 'far', redirectUris: [callback], allowedIps: ['192.0.2.1'] },
    ],
    nativeKeys: [{ key: 'native', redirectUris: [callback], iosBundleIds: ['com.example.shop'] }],
    adminKeys: [{ key: 'admin-whole' }],
  },
  { appId: '2', name: '다른 앱', ...keysOf('other') },
  { appId: '3', name: '꺼진 앱', ...keysOf('off'), kakaoLogin: false },
  { appId: '4', name: '막힌 앱', ...keysOf('blocked'), blocked: true },
  { appId: '5', name: '주인 없는 앱', ...keysOf('orphan'), unregisteredDeveloper: true },
  { appId: '6', name: '어른의 앱', ...keysOf('adult'), ageVerification: true, under14: 'deny' },
  { appId: '8', name: '한도 앱', ...keysOf('metered'), monthlyCalls: 1 },
  { appId: '7', name: '권한 없는 앱', ...keysOf('bare'), consentItems, missingPermissions: ['shipping_address'] },
];
const people: PersonSeed[] = [
  { id: '1001', loginId: 'adult@example.com', nickname: '어른', birthyear: '1990', kakaoTalk: false },
  { id: '1002', loginId: 'child@example.com', nickname: '어린이', birthyear: '2020' },
  { id: '1003', loginId: 'unproven@example.com', nickname: '미확인', birthyear: '1990', ageVerified: false },
  { id: '1004', loginId: 'asleep@example.com', nickname: '잠', dormant: true },
  { id: '1005', loginId: 'limited@example.com', nickname: '제한', restricted: true },
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
/** Sends a request that causes the error. */
type Earn = () => Promise<Answer>;

/** The responses to a request that causes the error, and to the same request with an injected fault. */
async function both(earn: Earn, on: string, code: string | number): Promise<{ earned: unknown; ordered: unknown }> {
  const said = ({ status, text, headers }: Answer): unknown => [status, text, headers.get('www-authenticate')];
  const earned = await earn();
  expect(earned.text).toContain(`${code}`);
  emulator.faults.add({ on, kind: 'error', code });
  const ordered = await earn();
  expect(emulator.requests.at(-1)?.fault).toBe('error');
  return { earned: said(earned), ordered: said(ordered) };
}

describe('an injected error of the token endpoint is the same as a real one', () => {
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
    post(
      `${emulator.url}/oauth/token`,
      { grant_type: 'authorization_code', client_id: 'rest', redirect_uri: callback, ...form },
      headers,
    );
  const code = async (): Promise<string> => (await emulator.signIn('1001')).code;
  const earns: [string, Earn][] = [
    ['KOE001', () => ask({}, { accept: 'text/html' })],
    ['KOE009', () => ask({ client_id: 'native' })],
    ['KOE010', () => ask({ client_id: 'secret' })],
    ['KOE101', () => ask({ client_id: 'nobody' })],
    ['KOE114', async () => ask({ client_id: 'rest-other', code: await code() })],
    ['KOE127', () => ask({ client_id: 'far' })],
    ['KOE207', () => ask({})],
    ['KOE303', async () => ask({ code: await code(), redirect_uri: 'http://localhost/else' })],
    ['KOE310', () => ask({ grant_type: 'password' })],
    ['KOE319', () => ask({ grant_type: 'refresh_token' })],
    ['KOE320', () => ask({ code: 'spent' })],
    ['KOE322', () => ask({ grant_type: 'refresh_token', refresh_token: 'old' })],
  ];
  test.each(earns)('%s', async (code, earn) => {
    const { earned, ordered } = await both(earn, 'oauth.token', code);
    expect(ordered).toEqual(earned);
  });

  test('KOE237', async () => {
    for (let count = 0; count < 20; count += 1) await emulator.issueTokens('1001');
    const { earned, ordered } = await both(async () => ask({ code: await code() }), 'oauth.token', 'KOE237');
    expect(ordered).toEqual(earned);
  });

  test('KOE400, for an ID token', async () => {
    const earn: Earn = () => post(`${emulator.url}/oauth/tokeninfo`, { id_token: 'x' });
    const { earned, ordered } = await both(earn, 'oidc.tokeninfo', 'KOE400');
    expect(ordered).toEqual(earned);
  });
});

describe('an injected error of kapi is the same as a real one', () => {
  const admin = (app: string, person = '1001', path = '/v2/user/me'): Promise<Answer> =>
    get(`${emulator.url}${path}?target_id_type=user_id&target_id=${person}`, { authorization: `KakaoAK admin-${app}` });
  const bearer = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${(await emulator.issueTokens('1001')).access_token}`,
  });
  const earns: [number, string, Earn][] = [
    [-2, 'user.me', async () => get(`${emulator.url}/v2/user/me?property_keys=x`, await bearer())],
    [-2, 'user.accessTokenInfo', () => get(`${emulator.url}/v1/user/access_token_info`, { authorization: 'Bearer %' })],
    [-3, 'user.me', () => admin('off')],
    [-4, 'user.me', () => admin('other', '1005')],
    [-5, 'shipping.list', () => admin('bare', '1001', '/v1/user/shipping_address')],
    [-8, 'user.me', () => get(`${emulator.url}/v2/user/me`, { authorization: 'Basic eDp4' })],
    [-9, '/v1/user/me', () => get(`${emulator.url}/v1/user/me`)],
    [-12, 'user.me', () => admin('blocked')],
    [-101, 'user.me', () => admin('whole', '5')],
    [-102, 'account.signup', async () => post(`${emulator.url}/v1/user/signup`, {}, await bearer())],
    [-103, 'user.me', () => admin('other', '1004')],
    [
      -201,
      'user.updateProfile',
      async () =>
        post(`${emulator.url}/v1/user/update_profile`, { properties: '{"shoe":"9","hat":"7"}' }, await bearer()),
    ],
    [-401, 'user.me', () => get(`${emulator.url}/v2/user/me`, { authorization: 'Bearer none' })],
    [-401, 'user.me', () => get(`${emulator.url}/v2/user/me`, { authorization: 'KakaoAK none' })],
    [-402, 'shipping.list', async () => get(`${emulator.url}/v1/user/shipping_address`, await bearer())],
    [-402, 'shipping.list', () => admin('whole', '1001', '/v1/user/shipping_address')],
    [-405, 'user.me', () => admin('adult', '1003')],
    [-406, 'user.me', () => admin('adult', '1002')],
    [-501, '/v1/api/talk/profile', async () => get(`${emulator.url}/v1/api/talk/profile`, await bearer())],
    [-903, 'user.me', () => admin('orphan')],
  ];
  test.each(earns)('%s at %s', async (code, on, earn) => {
    const { earned, ordered } = await both(earn, on, code);
    expect(ordered).toEqual(earned);
  });

  test('-10, for a month and for a minute', async () => {
    const ids: Earn = () => get(`${emulator.url}/v1/user/ids`, { authorization: 'KakaoAK admin-whole' });
    for (let count = 0; count < 100; count += 1) await ids();
    const minute = await both(ids, 'user.ids', -10);
    await admin('metered');
    const month = await both(() => admin('metered'), 'user.me', -10);
    expect([minute.ordered, month.ordered]).toEqual([minute.earned, month.earned]);
  });
});

describe('an injected error on a page is the same as a real one', () => {
  const open = (path: string, query: Record<string, string> = {}): Promise<Answer> => {
    const all = new URLSearchParams({ redirect_uri: callback, response_type: 'code', state: 's', ...query });
    return get(`${emulator.url}${path}?${all.toString()}`);
  };
  const authorize = (query: Record<string, string>): Promise<Answer> => open('/oauth/authorize', query);

  test.each<[string, string, Earn]>([
    ['KOE002', '/oauth/nowhere', () => open('/oauth/nowhere')],
    ['KOE004', '/oauth/authorize', () => authorize({ client_id: 'rest-off' })],
    ['KOE008', '/oauth/authorize', () => authorize({ client_id: 'admin-other' })],
    ['KOE101', '/oauth/authorize', () => authorize({ client_id: 'nobody' })],
    ['KOE101', '/oauth/logout', () => open('/oauth/logout', { client_id: 'nobody' })],
    ['KOE205', '/oauth/authorize', () => authorize({ client_id: 'rest', scope: 'gender,birthday' })],
  ])('%s at %s', async (code, on, earn) => {
    const { earned, ordered } = await both(earn, on, code);
    expect(ordered).toEqual(earned);
  });

  test('KOE125, which redirects to the service', async () => {
    const query = { redirect_uri: callback, response_type: 'code', state: 's', client_id: 'rest-blocked' };
    const address = `${emulator.url}/oauth/authorize?${new URLSearchParams(query).toString()}`;
    const earn = async (): Promise<unknown> => {
      const { status, headers } = await fetch(address, { redirect: 'manual' });
      return [status, headers.get('location')];
    };
    const earned = await earn();
    emulator.faults.add({ on: '/oauth/authorize', kind: 'error', code: 'KOE125' });
    expect(await earn()).toEqual(earned);
    expect(emulator.requests.at(-1)?.fault).toBe('error');
  });
});
