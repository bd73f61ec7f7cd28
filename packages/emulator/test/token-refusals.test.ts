import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { callback, post } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({
    apps: [
      {
        appId: '1',
        name: '앱',
        limits: true,
        openIdConnect: true,
        consentItems: { profile_nickname: 'required', account_email: 'optional' },
        restApiKeys: [
          { key: 'rest', redirectUris: [callback] },
          { key: 'gone', redirectUris: [callback], deactivated: true },
        ],
      },
    ],
  });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const ask = (form: Record<string, string>, headers: Record<string, string> = {}): ReturnType<typeof post> =>
  post(`${emulator.url}/oauth/token`, { client_id: 'rest', redirect_uri: callback, ...form }, headers);
const exchange = async (headers: Record<string, string> = {}): ReturnType<typeof post> =>
  ask({ grant_type: 'authorization_code', code: (await emulator.signIn('1001')).code }, headers);

test('a deactivated key is treated as an unknown key', async () => {
  const { status, text } = await ask({ grant_type: 'authorization_code', client_id: 'gone', code: 'x' });
  expect([status, text]).toEqual([
    401,
    '{"error":"invalid_client","error_description":"Not exist client_id [gone]","error_code":"KOE101"}',
  ]);
});

test.each([
  [{ grant_type: 'password' }, 'KOE310', 'Unsupported grant type: password'],
  [{ grant_type: 'authorization_code' }, 'KOE207', 'An authorization code must be supplied.'],
])('%j is %s with the text of Spring Security OAuth', async (form, code, text) => {
  const { status, body } = await ask(form);
  expect([status, body['error_code'], body['error_description']]).toEqual([400, code, text]);
});

describe('an Accept header', () => {
  test.each(['text/html', 'application/xml, text/plain;q=0.5'])('that rules out JSON is 406: %s', async (accept) => {
    const { status, text } = await exchange({ accept });
    expect([status, text]).toEqual([406, '{"error":"not_acceptable","error_code":"KOE001"}']);
  });

  test.each(['application/json', 'text/html, */*;q=0.1', 'application/*', 'application/vnd.kakao+json'])(
    'that allows JSON is accepted: %s',
    async (accept) => {
      expect((await exchange({ accept })).status).toBe(200);
    },
  );
});

test('a login refused for the limit of refresh tokens does not count as an access token', async () => {
  const tokens = [];
  for (let count = 0; count < 20; count += 1) tokens.push((await exchange()).body);
  emulator.clock.advance({ minutes: 11 });
  for (let count = 0; count < 10; count += 1) await exchange();
  for (let count = 0; count < 15; count += 1) expect((await exchange()).body['error_code']).toBe('KOE237');
  const renewed = await ask({ grant_type: 'refresh_token', refresh_token: String(tokens[0]?.['refresh_token']) });
  expect(renewed.body).toHaveProperty('access_token');
});

test('an ID token has no claims of an item that the app no longer uses', async () => {
  const claims = async (): Promise<Record<string, unknown>> => {
    const { body } = await exchange();
    const [, payload = ''] = String(body['id_token']).split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  };
  expect(await claims()).toMatchObject({ email: 'moonlight@example.com', nickname: '달빛' });
  await emulator.configure({ consentItems: { profile_nickname: 'required' } });
  expect(await claims()).not.toHaveProperty('email');
});
