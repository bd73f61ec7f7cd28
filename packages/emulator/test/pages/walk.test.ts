import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { createKakaoEmulator, type KakaoEmulator } from '../../src/index.js';
import { startService, type Service } from './service.js';

const pictures = process.env['EMULATOR_PICTURES'];
if (pictures) mkdirSync(pictures, { recursive: true });

describeInBrowser('a user walks through the emulator', () => {
  let service: Service;
  let redirectUri: string;
  let emulator: KakaoEmulator;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    service = await startService();
    redirectUri = `${service.origin}/callback`;
    emulator = await createKakaoEmulator({
      redirectUris: [redirectUri],
      logoutRedirectUris: [`${service.origin}/`],
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await emulator.close();
    await service.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 390, height: 844 } });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    emulator.reset();
  });

  const authorize = async (more: Record<string, string> = {}): Promise<void> => {
    const query = new URLSearchParams({
      client_id: emulator.app.restApiKey,
      redirect_uri: redirectUri,
      response_type: 'code',
      state: 's&1',
      ...more,
    });
    await page.goto(`${emulator.url}/oauth/authorize?${query.toString()}`);
  };
  const logIn = async (loginId = 'moonlight@example.com', save = false): Promise<void> => {
    await page.locator('#loginId--1').fill(loginId);
    await page.locator('#password--2').fill('kakao1234!');
    if (save) await page.locator('#saveSignedIn--4').check();
    await page.locator('button.submit').click();
  };
  const acceptAll = async (): Promise<void> => {
    await page.getByLabel('전체 동의하기').check();
    await page.getByRole('button', { name: '동의하고 계속하기' }).click();
  };
  const picture = (name: string) =>
    pictures && page.screenshot({ path: `${pictures}/walk-${name}.png`, fullPage: true });
  const outcome = (): Record<string, string> => {
    const url = new URL(page.url());
    return { at: url.origin + url.pathname, ...Object.fromEntries(url.searchParams) };
  };

  test('login, consent, code', async () => {
    await authorize();
    await picture('login');
    await logIn();
    await picture('consent');
    await acceptAll();
    expect(outcome()).toEqual({ at: redirectUri, code: expect.stringMatching(/.{20}/), state: 's&1' });
    await authorize();
    expect(outcome()).toHaveProperty('code');
  });

  test('a wrong password shows an error and keeps the login ID', async () => {
    await authorize();
    await page.locator('#loginId--1').fill('moonlight@example.com');
    await page.locator('#password--2').fill('wrong');
    await page.locator('button.submit').click();
    expect(await page.getByRole('alert').innerText()).toBe('비밀번호가 올바르지 않습니다.');
    expect(await page.locator('#loginId--1').inputValue()).toBe('moonlight@example.com');
    await logIn();
    expect(await page.getByText('전체 동의하기').isVisible()).toBe(true);
  });

  test('reloading the response to a form, or going back to it, does not send the form again', async () => {
    const sent: string[] = [];
    page.on('request', (request) => void (request.method() === 'POST' && sent.push(new URL(request.url()).pathname)));
    await authorize({ prompt: 'login' });
    await page.locator('#loginId--1').fill('moonlight@example.com');
    await page.locator('#password--2').fill('wrong');
    await page.locator('button.submit').click();
    await page.getByRole('alert').waitFor();
    await page.reload();
    await logIn();
    await page.getByText('전체 동의하기').waitFor();
    expect(new URL(page.url()).pathname).toBe('/oauth/authorize');
    await page.reload();
    expect(await page.getByText('전체 동의하기').isVisible()).toBe(true);
    await page.goto(`${service.origin}/elsewhere`);
    await page.goBack();
    expect(sent).toEqual(['/login', '/login']);
    await acceptAll();
    expect(outcome()).toHaveProperty('code');
  });

  test('a double click sends a form once', async () => {
    await authorize();
    await logIn();
    await page.getByLabel('전체 동의하기').check();
    // The second click comes while the first request is in progress.
    let sent = 0;
    await page.route('**/oauth/authorize', async (route) => {
      sent += 1;
      const response = await route.fetch({ maxRedirects: 0 });
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.fulfill({ response });
    });
    await page.getByRole('button', { name: '동의하고 계속하기' }).evaluate((button: HTMLButtonElement) => {
      button.click();
      setTimeout(() => button.click(), 250);
    });
    await page.waitForURL((url) => url.href.startsWith(redirectUri));
    expect(sent).toBe(1);
  });

  test('the language switch changes all following pages', async () => {
    await authorize({ login_hint: 'moonlight@example.com' });
    await page.getByRole('button', { name: 'English' }).click();
    expect(await page.locator('#loginId--1').inputValue()).toBe('moonlight@example.com');
    await logIn();
    expect(await page.getByRole('button', { name: 'Accept and Continue' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: '한국어' }).click();
    await acceptAll();
    expect(outcome()).toHaveProperty('code');
  });

  test('cancel is access_denied', async () => {
    await authorize();
    await logIn();
    await page.getByRole('button', { name: '취소' }).click();
    expect(outcome()).toEqual({
      at: redirectUri,
      error: 'access_denied',
      error_description: 'User denied access',
      state: 's&1',
    });
  });

  test('all one-click users are visible on a phone', async () => {
    await authorize();
    const buttons = await page.locator('button[name=person]').all();
    const ends = await Promise.all(
      buttons.map(async (button) => (await button.boundingBox()) ?? { y: Infinity, height: 0 }),
    );
    expect(ends).toHaveLength(6);
    for (const { y, height } of ends) expect(y + height).toBeLessThanOrEqual(844);
    expect(await page.evaluate('scrollY')).toBe(0);
  });

  test('the first six of many users are shown, and the others can be opened', async () => {
    for (let id = 1; id <= 4; id += 1) {
      await emulator.addPerson({ id: `500${id}`, loginId: `more${id}@example.com`, nickname: `더${id}` });
    }
    await authorize();
    expect(await page.getByRole('button', { name: '더4' }).isVisible()).toBe(false);
    await page.getByText('4명 더 보기').click();
    await page.getByRole('button', { name: '더4' }).click();
    expect(await page.locator('.account').innerText()).toContain('more4@example.com');
  });

  test('Enter sends what was typed, and not the first user of the list', async () => {
    await authorize();
    await page.locator('#loginId--1').fill('many.homes@example.com');
    await page.locator('#password--2').fill('kakao1234!');
    await page.locator('#password--2').press('Enter');
    expect(await page.locator('.account').innerText()).toContain('many.homes@example.com');
  });

  test('one click on a user of the seed logs in', async () => {
    await authorize();
    await page.getByRole('button', { name: '여러집' }).click();
    expect(await page.locator('.account').innerText()).toContain('many.homes@example.com');
  });

  test('additional consent asks only for the missing item', async () => {
    await authorize();
    await logIn();
    await page.getByLabel('카카오 개인정보 제3자 제공 동의').check();
    for (const term of await page.locator('input[name=terms][required]').all()) await term.check();
    await page.locator('button.submit').click();
    await authorize({ scope: 'account_email,profile_nickname,openid' });
    await picture('additional');
    const boxes = await page.locator('#consent input[name=scope]').all();
    expect(await Promise.all(boxes.map((box) => box.getAttribute('value')))).toEqual(['account_email']);
    await page.getByLabel('카카오계정(이메일)').check();
    await page.locator('button.submit').click();
    expect(outcome()).toHaveProperty('code');
  });

  test('the chooser offers the saved account', async () => {
    await authorize();
    await logIn('moonlight@example.com', true);
    await acceptAll();
    await authorize({ prompt: 'select_account' });
    await picture('chooser');
    await page.locator('ul.list_easy a.wrap_profile').first().click();
    expect(outcome()).toHaveProperty('code');
    await authorize({ prompt: 'select_account' });
    await page.getByRole('button', { name: /간편로그인 계정 삭제/ }).click();
    expect(await page.locator('ul.list_easy a.wrap_profile').count()).toBe(1);
    await page.getByText('새로운 계정으로 로그인').click();
    expect(await page.locator('#loginId--1').isVisible()).toBe(true);
  });

  test('an account is created, then asked for consent', async () => {
    await authorize({ prompt: 'create' });
    await picture('create');
    await page.getByLabel('이메일').fill('new@example.com');
    await page.getByLabel('비밀번호').fill('long enough');
    await page.getByLabel('닉네임').fill('새사람');
    await page.getByRole('button', { name: '가입하기' }).click();
    expect(await page.locator('.account').innerText()).toContain('new@example.com');
    await acceptAll();
    expect(outcome()).toHaveProperty('code');
  });

  test.each([
    ['false', 'code'],
    ['true', 'login'],
  ])('after the logout choice %s, the next login shows %s', async (choice, next) => {
    await authorize();
    await logIn();
    await acceptAll();
    const query = new URLSearchParams({
      client_id: emulator.app.restApiKey,
      logout_redirect_uri: `${service.origin}/`,
      state: 'bye',
    });
    await page.goto(`${emulator.url}/oauth/logout?${query.toString()}`);
    await picture('logout');
    await page.locator(`button[name=logout_with_kakao][value=${choice}]`).click();
    expect(outcome()).toEqual({ at: `${service.origin}/`, state: 'bye' });
    await authorize();
    expect('code' in outcome() ? 'code' : 'login').toBe(next);
  });

  test('a user under 14 sees the reason, and can go back', async () => {
    await authorize();
    await page.getByRole('button', { name: '어린이' }).click();
    await picture('young');
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/14세|보호자/);
  });

  test('an unregistered redirect URI is a KOE006 page', async () => {
    await authorize({ redirect_uri: `${service.origin}/"><script>alert(1)</script>` });
    await picture('koe006');
    expect(await page.title()).toContain('KOE006');
    expect(await page.locator('span.txt_name').innerText()).toBe('달빛상점');
  });

  test('connected services show what is shared, and can be unlinked', async () => {
    await page.goto(`${emulator.url}/connected/app/list`);
    await logIn();
    expect(await page.getByText('연결된 서비스가 없습니다.').isVisible()).toBe(true);
    await authorize();
    await acceptAll();
    await page.goto(`${emulator.url}/connected/app/list`);
    await picture('services');
    expect(await page.locator('.service').innerText()).toMatch(/달빛상점[^]*카카오계정\(이메일\)[^]*달빛상점 이용약관/);
    await page.getByRole('button', { name: /연결 끊기/ }).click();
    expect(await page.getByRole('status').innerText()).toContain('연결을 끊었습니다');
    await authorize();
    expect(await page.getByText('전체 동의하기').isVisible()).toBe(true);
  });

  test('the home page shows keys and users', async () => {
    await page.goto(emulator.url);
    await picture('home');
    const text = await page.locator('main').innerText();
    for (const shown of [
      emulator.url,
      emulator.app.restApiKey,
      emulator.app.clientSecret,
      'moonlight@example.com',
      'kakao1234!',
    ]) {
      expect(text).toContain(shown);
    }
  });

  test('a page says what the emulator does not imitate', async () => {
    await page.goto(`${emulator.url}/weblogin/find_password`);
    expect(await page.getByRole('heading').innerText()).toBe('에뮬레이터가 지원하지 않는 기능입니다');
    await page.goto(`${emulator.url}/nowhere`);
    await page.getByRole('link', { name: '첫 화면으로' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('카카오 로그인 에뮬레이터');
  });
});
