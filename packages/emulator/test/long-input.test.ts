import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { authorizePath, post, tokenForm } from './visitor.js';

/*
 * Long input on which a regular expression with backtracking takes very long. The tests need no clock: a step that is
 * quadratic in these lengths takes minutes, and an exponential one takes years.
 */
const LENGTH = 100_000;
const pieces = ['a', 'aA', 'a-', 'a.', '1', '1,', ' ', '(a', '"1",', '/', '=', '@.'];
const hostile = pieces.flatMap((piece) => ['!', ' x'].map((end) => piece.repeat(LENGTH / piece.length) + end));

let emulator: KakaoEmulator;
let token: string;
beforeAll(async () => {
  const [app, ...more] = defaultSeed.apps;
  const [key] = app.restApiKeys ?? [];
  const redirectUris = [
    ...(key?.redirectUris ?? []),
    'https://*-*-*.example.com/cb',
    'https://*a*a*.*.*.example.com/cb',
  ];
  emulator = await createKakaoEmulator({ apps: [{ ...app, restApiKeys: [{ key: 'rest', redirectUris }] }, ...more] });
  token = (await emulator.issueTokens('1001')).access_token;
});
afterAll(() => emulator.close());

describe('a response takes no longer than reading the request', () => {
  const places: [string, (text: string) => [path: string, form: Record<string, string>]][] = [
    ['the name of a parameter', (text) => ['/oauth/token', { [text]: 'x' }]],
    ...['grant_type', 'client_id', 'client_secret', 'redirect_uri', 'code', 'code_verifier', 'refresh_token'].map(
      (name): (typeof places)[number] => [name, (text) => ['/oauth/token', tokenForm(emulator, { [name]: text })]],
    ),
    ...['continue', 'loginId', 'password', 'person', 'lang'].map((name): (typeof places)[number] => [
      `${name} on the login page`,
      (text) => ['/login', { loginId: 'moonlight@example.com', password: 'x', [name]: text }],
    ]),
    ...['loginId', 'nickname', 'birthdate', 'phoneNumber', 'password'].map((name): (typeof places)[number] => [
      `${name} of a new account`,
      (text) => [
        '/weblogin/create_account',
        { loginId: 'a@b.example', nickname: 'a', password: 'long enough', [name]: text },
      ],
    ]),
    ['property_keys', (text) => ['/v2/user/me', { property_keys: text }]],
    ['target_id', (text) => ['/v1/user/unlink', { target_id_type: 'user_id', target_id: text }]],
    ['properties', (text) => ['/v1/user/update_profile', { properties: text }]],
    ['scopes', (text) => ['/v2/user/revoke/scopes', { scopes: text }]],
    ['tags', (text) => ['/v2/user/upgrade/service_terms', { tags: text }]],
    ['id_token', (text) => ['/oauth/tokeninfo', { id_token: text }]],
    ['app_key of the address picker', (text) => ['/user/address', { app_key: text }]],
    ['trans_id', (text) => ['/user/address', { app_key: emulator.app.javascriptKey, trans_id: text }]],
    ['return_url', (text) => ['/user/address', { app_key: emulator.app.javascriptKey, return_url: text }]],
  ];

  test.each(places)('with %s of 100,000 characters', async (_name, of) => {
    for (const text of hostile) {
      const [path, form] = of(text);
      const body = new URLSearchParams(form);
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(emulator.url + path, { method: 'POST', redirect: 'manual', body, headers });
      await answer.body?.cancel();
      expect(answer.status).toBeLessThan(500);
    }
  });

  test('with the longest e-mail address of a new account, and with a longer one', async () => {
    const create = (loginId: string) =>
      post(`${emulator.url}/weblogin/create_account`, { loginId, nickname: 'a', password: 'long enough' });
    const longest = `a@${'a.'.repeat(125)} x`;
    expect((await create(longest)).text).toContain('name="loginId"');
    expect((await create(`a@${'a.'.repeat(400_000)} x`)).text).toContain('잘못된 요청입니다');
  });

  test.each(['redirect_uri', 'scope', 'prompt', 'state', 'service_terms', 'channel_public_id', 'login_hint', 'ka'])(
    'with %s at authorize, of 1,500 characters',
    async (name) => {
      for (const text of hostile) {
        const target = authorizePath(emulator, { [name]: text.slice(0, 1500) + text.slice(-2) });
        const answer = await fetch(emulator.url + target, { redirect: 'manual' });
        await answer.body?.cancel();
        expect(answer.status).toBeLessThan(500);
      }
    },
  );

  test('with the longest headers that Node accepts', async () => {
    for (const text of hostile) {
      const cut = text.slice(0, 7000) + text.slice(-2);
      const names = ['user-agent', 'accept', 'accept-language', 'authorization', 'cookie', 'ka'];
      for (const name of names) {
        const { status } = await post(`${emulator.url}/v2/user/me`, {}, { [name]: cut });
        expect(status).toBeLessThan(500);
      }
    }
  });
});
