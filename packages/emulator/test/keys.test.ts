import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { get, post } from './visitor.js';

const home = 'http://localhost:1/home';
const shop = 'http://localhost:2/shop?from=kakao';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps: [
      {
        appId: '1',
        name: '열쇠 많은 앱',
        restApiKeys: [
          { key: 'rest-home', clientSecret: 'secret-home', redirectUris: [home] },
          { key: 'rest-shop', redirectUris: [shop] },
          { key: 'rest-far', redirectUris: [home], allowedIps: ['10.0.0.0/255.0.0.0', '2001:db8::/32'] },
          { key: 'rest-near', redirectUris: [home], allowedIps: ['127.0.0.0/255.0.0.0', '::1'] },
        ],
        javascriptKeys: [
          { key: 'js-home', domains: ['http://localhost:1'], redirectUris: [home] },
          { key: 'js-shop', domains: ['http://localhost:2'], redirectUris: [shop] },
        ],
        nativeKeys: [
          { key: 'android', androidKeyHashes: ['hash'] },
          { key: 'ios', iosBundleIds: ['com.example'], redirectUris: ['shop://login'] },
        ],
        adminKeys: [
          { key: 'admin-reader', allowedApis: ['user'] },
          { key: 'admin-all', primary: true },
          { key: 'admin-far', allowedIps: ['10.1.2.3'] },
        ],
      },
      {
        appId: '2',
        name: '이웃 앱',
        restApiKeys: [{ key: 'neighbour', redirectUris: [home] }],
        adminKeys: [{ key: 'n' }],
      },
    ],
  });
});
afterAll(() => emulator.close());

/** `302`, or the KOE code of the page. */
async function authorize(client_id: string, redirect_uri: string): Promise<string> {
  const query = new URLSearchParams({ client_id, redirect_uri, response_type: 'code' });
  const answer = await fetch(`${emulator.url}/oauth/authorize?${query.toString()}`, { redirect: 'manual' });
  return /\((KOE\d+)\)/.exec(await answer.text())?.[1] ?? String(answer.status);
}

/** `200`, or the KOE code. */
async function token(clientId: string, redirectUri: string, more: Record<string, string> = {}): Promise<unknown> {
  const { code } = await emulator.signIn('1001', { clientId, redirectUri });
  const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code, ...more };
  const { status, body } = await post(`${emulator.url}/oauth/token`, form);
  return body['error_code'] ?? status;
}

describe('several keys of an app', () => {
  test.each([
    ['rest-home', home, '302'],
    ['rest-home', shop, 'KOE006'],
    ['rest-shop', shop, '302'],
    ['rest-shop', 'http://localhost:2/shop', 'KOE006'],
    ['js-home', home, '302'],
    ['js-home', shop, 'KOE006'],
    ['js-shop', shop, '302'],
    ['android', 'kakaoandroid://oauth', '302'],
    ['ios', 'shop://login', '302'],
    ['ios', 'kakaoios://oauth', 'KOE006'],
    ['admin-all', home, 'KOE008'],
    ['neighbour', shop, 'KOE006'],
  ])('have their own redirect URIs: %s with %s is %s', async (key, uri, answer) => {
    expect(await authorize(key, uri)).toBe(answer);
  });

  test.each([
    ['rest-home', home, {}, 'KOE010'],
    ['rest-home', home, { client_secret: 'secret-home' }, 200],
    ['rest-shop', shop, {}, 200],
    ['rest-shop', shop, { client_secret: 'kakao' }, 200],
    ['rest-far', home, {}, 'KOE127'],
    ['rest-near', home, {}, 200],
    ['android', 'kakaoandroid://oauth', {}, 'KOE009'],
    ['android', 'kakaoandroid://oauth', { android_key_hash: 'hash' }, 200],
    ['android', 'kakaoandroid://oauth', { ios_bundle_id: 'com.example' }, 'KOE009'],
    ['ios', 'shop://login', { ios_bundle_id: 'com.example' }, 200],
    // A JavaScript key starts a login, and a REST API key of the app exchanges the code.
    ['js-home', home, { client_id: 'rest-shop' }, 200],
    ['js-home', home, { client_id: 'neighbour' }, 'KOE114'],
    ['js-shop', shop, { client_origin: 'http://localhost:1' }, 'KOE009'],
    ['js-shop', shop, { client_origin: 'http://localhost:2' }, 200],
  ])('authenticate in their own ways: %s at %s with %j is %s', async (key, uri, more, answer) => {
    expect(await token(key, uri, more as Record<string, string>)).toBe(answer);
  });

  test('bind tokens to the IP addresses of their key', async () => {
    const me = async (clientId: string): Promise<unknown> => {
      const { access_token } = await emulator.issueTokens('1001', { clientId });
      const answer = await get(`${emulator.url}/v2/user/me`, { authorization: `Bearer ${access_token}` });
      return answer.body['msg'] ?? answer.status;
    };
    expect(await me('rest-near')).toBe(200);
    expect(await me('rest-far')).toMatch(/^ip mismatched! callerIp=.*check out registered ips\.$/);
    expect(await me('rest-home')).toBe(200);
  });

  test('share the origins of the app, and no others', async () => {
    const { access_token } = await emulator.issueTokens('1001', { clientId: 'js-home' });
    const from = async (origin: string): Promise<number> =>
      (await get(`${emulator.url}/v2/user/me`, { authorization: `Bearer ${access_token}`, origin })).status;
    expect(await from('http://localhost:1')).toBe(200);
    expect(await from('http://localhost:2')).toBe(200);
    expect(await from('http://localhost:3')).toBe(401);
  });
});

describe('several admin keys', () => {
  const call = async (key: string, path: string): Promise<unknown> => {
    const { status, body } = await get(`${emulator.url}${path}`, { authorization: `KakaoAK ${key}` });
    return body['code'] ?? status;
  };
  const one = 'target_id_type=user_id&target_id=1001';

  test.each([
    ['admin-reader', `/v2/user/me?${one}`, 200],
    ['admin-reader', `/v2/user/scopes?${one}`, -3],
    ['admin-all', `/v2/user/scopes?${one}`, 200],
    ['admin-far', `/v2/user/me?${one}`, -401],
    ['n', `/v2/user/me?${one}`, -101],
    ['rest-home', `/v2/user/me?${one}`, -401],
  ])('can make the calls that each allows: %s at %s is %j', async (key, path, answer) => {
    await emulator.signIn('1001');
    expect(await call(key, path)).toBe(answer);
  });

  test('send webhooks with the primary key', () => {
    expect(emulator.app.adminKey).toBe('admin-all');
    expect(emulator.app.adminKeys).toHaveLength(3);
  });
});

test('a redirect URI with a query gets the code after an ampersand', async () => {
  const { callbackUrl } = await emulator.signIn('1001', { clientId: 'rest-shop' });
  expect(callbackUrl).toContain(`${shop}&code=`);
});
