import { describe, expect, test } from '@jest/globals';
import { describeInBrowser, pressToClose } from './support/chromium.js';
import { SnippetPage, person, thenLog } from './support/snippet-page.js';

const inKakaoTalk = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile KAKAOTALK 10.4.0';

/*
 * The snippets of Kakao's page "Kakao Login > JavaScript SDK". Each runs unchanged on a page that has loaded the
 * emulator's kakao.js, and must give the result that the page, or the API that it calls, documents. This file tests
 * Kakao.Auth.
 */
describeInBrowser('the snippets of Kakao’s JavaScript SDK page: Kakao.Auth', () => {
  const at = new SnippetPage();

  describe('Kakao.Auth.authorize', () => {
    test('Simple Login, get tokens, set tokens: from the button to the user', async () => {
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
});`);
      await at.page.locator('#loginId--1').fill(person.loginId);
      await at.page.locator('#password--2').fill('kakao1234!');
      await at.page.getByRole('button', { name: '로그인', exact: true }).click();
      await at.page.getByLabel('전체 동의하기').check();
      await at.page.getByRole('button', { name: '동의하고 계속하기' }).click();
      const { code = '' } = await at.callback();

      // The code was requested with the JavaScript key, and the server exchanges it with the REST API key.
      const response = await fetch(`${at.emulator.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: at.emulator.app.restApiKey,
          client_secret: at.emulator.app.clientSecret,
          redirect_uri: at.redirectUri,
          code,
        }),
      });
      const { access_token = '' } = (await response.json()) as { access_token?: string };
      await at.open();
      await at.run(`Kakao.Auth.setAccessToken('\${ACCESS_TOKEN}');`, { ACCESS_TOKEN: access_token });
      expect(await at.logs(`Kakao.API.request({\n  url: '/v2/user/me',\n})${thenLog}`)).toMatchObject({
        id: person.id,
      });
    });

    test('additional consent: asks for the named items that the user has not agreed to', async () => {
      await at.emulator.issueTokens(person.loginId, { agree: [] });
      await at.logInToAccount();
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  scope: 'account_email,gender',
});`);
      expect(await at.boxes('scope')).toEqual(['account_email', 'gender']);
      await at.page.getByLabel('카카오계정(이메일)').check();
      await at.page.getByLabel('성별').check();
      await at.page.getByRole('button', { name: '동의하고 계속하기' }).click();
      expect(await at.callback()).toHaveProperty('code');
    });

    const autoLogin = `
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  prompt: 'none',
});`;

    test('auto-login of a user who is not linked: consent_required', async () => {
      await at.restartAs(inKakaoTalk);
      await at.logInToAccount();
      await at.run(autoLogin);
      expect(await at.callback()).toEqual({ error: 'consent_required', error_description: 'user consent required.' });
      expect(at.page.url()).toBe(
        `${at.redirectUri}?error=consent_required&error_description=user%20consent%20required.`,
      );
    });

    test('auto-login of a linked user: returns the code immediately', async () => {
      await at.emulator.issueTokens(person.loginId);
      await at.restartAs(inKakaoTalk);
      await at.logInToAccount();
      await at.run(autoLogin);
      expect(await at.callback()).toEqual({ code: expect.any(String) });
    });

    test('auto-login outside KakaoTalk: refused by the SDK', async () => {
      await at.run(autoLogin);
      expect(await at.callback()).toEqual({ error: 'auto_login', error_description: 'NOT_SUPPORTED_BROWSER' });
    });

    test('consent to chosen service terms: asks only for those', async () => {
      await at.emulator.issueTokens(person.loginId, { terms: [] });
      await at.logInToAccount();
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  serviceTerms: 'tag1,tag2',
});`);
      expect(await at.boxes('terms')).toEqual(['tag1', 'tag2']);
      await at.page.getByLabel('전체 동의하기').check();
      await at.page.getByRole('button', { name: '동의하고 계속하기' }).click();
      expect(await at.callback()).toHaveProperty('code');
    });

    test('re-authentication: shows the login page even if the user is logged in', async () => {
      await at.emulator.issueTokens(person.loginId);
      await at.logInToAccount();
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  prompt: 'login',
});`);
      await at.page.locator('#loginId--1').fill(person.loginId);
      await at.page.locator('#password--2').fill('kakao1234!');
      await at.page.locator('button.submit').click();
      expect(await at.callback()).toHaveProperty('code');
    });

    test('login hint: fills in the ID', async () => {
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  loginHint: '\${HINT}'
});`);
      await at.page.locator('#loginId--1').waitFor();
      expect(await at.page.locator('#loginId--1').inputValue()).toBe(person.loginId);
    });

    test('login hint with auto-login: login_required, because the user is not logged in', async () => {
      await at.restartAs(inKakaoTalk);
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  prompt: 'none',
  loginHint: '\${HINT}',
});`);
      expect(await at.callback()).toMatchObject({ error: 'login_required' });
    });

    test('easy login: shows the account chooser', async () => {
      await at.emulator.issueTokens(person.loginId);
      await at.logInToAccount();
      await at.run(`
Kakao.Auth.authorize({
  redirectUri: '\${REDIRECT_URI}',
  prompt: 'select_account',
});`);
      await at.page.locator('ul.list_easy a.wrap_profile', { hasText: person.loginId }).click();
      expect(await at.callback()).toHaveProperty('code');
    });
  });

  describe('Kakao.Auth.logout', () => {
    const logout = `
Kakao.Auth.logout()
  .then(function(response) {
    console.log(Kakao.Auth.getAccessToken()); // null
  })
  .catch(function(error) {
    console.log('Not logged in.');
  });`;

    test('the token ends, on the page and at Kakao', async () => {
      await at.setToken();
      const token = String(await at.page.evaluate('Kakao.Auth.getAccessToken()'));
      expect(await at.logs(logout)).toBeNull();
      const me = await fetch(`${at.emulator.url}/v2/user/me`, { headers: { authorization: `Bearer ${token}` } });
      expect(me.status).toBe(401);
    });

    test('without a token: reports that the user is not logged in', async () => {
      expect(await at.logs(logout)).toBe('Not logged in.');
    });
  });

  describe('Kakao.Auth.selectShippingAddress', () => {
    const select = `
// Select shipping address
Kakao.Auth.selectShippingAddress()
  .then(function(selectedAddress) {
    // Retrieve shipping address
    return Kakao.API.request({
      url: '/v1/user/shipping_address',
      data: {
        address_id: selectedAddress.address_id,
      },
    });
  })${thenLog}`;

    test('the chosen address is returned', async () => {
      await at.setToken();
      const [popup] = await Promise.all([at.context.waitForEvent('page'), at.run(select)]);
      await pressToClose(popup.getByRole('button', { name: '이 배송지로 선택' }));
      expect(await at.logged()).toMatchObject({
        shipping_addresses: [{ base_address: '경기 성남시 분당구 판교역로 166' }],
      });
    });

    test('an address added in the picker can be chosen', async () => {
      await at.setToken();
      const [popup] = await Promise.all([at.context.waitForEvent('page'), at.run(select)]);
      await popup.getByRole('button', { name: '새 배송지 추가' }).click();
      await popup.getByLabel('받는 사람').fill('이새집');
      await popup.getByLabel('휴대전화').fill('010-0000-1111');
      await popup.getByLabel('우편번호').fill('63309');
      await popup.getByLabel('주소', { exact: true }).fill('제주 제주시 첨단로 242');
      await popup.getByRole('button', { name: '저장' }).click();
      await pressToClose(popup.getByRole('button', { name: '이 배송지로 선택' }));
      expect(await at.logged()).toMatchObject({
        shipping_addresses: [{ receiver_name: '이새집', zone_number: '63309' }],
      });
    });

    test('without consent: rejected with the KAE code', async () => {
      await at.setToken({ agree: [] });
      expect(await at.logs(select)).toMatchObject({ code: 'KAE203', error_code: 'KAE203' });
    });

    test('the page is told when the picker closes', async () => {
      await at.setToken();
      const [popup] = await Promise.all([
        at.context.waitForEvent('page'),
        at.run(`Kakao.Auth.selectShippingAddress({ close: function() { console.log('closed'); } });`),
      ]);
      await pressToClose(popup.getByRole('button', { name: '뒤로' }));
      expect(await at.logged()).toBe('closed');
    });
  });
});
