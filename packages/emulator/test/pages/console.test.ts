import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { createKakaoEmulator, type KakaoEmulator } from '../../src/index.js';

const pictures = process.env['EMULATOR_PICTURES'];
if (pictures) mkdirSync(pictures, { recursive: true });

describeInBrowser('the console', () => {
  let emulator: KakaoEmulator;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    emulator = await createKakaoEmulator();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await emulator.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({
      locale: 'ko-KR',
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-write'],
    });
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${emulator.url}/_emulator/console`);
  });
  afterEach(async () => {
    await context.close();
    emulator.reset();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });

  const me = (token: string) =>
    fetch(`${emulator.url}/v2/user/me`, { headers: { authorization: `Bearer ${token}`, 'user-agent': '<b>shop</b>' } });

  test('shows requests as they arrive, newest first, with their details', async () => {
    const { access_token } = await emulator.issueTokens('moonlight@example.com');
    await me(access_token);
    await me('wrong');
    const rows = page.locator('[data-requests] > li');
    await rows.nth(1).waitFor();
    expect((await rows.first().innerText()).replaceAll(/\s+/g, ' ')).toMatch(/401 GET \/v2\/user\/me user\.me · -401/);
    await rows.nth(1).locator('summary').click();
    expect(await rows.nth(1).innerText()).toMatch(/Authorization\s+token\s+User-Agent\s+\*\*\*/);
    if (pictures) await page.screenshot({ path: `${pictures}/console.png`, fullPage: true });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    if (pictures) await page.screenshot({ path: `${pictures}/console-phone.png`, fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await me(access_token);
    await rows.nth(2).waitFor();
    expect(await rows.nth(2).locator('details').getAttribute('open')).not.toBeNull();
    await page.getByRole('button', { name: '기록 지우기' }).click();
    await rows.first().waitFor({ state: 'detached' });
  });

  test.each([390, 1280])('keeps its length with a long log, with apps and users first (%i px wide)', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    const heightOf = (): Promise<number> => page.evaluate('document.documentElement.scrollHeight');
    const rows = page.locator('[data-requests] > li');
    const { access_token } = await emulator.issueTokens('moonlight@example.com');
    for (let i = 0; i < 20; i += 1) await me(access_token);
    await rows.nth(19).waitFor();
    const height = await heightOf();
    for (let i = 0; i < 100; i += 1) await me(access_token);
    await rows.nth(119).waitFor();
    expect(await heightOf()).toBe(height);
    await rows.nth(119).scrollIntoViewIfNeeded();
    expect(await rows.nth(119).isVisible()).toBe(true);
    const top = async (id: string): Promise<number> => (await page.locator(`#${id}`).boundingBox())?.y ?? Infinity;
    expect(await top('apps')).toBeLessThanOrEqual(await top('requests'));
  });

  test('shows apps with their keys, and users, including those added later', async () => {
    const texts = ['달빛상점 도매', emulator.app.restApiKey, emulator.app.adminKey, 'many.homes@example.com'];
    for (const text of texts) expect(await page.locator('main').textContent()).toContain(text);
    await page.getByRole('button', { name: '복사: 비밀번호' }).click();
    await fetch(`${emulator.url}/_emulator/people`, {
      method: 'POST',
      body: JSON.stringify({ id: '4242', loginId: 'late@example.com', nickname: '늦깎이' }),
    });
    await page.reload();
    expect(await page.getByRole('heading', { name: '늦깎이' }).isVisible()).toBe(true);
  });

  test('moves the clock: the token expires', async () => {
    const { access_token } = await emulator.issueTokens('moonlight@example.com');
    const before = emulator.clock.now();
    await page.getByRole('button', { name: '+6시간' }).click();
    while (emulator.clock.now() - before < 6 * 3_600_000) await page.waitForTimeout(20);
    expect((await me(access_token)).status).toBe(401);
  });

  test('adds a fault, which is played once and removed', async () => {
    await page.getByLabel('대상').fill('user.me');
    await page.getByLabel('코드').fill('-10');
    await page.getByRole('button', { name: '오류 예약' }).click();
    const waiting = page.locator('[data-faults] > li');
    await waiting.waitFor();
    expect(await waiting.innerText()).toBe('user.me: error -10 (1회 남음)');
    const { access_token } = await emulator.issueTokens('moonlight@example.com');
    expect(await (await me(access_token)).json()).toMatchObject({ code: -10 });
    await waiting.waitFor({ state: 'detached' });
    expect((await me(access_token)).status).toBe(200);
  });

  test('shows an error of the control API', async () => {
    await page.getByLabel('대상').fill('user.me');
    await page.getByLabel('코드').fill('KOE999');
    await page.getByRole('button', { name: '오류 예약' }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').innerText()).toContain('KOE999');
    expect(await page.getByRole('status').getAttribute('class')).toBe('error');
    // The browser itself logs the 400.
    complaints = complaints.filter((text) => !text.includes('400'));
  });

  test('resets after a confirmation', async () => {
    const { access_token } = await emulator.issueTokens('moonlight@example.com');
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    await Promise.all([page.waitForResponse('**/reset'), page.getByRole('button', { name: '초기화' }).click()]);
    expect(asked).toHaveLength(1);
    expect((await me(access_token)).status).toBe(401);
  });
});
