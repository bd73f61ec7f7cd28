import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endpoints, KakaoClient } from '@kakao-login/client';
import type { EndpointName } from '@kakao-login/client';
import { kakao, rejection } from './support/server.js';

const user = { accessToken: 'an-access-token' };
const code = { code: 'a-code', redirectUri: 'http://localhost/cb' };

/** One call of each endpoint, and its response, with `ID` wherever an ID is. */
const calls: Partial<Record<EndpointName, [answer: string, call: (client: KakaoClient) => Promise<unknown>]>> = {
  'oidc.tokeninfo': ['{"sub":ID}', (k) => k.oidc.tokenInfo('a.b.c')],
  'oidc.userinfo': ['{"sub":ID}', (k) => k.oidc.userInfo(user)],
  'user.me': [
    '{"id":ID,"kakao_account":{"account_id":ID,"talk_user_id":ID,"daum_user_id":ID}}',
    (k) => k.user.me(user),
  ],
  'user.list': [
    '{"elements":[{"id":ID,"kakao_account":{"account_id":ID,"talk_user_id":ID,"daum_user_id":ID}}]}',
    (k) => k.user.list([1]),
  ],
  'user.ids': ['{"elements":[1,ID],"before_url":null,"after_url":null}', (k) => k.user.ids()],
  'user.updateProfile': ['{"id":ID}', (k) => k.user.updateProfile(user, { a: 'b' })],
  'user.accessTokenInfo': ['{"id":ID,"app_id":ID,"appId":ID,"expires_in":1}', (k) => k.user.accessTokenInfo(user)],
  'scopes.list': ['{"id":ID,"scopes":[]}', (k) => k.scopes.list(user)],
  'scopes.revoke': ['{"id":ID,"scopes":[]}', (k) => k.scopes.revoke(user, ['friends'])],
  'terms.list': ['{"id":ID,"service_terms":[]}', (k) => k.terms.list(user)],
  'terms.revoke': ['{"id":ID,"revoked_service_terms":[]}', (k) => k.terms.revoke(user, ['a'])],
  'terms.agree': ['{"id":ID,"agreed_service_terms":[]}', (k) => k.terms.agree(user, ['a'])],
  'shipping.list': ['{"user_id":ID,"shipping_addresses":[{"id":ID}]}', (k) => k.shipping.list(user)],
  'account.signup': ['{"id":ID}', (k) => k.account.signup(user)],
  'account.logout': ['{"id":ID}', (k) => k.account.logout(user)],
  'account.unlink': ['{"id":ID}', (k) => k.account.unlink(user)],
};

/** IDs that may be absent, and therefore `null`. */
const optional = new Set(['account_id', 'talk_user_id', 'daum_user_id', 'appId', 'user_id']);

const bad = '1e400|"abc"|-5|1.5|9223372036854775808|12345678901234567890|""|" 1"|"1 "|"1e3"|"007"|"-5"|"0x10"|"1.5"'
  .concat('|"9223372036854775808"|1e30|1.2e18|true|false|[]|[1]|[[1]]|{}|{"id":1}|"１"|"1\\n"')
  .split('|');
const good = ['0', '1', '1e3', '9007199254740993', '9223372036854775807', '"9223372036854775807"'];

let body = '';
let server: Awaited<ReturnType<typeof kakao>>;
let client: KakaoClient;
beforeAll(async () => {
  server = await kakao(() => ({ body }));
  client = new KakaoClient({ clientId: 'key', adminKey: 'admin-key', hosts: server.url, retries: 0 });
});
afterAll(async () => {
  await client.close();
  await server[Symbol.asyncDispose]();
});

test('every endpoint with IDs in its response is in this table', () => {
  const withIds = Object.entries(endpoints).filter(([, { ids }]) => ids.length > 0);
  expect(Object.keys(calls)).toEqual(expect.arrayContaining(withIds.map(([name]) => name)));
});

describe.each(Object.entries(calls))('%s', (endpoint, [answer, call]) => {
  const places = answer.match(/"\w+":ID|,ID/g) ?? [];

  test.each(places)('refuses a response in which %s is not an ID', async (place) => {
    const name = /\w+(?=")/.exec(place)?.[0] ?? '';
    const required = !optional.has(name) && !(endpoint === 'user.accessTokenInfo' && name !== 'app_id');
    for (const value of required ? [...bad, 'null'] : bad) {
      const absent = endpoint === 'user.accessTokenInfo' && value === 'null' ? 'null' : '7';
      body = answer.replace(place, place.replace('ID', value)).replaceAll('ID', absent);
      const outcome = await call(client).catch((error: unknown) => error);
      expect([body, outcome]).toEqual([body, expect.objectContaining({ kind: 'unexpected', code: 'shape', endpoint })]);
    }
  });

  test('returns the exact digits of every ID', async () => {
    for (const value of good) {
      body = answer.replaceAll('ID', value);
      const digits = value === '1e3' ? '1000' : value.replaceAll('"', '');
      const expected: unknown = JSON.parse(answer.replaceAll('ID', `"${digits}"`).replace('[1,', '["1",'));
      const list = endpoint === 'user.list' ? (expected as { elements: unknown }).elements : expected;
      expect(await call(client)).toEqual(list);
    }
  });
});

test('a bare list of users follows the same rule', async () => {
  for (const value of [...bad, 'null']) {
    body = `[{"id":${value}}]`;
    expect(await rejection(client.user.list([1]))).toMatchObject({ code: 'shape' });
  }
});

test.each(['x', '/v1/user/ids', '/v1/user/ids?from_id=abc', '/v1/user/ids?from_id=9223372036854775808', 7, {}])(
  'a list of IDs that continues at %j does not count as complete',
  async (after) => {
    body = JSON.stringify({ elements: [1], before_url: null, after_url: after });
    const found: string[] = [];
    const all = async (): Promise<void> => {
      for await (const id of client.user.allIds()) found.push(id);
    };
    expect(await rejection(all())).toMatchObject({ kind: 'unexpected', code: 'shape', endpoint: 'user.ids' });
  },
);

test('the token response has no IDs', async () => {
  body = '{"access_token":"x","id":"abc"}';
  expect(await client.oauth.exchangeCode(code)).toMatchObject({ access_token: 'x' });
});
