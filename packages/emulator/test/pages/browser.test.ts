import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { serveSamples } from './sample-server.js';
import { samples } from './samples.js';
import type { Service } from './service.js';

/** A folder for a screenshot of every page. */
const pictures = process.env['EMULATOR_PICTURES'];
if (pictures) mkdirSync(pictures, { recursive: true });

/** The console needs the control API, so it has its own test. */
const names = Object.keys(samples).filter((name) => name !== 'console');

describeInBrowser('every page in a browser', () => {
  let server: Service;
  let browser: Browser;

  beforeAll(async () => {
    server = await serveSamples(samples);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const looks = [
    { name: 'phone-light', colorScheme: 'light', viewport: { width: 360, height: 740 }, lang: 'ko' },
    { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 }, lang: 'en' },
    { name: 'desk-light', colorScheme: 'light', viewport: { width: 1280, height: 800 }, lang: 'en' },
    { name: 'desk-dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 }, lang: 'ko' },
  ] as const;

  test.each(looks)(
    'fits the screen and violates no content security policy ($name)',
    async ({ name, lang, ...options }) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      const tooWide: string[] = [];
      for (const sample of names) {
        await page.goto(`${server.origin}/${sample}?lang=${lang}`);
        if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) tooWide.push(sample);
        if (pictures) await page.screenshot({ path: `${pictures}/${sample}.${name}.png`, fullPage: true });
      }
      await context.close();
      expect({ complaints, tooWide }).toEqual({ complaints: [], tooWide: [] });
    },
  );

  const opened = async (sample: string, options = {}) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${server.origin}/${sample}?lang=ko`);
    return { page, close: () => context.close() };
  };

  test('the consent button is disabled until the required rows are checked', async () => {
    const { page, close } = await opened('consent');
    const accept = page.getByRole('button', { name: '동의하고 계속하기' });
    const states = [await accept.isDisabled()];
    await page.getByLabel('카카오 개인정보 제3자 제공 동의').check();
    await page.getByLabel('서비스 이용약관').check();
    states.push(await accept.isDisabled());
    await page.getByLabel('개인정보 수집 및 이용').check();
    states.push(await accept.isDisabled());
    await page.getByLabel('서비스 이용약관').uncheck();
    states.push(await accept.isDisabled());
    await close();
    expect(states).toEqual([true, true, false, true]);
  });

  test('전체 동의하기 checks every row, and is unchecked if one row is', async () => {
    const { page, close } = await opened('consent');
    const all = page.getByLabel('전체 동의하기');
    await all.check();
    const ticked = await page.locator('#consent input[name]:checked').count();
    await page.getByLabel('프로필 사진').uncheck();
    const seen = { ticked, all: await all.isChecked(), accept: await page.locator('button.submit').isEnabled() };
    await close();
    expect(seen).toEqual({ ticked: 8, all: false, accept: true });
  });

  test('consent without JavaScript has an enabled button and no checkbox for everything', async () => {
    const { page, close } = await opened('consent', { javaScriptEnabled: false });
    const seen = {
      all: await page.locator('#agreeAll').isVisible(),
      accept: await page.locator('button.submit').isEnabled(),
    };
    await close();
    expect(seen).toEqual({ all: false, accept: true });
  });

  test('the login page reacts to Enter, Tab reaches everything in order, and the help opens', async () => {
    const { page, close } = await opened('login');
    await page.clock.install();
    const posted: string[] = [];
    await page.route('**/login', (route) => {
      posted.push(route.request().postData() ?? '');
      return route.fulfill({ status: 204 });
    });
    await page.locator('#loginId--1').fill('a@b.c');
    await page.keyboard.press('Tab');
    await page.keyboard.type('secret');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const help = await page.getByText('개인 기기에서만 사용해 주세요').isVisible();
    await page.keyboard.press('Escape');
    await page.locator('#password--2').press('Enter');
    // An earlier click would count as the second one of a double click.
    await page.clock.runFor(1100);
    await page.locator('button[name=person]').first().click();
    await close();
    const [typed, picked] = posted.map((body) => Object.fromEntries(new URLSearchParams(body)));
    expect(help).toBe(true);
    expect(typed).toMatchObject({ loginId: 'a@b.c', password: 'secret', saveSignedIn: 'on' });
    expect(typed).not.toHaveProperty('person');
    expect(picked).toMatchObject({ person: '3890123451', saveSignedIn: 'on' });
  });
});
