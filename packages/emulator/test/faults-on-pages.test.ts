import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Visitor, authorizePath, callback, get, hidden, location, post } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const order = (code: string, on = '/oauth/authorize'): number => emulator.faults.add({ on, kind: 'error', code });

describe('an error injected while the consent page is open', () => {
  async function consentPage(more: Record<string, string> = {}): Promise<{ visitor: Visitor; page: Response }> {
    const visitor = new Visitor(emulator.url);
    const start = await visitor.get(authorizePath(emulator, { state: 's', ...more }));
    return { visitor, page: await visitor.logIn(start, 'moonlight@example.com') };
  }

  test('redirects to the service, and drops the consent', async () => {
    const { visitor, page } = await consentPage();
    order('access_denied');
    const end = await visitor.accept(page);
    expect([end.status, location(end)]).toEqual([
      302,
      `${callback}?error=access_denied&error_description=User%20denied%20access&state=s`,
    ]);
    const again = await visitor.get(authorizePath(emulator));
    expect(await again.text()).toContain('name="transaction"');
  });

  test('does not redirect if another browser sends the form', async () => {
    const { page } = await consentPage();
    order('access_denied');
    expect((await new Visitor(emulator.url).accept(page)).status).toBe(400);
  });

  test('names the app on an error page', async () => {
    const { visitor, page } = await consentPage({ scope: 'account_email' });
    order('KOE205');
    const text = await (await visitor.accept(page)).text();
    expect(text).toMatch(new RegExp(`txt_name">(?:<[^>]*>)*${emulator.app.name}<`));
    expect(text).toContain('동의 항목: account_email');
  });
});

test('an injected error reaches the page that polls for a popup', async () => {
  const popup = {
    client_id: emulator.app.javascriptKey,
    redirect_uri: 'JS-SDK',
    is_popup: 'true',
    auth_tran_id: 't'.repeat(60),
    state: 's',
  };
  order('access_denied');
  const answer = await new Visitor(emulator.url).get(authorizePath(emulator, popup));
  expect([answer.status, location(answer)]).toEqual([200, '']);
  const polled = new URLSearchParams({ client_id: popup.client_id, auth_tran_id: popup.auth_tran_id });
  const { body } = await get(`${emulator.url}/apiweb/code.json?${polled.toString()}`);
  expect(body).toMatchObject({ status: 'error', error: 'access_denied', state: 's' });
});

test('each fault of authorize is played after the login form, in a separate request', async () => {
  const visitor = new Visitor(emulator.url);
  const start = await visitor.get(authorizePath(emulator));
  order('KOE003');
  order('access_denied');
  const loggedIn = await visitor.logIn(start, 'moonlight@example.com');
  expect([loggedIn.status, new URL(location(loggedIn)).pathname]).toEqual([302, '/oauth/authorize']);
  expect(await (await visitor.get(location(loggedIn))).text()).toContain('(KOE003)');
  expect(location(await visitor.get(location(loggedIn)))).toContain('error=access_denied');
  expect(emulator.requests.slice(-3)).toMatchObject([
    { method: 'POST', path: '/login', status: 302 },
    { method: 'GET', path: '/oauth/authorize', code: 'KOE003', fault: 'error' },
    { method: 'GET', path: '/oauth/authorize', code: 'access_denied', fault: 'error' },
  ]);
  expect((await visitor.get(location(loggedIn))).status).toBe(200);
});

describe('an error injected while the address picker is open', () => {
  async function refusal(path: string, more: Record<string, string>): Promise<Response> {
    const { access_token } = await emulator.issueTokens('1003');
    const form = { app_key: emulator.app.javascriptKey, access_token, trans_id: 'tt', ...more };
    const { text } = await post(`${emulator.url}/user/address`, form);
    order('KAE004', path);
    return new Visitor(emulator.url).post(path, { transaction: hidden(text, 'transaction') });
  }

  test.each(['/user/address/choose', '/user/address/save', '/user/create/address'])(
    'reaches the page that opened the picker: %s',
    async (path) => {
      const text = await (await refusal(path, {})).text();
      expect(text).toContain('data-trans-id="tt"');
      expect(text).toContain('&quot;error_code&quot;:&quot;KAE004&quot;');
    },
  );

  test('is sent to the return_url', async () => {
    const answer = await refusal('/user/address/choose', { return_url: 'http://localhost:3000/picked' });
    expect(location(answer)).toContain('http://localhost:3000/picked?status=error&error_code=KAE004');
  });
});
