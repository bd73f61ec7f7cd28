import { expect, test } from '@jest/globals';
import { describeInBrowser, pressToClose } from '../../../../test/support/chromium.js';
import { SnippetPage, person } from '../../../../test/support/snippet-page.js';

describeInBrowser('what the SDK does with other windows', () => {
  const at = new SnippetPage();
  const log = '.then((value) => console.log(value), (error) => console.log(error))';
  const popupLogin = `Kakao.Auth.authorize({ redirectUri: '\${REDIRECT_URI}', isPopup: true, state: 's' });`;

  test('a popup login returns the code to the page that opened it', async () => {
    const [popup] = await Promise.all([at.context.waitForEvent('page'), at.run(popupLogin)]);
    await popup.getByRole('button', { name: person.nickname }).click();
    await popup.getByLabel('전체 동의하기').check();
    await pressToClose(popup.getByRole('button', { name: '동의하고 계속하기' }));
    expect(await at.callback()).toEqual({ code: expect.any(String), state: 's' });
  });

  test('a cancelled popup login returns the error', async () => {
    const [popup] = await Promise.all([at.context.waitForEvent('page'), at.run(popupLogin)]);
    await popup.getByRole('button', { name: person.nickname }).click();
    await pressToClose(popup.getByRole('button', { name: '취소' }));
    expect(await at.callback()).toEqual({
      error: 'access_denied',
      error_description: 'User denied access',
      state: 's',
    });
  });

  test('with returnUrl the URL has the address', async () => {
    await at.setToken();
    await at.run(`Kakao.Auth.selectShippingAddress({ returnUrl: '${at.redirectUri}', enableBackButton: false });`);
    await at.page.getByRole('button', { name: '이 배송지로 선택' }).click();
    expect(await at.callback()).toEqual({ address_id: '6500001' });
  });

  test('editing an address returns its ID', async () => {
    await at.setToken();
    const [popup] = await Promise.all([
      at.context.waitForEvent('page'),
      at.run(`Kakao.Auth.updateShippingAddress({ addressId: 6500001 })${log}`),
    ]);
    await popup.getByLabel('상세 주소').fill('999호');
    await pressToClose(popup.getByRole('button', { name: '저장' }));
    expect(await at.logged()).toEqual({ address_id: 6500001 });
    expect(
      await at.page.evaluate(`Kakao.API.request({ url: '/v1/user/shipping_address', data: { address_id: 6500001 } })`),
    ).toMatchObject({ shipping_addresses: [{ detail_address: '999호' }] });
  });

  test('an address ID above 2^53 is returned exactly', async () => {
    const { access_token } = await at.emulator.issueTokens('many.homes@example.com');
    await at.run("Kakao.Auth.setAccessToken('${ACCESS_TOKEN}');", { ACCESS_TOKEN: access_token });
    const retrieve = `({ address_id }) => Kakao.API.request({ url: '/v1/user/shipping_address', data: { address_id } })`;
    const [popup] = await Promise.all([
      at.context.waitForEvent('page'),
      at.run(`Kakao.Auth.selectShippingAddress().then(${retrieve})${log}`),
    ]);
    await popup.getByRole('radio', { name: /배송지 3/ }).check();
    await pressToClose(popup.getByRole('button', { name: '이 배송지로 선택' }));
    expect(await at.logged()).toMatchObject({ shipping_addresses: [{ name: '배송지 3' }] });
  });

  test('the picker still returns the address after a change of language', async () => {
    await at.setToken();
    const [popup] = await Promise.all([
      at.context.waitForEvent('page'),
      at.run(`Kakao.Auth.selectShippingAddress()${log}`),
    ]);
    await popup.getByRole('button', { name: 'English' }).click();
    await pressToClose(popup.getByRole('button', { name: 'Use this address' }));
    expect(await at.logged()).toEqual({ address_id: 6500001 });
  });

  test('the token survives a reload, but not a logout', async () => {
    await at.setToken();
    await at.page.reload();
    expect(await at.page.evaluate('Kakao.Auth.getStatusInfo()')).toMatchObject({
      status: 'connected',
      user: { id: person.id },
    });
    await at.page.evaluate('Kakao.Auth.logout()');
    await at.page.reload();
    expect(await at.page.evaluate('Kakao.Auth.getAccessToken()')).toBeNull();
  });

  test('cleanup removes the frame of an open selection', async () => {
    await at.setToken();
    await Promise.all([at.context.waitForEvent('page'), at.run('Kakao.Auth.selectShippingAddress();')]);
    expect(await at.page.locator('iframe').count()).toBe(1);
    await at.run('Kakao.cleanup();');
    expect(await at.page.locator('iframe').count()).toBe(0);
  });

  test('a page that loads the SDK from Kakao’s host works if that host is redirected to the emulator', async () => {
    await at.page.route('https://t1.kakaocdn.net/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: at.emulator.url + pathname }) });
    });
    await at.page.goto(`${at.origin}/callback`);
    await at.page.setContent(
      '<script src="https://t1.kakaocdn.net/kakao_js_sdk/2.7.4/kakao.min.js" crossorigin="anonymous"></script>',
    );
    expect(await at.page.evaluate(`Kakao.init('key'); Kakao.isInitialized()`)).toBe(true);
  });
});
