import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { get, hidden, post } from './visitor.js';

let emulator: KakaoEmulator;
let token: string;

/** What makes Kakao refuse: another browser, form or page, or another state of the user or the app. */
interface Refused {
  headers?: Record<string, string>;
  form?: Record<string, string>;
  path?: string;
  person?: Parameters<KakaoEmulator['updatePerson']>[1];
  app?: Parameters<KakaoEmulator['configure']>[0];
}

beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

async function open(more: Record<string, string> = {}, path = '/user/address'): ReturnType<typeof post> {
  token = (await emulator.issueTokens('1003')).access_token;
  const form = { app_key: emulator.app.javascriptKey, access_token: token, trans_id: 't'.repeat(60), ...more };
  // The SDK sends the form from the service's page.
  return post(emulator.url + path, form, { origin: 'http://localhost:3000' });
}

/** What the last page passes to the window that opened it. */
const handed = (page: string): unknown =>
  JSON.parse(/data-answer="([^"]*)"/.exec(page)?.[1]?.replaceAll('&quot;', '"') ?? 'null');

const submit = (path: string, page: string, form: Record<string, string>): ReturnType<typeof post> =>
  post(emulator.url + path, { transaction: hidden(page, 'transaction'), ...form });

const filled = {
  name: '작업실',
  receiver_name: '박여러집',
  receiver_phone_number1: '010-0000-0000',
  base_address: '서울 중구 세종대로 110',
  zone_number: '04524',
};

const addresses = async (): Promise<Record<string, unknown>[]> =>
  (await get(`${emulator.url}/v1/user/shipping_address?page_size=20`, { authorization: `Bearer ${token}` })).body[
    'shipping_addresses'
  ] as Record<string, unknown>[];

describe('the address picker', () => {
  test('returns the exact ID of the selected address', async () => {
    const { text } = await open();
    const end = await submit('/user/address/choose', text, { address_id: '9007199254741006' });
    expect(end.text).toContain('{&quot;address_id&quot;:9007199254741006}');
  });

  test('redirects to a return_url of the app', async () => {
    const page = await open({ return_url: 'http://localhost:3000/picked' });
    const end = await fetch(`${emulator.url}/user/address/choose`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ transaction: hidden(page.text, 'transaction'), address_id: '9007199254741002' }),
    });
    expect(end.headers.get('location')).toBe('http://localhost:3000/picked?address_id=9007199254741002');
  });

  test('links back to the page of the app if it is not a popup', async () => {
    const { text } = await open({ return_url: 'http://localhost:3000/picked' });
    expect(text).toContain('<a class="back" href="http://localhost:3000/picked"');
    expect((await open()).text).toMatch(/<button type="button" class="back" data-close/);
    expect((await open({ enable_back_button: 'false' })).text).not.toContain('class="back"');
  });

  test('does not redirect to the return_url of another site', async () => {
    expect((await open({ return_url: 'http://evil.example/' })).status).toBe(400);
  });

  test('accepts a choice only once', async () => {
    const { text } = await open();
    await submit('/user/address/choose', text, { address_id: '9007199254741002' });
    expect((await submit('/user/address/choose', text, { address_id: '9007199254741002' })).status).toBe(400);
  });

  test('does not return an address of another user', async () => {
    const { text } = await open();
    const end = await submit('/user/address/choose', text, { address_id: '6500001' });
    expect(handed(end.text)).toMatchObject({ error_code: 'KAE206' });
  });

  test.each([
    [{ access_token: 'null' }, 'KAE201'],
    [{ app_key: 'unknown' }, 'KAE104'],
  ])('refuses %j with %s', async (more, code) => {
    expect(handed((await open(more)).text)).toMatchObject({ code, error_code: code, status: 'error' });
  });

  test.each([
    ['KAE007', 'a browser inside Instagram', { headers: { 'user-agent': 'Mozilla/5.0 (iPhone) Instagram 300' } }],
    ['KAE104', 'a REST API key', { form: { app_key: defaultSeed.apps[0].restApiKeys?.[0]?.key ?? '' } }],
    ['KAE205', 'a missing access token', { form: { access_token: '' } }],
    ['KAE004', 'an agt that is no longer valid', { form: { access_token: '', agt: 'spent' } }],
    ['KAE204', 'a user who has not agreed to the account terms', { person: { accountTermsDue: true } }],
    ['KAE101', 'an app that is not a Biz app', { app: { business: false } }],
    ['KAE103', 'an app without the permission', { app: { missingPermissions: ['shipping_address'] } }],
    ['KAE102', 'an app that does not ask for addresses', { app: { consentItems: { profile_nickname: 'required' } } }],
    ['KAE003', 'an invalid ID', { path: '/user/edit/address', form: { address_id: 'first' } }],
    ['KAE206', 'an address that does not exist', { path: '/user/edit/address', form: { address_id: '1' } }],
  ] as [string, string, Refused][])('refuses with %s %s', async (code, _what, refused) => {
    const { access_token } = await emulator.issueTokens('1003');
    if (refused.app) await emulator.configure(refused.app);
    if (refused.person) await emulator.updatePerson('1003', refused.person);
    const form = { app_key: emulator.app.javascriptKey, access_token, trans_id: 't'.repeat(60), ...refused.form };
    const { text } = await post(emulator.url + (refused.path ?? '/user/address'), form, refused.headers);
    expect(handed(text)).toMatchObject({ error_code: code, status: 'error' });
  });

  test('refuses a preregistered user with KAE202, and shows the code and the reason', async () => {
    await emulator.configure({ autoLink: false });
    const { access_token } = await emulator.issueTokens('1001');
    const { text } = await open({ access_token });
    expect(handed(text)).toMatchObject({ error_code: 'KAE202' });
    expect(text).toContain('<code>KAE202</code> 앱에 연결되지 않은 사용자입니다.');
  });

  test('refuses without consent', async () => {
    const { access_token } = await emulator.issueTokens('1001', { agree: [] });
    expect(handed((await open({ access_token })).text)).toMatchObject({ error_code: 'KAE203' });
  });

  test('opens with an agt, as native SDKs do', async () => {
    token = (await emulator.issueTokens('1003')).access_token;
    const client_id = emulator.app.nativeKey;
    const { body } = await post(`${emulator.url}/api/agt`, { client_id, access_token: token });
    const inner = `${emulator.url}/user/address?app_key=${client_id}&return_url=kakao${client_id}://address&enable_back_button=false`;
    const query = new URLSearchParams({ app_key: client_id, agt: String(body['agt']), continue: inner });
    const { text } = await get(`${emulator.url}/auth/kpidt?${query.toString()}`);
    expect(text).toContain('박여러집');
  });
});

describe('the address form', () => {
  test('adds an address and shows the picker with it', async () => {
    const { text } = await open();
    const form = await submit('/user/create/address', text, {});
    const picker = await submit('/user/address/save', form.text, filled);
    expect(picker.text).toContain('작업실');
    expect(await addresses()).toHaveLength(13);
  });

  test('changes an address, and replaces the default address', async () => {
    const { text } = await open({ address_id: '9007199254741002' }, '/user/edit/address');
    const end = await submit('/user/address/save', text, { ...filled, is_default: 'on' });
    expect(end.text).toContain('{&quot;address_id&quot;:9007199254741002}');
    const all = await addresses();
    expect(all[0]).toMatchObject({ name: '작업실', is_default: true });
    expect(all.filter(({ is_default }) => is_default)).toHaveLength(1);
  });

  test('keeps what was typed if a field is missing', async () => {
    const { text } = await open({}, '/user/create/address');
    const again = await submit('/user/address/save', text, { ...filled, zone_number: ' ', is_default: 'on' });
    expect(again.text).toContain('value="박여러집"');
    expect(again.text).toMatch(/id="zone_number"[^>]*aria-invalid="true"/);
    expect(again.text).toMatch(/id="is_default"[^>]*checked/);
    expect(await addresses()).toHaveLength(12);
    await submit('/user/address/save', again.text, filled);
    expect(await addresses()).toHaveLength(13);
  });
});

test('the relay can be framed and lists the allowed origins', async () => {
  const { headers, text } = await get(`${emulator.url}/proxy?trans_id=abc`);
  expect(headers.get('content-security-policy')).not.toContain('frame-ancestors');
  expect(text).toContain('data-relay="abc"');
  expect(text).toContain('http://localhost:3000');
});

test('any page can load the script of the JavaScript SDK, which contains this origin', async () => {
  const { headers, text } = await get(`${emulator.url}/sdk/kakao.js`);
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(text).toContain(emulator.url);
});

test.each(['/', '/weblogin/find_account', '/qr_login', '/nowhere'])('there is a page at %s', async (path) => {
  const { headers, text } = await get(emulator.url + path);
  expect(headers.get('content-type')).toContain('text/html');
  expect(text).toContain('에뮬레이터');
});
