import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type RunningShop, startShop } from '../../sample/src/start.js';
import { describeInBrowser, launchChromium, launchWithoutCookies } from '../support/chromium.js';
import { keysOf } from './support/shop.js';
import { openInstances } from './support/instances.js';

const phone = { viewport: { width: 390, height: 844 }, locale: 'ko-KR' };
let emulator: KakaoEmulator;
let shop: Awaited<ReturnType<typeof openInstances>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

/** Logs in as the first person on Kakao's pages, and agrees to everything. */
async function logIn(on: Page = page, path = '/auth/kakao'): Promise<void> {
  await on.goto(shop.url + path);
  await pastKakao(on);
}
async function pastKakao(on: Page): Promise<void> {
  if (!on.url().startsWith(emulator.url)) return;
  const someone = on.locator('button.person').first();
  if ((await someone.count()) > 0) await someone.click();
  await agree(on);
  await on.waitForURL((url) => url.href.startsWith(shop.url));
}
async function agree(on: Page, click: 'click' | 'dblclick' = 'click'): Promise<void> {
  const all = on.locator('#agreeAll');
  if ((await all.count()) === 0) return;
  await all.check();
  await on.locator('#consent button[value=accept]')[click]();
}
/** Logs in at Kakao, and returns the callback URL without opening it. */
async function comeBack(): Promise<string> {
  const path = new Promise<string>((resolve) => {
    shop.caught = resolve;
  });
  await page.locator('button.person').first().click();
  await agree(page);
  return shop.url + (await path);
}
const exchanges = () => emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;
const authorizations = () => emulator.requests.filter(({ path }) => path === '/oauth/authorize').length;
const codeOn = (on: Page = page) => on.locator('small code').innerText();
const hasLoggedIn = (on: Page = page) => on.content().then((html) => html.includes(emulator.people[0]!.id));

/** Checks that the page has exactly one button, fits a phone, and leads to a login that works. */
async function startsAgain(on: Page = page): Promise<void> {
  const buttons = on.locator('a, button, form, [onclick], meta[http-equiv]');
  expect(await buttons.count()).toBe(1);
  expect(Number(await on.evaluate('document.documentElement.scrollWidth - innerWidth'))).toBeLessThanOrEqual(0);
  const box = await buttons.first().boundingBox();
  expect(box!.height).toBeGreaterThanOrEqual(44);
  const before = shop.seen.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  // The page does not navigate by itself.
  expect(shop.seen.slice(before)).toEqual([]);
  await buttons.first().click();
  await on.waitForURL(`${shop.url}/`);
  await on.getByText('카카오 로그인').click();
  await pastKakao(on);
  expect(await hasLoggedIn(on)).toBe(true);
}

describeInBrowser('in Chromium, against two instances of the Express sample that share only their secrets,', () => {
  beforeAll(async () => {
    [shop, browser] = await Promise.all([
      openInstances(async (origin) => {
        const redirectUris = [`${origin}/auth/kakao/callback`, `${origin}/auto/callback`];
        emulator = await createKakaoEmulator({ redirectUris });
        return { ...keysOf(emulator), origin };
      }),
      launchChromium(),
    ]);
  });
  beforeEach(async () => {
    emulator.reset();
    await context?.close();
    context = await browser.newContext(phone);
    page = await context.newPage();
    shop.to = 0;
    shop.seen.length = 0;
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([shop?.close(), emulator?.close()]);
  });

  test('a login that starts on one instance finishes on the other', async () => {
    await page.goto(`${shop.url}/auth/kakao`);
    shop.to = 1;
    await pastKakao(page);
    expect(await hasLoggedIn()).toBe(true);
  });

  test.each([0, 1])('refreshing the callback on instance %d still shows the user', async (to) => {
    await logIn();
    shop.to = to;
    for (let times = 0; times < 2; times += 1) {
      expect((await page.reload())!.status()).toBe(200);
      expect(await hasLoggedIn()).toBe(true);
    }
  });

  test('a callback opened in two tabs at once, on two instances, logs in without a 500', async () => {
    await page.goto(`${shop.url}/auth/kakao`);
    const address = await comeBack();
    const tabs = [page, await context.newPage()];
    const opened = await Promise.all(
      tabs.map(async (tab, to) => {
        const answer = tab.goto(address);
        shop.to = 1 - to;
        return (await answer)!.status();
      }),
    );
    expect(opened).toContain(200);
    expect(Math.max(...opened)).toBeLessThan(500);
    for (const tab of tabs) await tab.close();
  });

  test('prefetching the login link starts no login, and a click after it does', async () => {
    await page.goto(shop.url);
    const prefetched = page.waitForResponse(`${shop.url}/auth/kakao`);
    await page.evaluate(`document.head.insertAdjacentHTML('beforeend', '<link rel="prefetch" href="/auth/kakao">')`);
    expect((await prefetched).status()).toBe(503);
    expect([await context.cookies(shop.url), authorizations()]).toEqual([[], 0]);
    await page.getByText('카카오 로그인').click();
    await pastKakao(page);
    expect(await hasLoggedIn()).toBe(true);
  });

  test('a double click on the button logs in once', async () => {
    await page.goto(shop.url);
    await page.getByText('카카오 로그인').dblclick();
    await page.waitForURL((url) => url.href.startsWith(emulator.url));
    await pastKakao(page);
    expect([await hasLoggedIn(), exchanges()]).toEqual([true, 1]);
  });

  test('a double click on Kakao’s consent button logs in', async () => {
    await page.goto(`${shop.url}/auth/kakao`);
    await page.locator('button.person').first().click();
    await agree(page, 'dblclick');
    await page.waitForURL((url) => url.href.startsWith(shop.url));
    await page.waitForLoadState();
    expect(await hasLoggedIn()).toBe(true);
  });

  test('going back and forward after a login causes no redirect loop', async () => {
    await page.goto(shop.url);
    await page.getByText('카카오 로그인').click();
    await pastKakao(page);
    for (let step = 0; step < 3; step += 1) await page.goBack().catch(() => undefined);
    for (let step = 0; step < 3; step += 1) await page.goForward().catch(() => undefined);
    const before = shop.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(shop.seen.slice(before)).toEqual([]);
    expect(shop.seen.length).toBeLessThan(12);
  });

  test('a bookmark of the callback fails with code_missing, and the user can log in from there', async () => {
    expect((await page.goto(`${shop.url}/auth/kakao/callback`))!.status()).toBe(400);
    expect(await codeOn()).toBe('code_missing');
    await startsAgain();
  });

  test('a bookmark of a finished callback, opened days later, is refused, and the user can log in from there', async () => {
    await logIn();
    const address = page.url();
    await context.clearCookies();
    expect((await page.goto(address))!.status()).toBe(403);
    expect(['state_missing', 'state_replayed']).toContain(await codeOn());
    await startsAgain();
  });

  test('a login that returns to another browser is refused, and the user can log in from there', async () => {
    await context.close();
    const userAgent = 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile KAKAOTALK 26.1.0 (INAPP)';
    context = await browser.newContext({ ...phone, userAgent });
    page = await context.newPage();
    await page.goto(`${shop.url}/auth/kakao`);
    const other = await browser.newContext(phone);
    const handed = await other.newPage();
    expect((await handed.goto(await comeBack()))!.status()).toBe(403);
    expect([await codeOn(handed), exchanges()]).toEqual(['state_missing', 0]);
    await startsAgain(handed);
    await other.close();
  });

  test('without cookies, a login fails without a loop, and the page names the cause', async () => {
    const cookieless = await launchWithoutCookies(shop.url, phone);
    const own = cookieless.pages()[0]!;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      shop.seen.length = 0;
      await logIn(own);
      expect(await codeOn(own)).toBe('state_missing');
      expect(await own.locator('main').innerText()).toContain('쿠키');
      expect(shop.seen).toEqual(['GET /auth/kakao', expect.stringMatching(/^GET \/auth\/kakao\/callback\?/)]);
    }
    expect([exchanges(), await cookieless.cookies(shop.url)]).toEqual([0, []]);
    emulator.reset();
    for (let visit = 0; visit < 3; visit += 1) await own.goto(`${shop.url}/auto`);
    expect([await own.locator('h1').innerText(), authorizations()]).toEqual(['visitor', 0]);
    await cookieless.close();
  });

  test('auto-login is tried once, and only for page visits: not for subresources, frames, prefetches and scripts', async () => {
    await page.goto(`${shop.url}/auto/ready`);
    emulator.reset();
    await page.setContent(`<!doctype html><link rel="prefetch" href="${shop.url}/auto/1"><img src="${shop.url}/auto/2">
      <iframe src="${shop.url}/auto/3"></iframe><object data="${shop.url}/auto/4"></object>`);
    await page.goto(`${shop.url}/worker.js`);
    await page.evaluate(`Promise.all([fetch('/auto/5'), fetch('/auto/6', { headers: { accept: 'text/html' } }),
      fetch('/auto/7', { method: 'HEAD', headers: { accept: 'text/html' } }),
      new Promise((done) => { const r = new XMLHttpRequest(); r.open('GET', '/auto/8'); r.onload = done; r.send(); })])`);
    expect(shop.seen.filter((line) => /\/auto\/\d/.test(line)).length).toBeGreaterThanOrEqual(5);
    expect(authorizations()).toBe(0);
    await page.goto(`${shop.url}/auto/9`);
    expect([await page.locator('h1').innerText(), authorizations()]).toEqual(['visitor', 1]);
    for (let visit = 0; visit < 3; visit += 1) await page.goto(`${shop.url}/auto`);
    expect(authorizations()).toBe(1);
  });

  test('auto-login logs in a member who is logged in to Kakao', async () => {
    await logIn();
    await page.goto(`${shop.url}/auto/here?a=1`);
    expect([page.url(), await page.locator('h1').innerText()]).toEqual([`${shop.url}/auto/here?a=1`, 'member']);
  });

  test('behind a service worker, the login works, and auto-login does not start', async () => {
    await logIn();
    await page.goto(shop.url);
    await page.evaluate(`navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)`);
    const before = authorizations();
    await page.goto(`${shop.url}/auto`);
    expect([await page.locator('h1').innerText(), authorizations()]).toEqual(['visitor', before]);
    await page.goto(shop.url);
    await page.getByText('카카오 로그인').click();
    await pastKakao(page);
    expect([await hasLoggedIn(), exchanges()]).toEqual([true, 2]);
    await page.reload();
    expect(await hasLoggedIn()).toBe(true);
  });
});

describeInBrowser('in Chromium, against the sample shop,', () => {
  let running: RunningShop;
  let kakao: Browser;
  beforeAll(async () => {
    [running, kakao] = await Promise.all([
      startShop({ PORT: '0', KAKAO_EMULATOR_PORT: '0', SESSION_SECRET: 'x'.repeat(32) }),
      launchChromium(),
    ]);
  });
  afterAll(async () => {
    await kakao?.close();
    await running?.close();
  });

  test('refreshing the callback, going back to it and bookmarks of it show pages of the shop', async () => {
    const own = await (await kakao.newContext(phone)).newPage();
    const seen: string[] = [];
    own.on('request', (request) => {
      if (request.isNavigationRequest()) seen.push(request.url());
    });
    await own.goto(`${running.url}/auth/kakao`);
    await own.locator('button.person').first().click();
    await agree(own);
    await own.waitForURL((url) => url.href.startsWith(running.url));
    const callback = seen.find((url) => url.includes('/auth/kakao/callback?'))!;
    expect((await own.reload())!.status()).toBe(200);
    const answers: number[] = [];
    for (const address of [callback, `${running.url}/auth/kakao/callback`]) {
      answers.push((await own.goto(address))!.status());
      answers.push((await own.reload())!.status());
      expect(await own.locator('main a').count()).toBeGreaterThanOrEqual(1);
    }
    expect(answers).toEqual([200, 200, 400, 400]);
    await own.goBack();
    await own.goBack();
    const before = seen.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.length).toBe(before);
    await own.goto(`${running.url}/me`);
    expect(new URL(own.url()).pathname).toBe('/me');
  });
});
