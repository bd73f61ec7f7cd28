import { koeCodes } from '@kakao-login/client/contract';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { createKakaoEmulator } from '../../src/index.js';
import { koePage } from '../../src/pages/index.js';
import type { Lang } from '../../src/pages/index.js';
import { serveSamples } from './sample-server.js';
import { here, samples } from './samples.js';
import type { Service } from './service.js';

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that depend on colours and widths, for a page that has passed the others. */
const looks = ['color-contrast', 'target-size'];

/** The violations that axe finds on the page, one line each. */
async function violations(page: Page, runOnly: readonly string[] = everything): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const options = { runOnly, resultTypes: ['violations'] };
  const found = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Codes of the token endpoint have no page. */
const pageCodes = Object.keys(koeCodes).filter((code) => /^KOE[0-2]/.test(code));
const koePages = Object.fromEntries(
  pageCodes.map((code) => [code, (lang: Lang) => koePage({ lang, here, code, appName: '달빛상점' })]),
);

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };

describeInBrowser('axe finds nothing wrong with', () => {
  let server: Service;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await serveSamples({ ...samples, ...koePages });
    browser = await launchChromium();
    page = await browser.newPage({ locale: 'ko-KR' });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const open = async (name: string, lang: Lang): Promise<void> => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(phone);
    await page.goto(`${server.origin}/${name}?lang=${lang}`);
  };

  test.each(Object.keys(samples))('%s in Korean and English, on phone and desktop, light and dark', async (name) => {
    const wrong: string[] = [];
    for (const lang of ['ko', 'en'] as const) {
      await open(name, lang);
      wrong.push(...(await violations(page)));
      await page.emulateMedia({ colorScheme: 'dark' });
      wrong.push(...(await violations(page, looks)));
      await page.setViewportSize(desk);
      wrong.push(...(await violations(page, looks)));
    }
    expect(wrong).toEqual([]);
  });

  test.each(pageCodes)('the page of %s', async (code) => {
    await open(code, 'ko');
    expect(await violations(page)).toEqual([]);
  });

  test.each(['login', 'consent', 'koe006', 'home'])('%s with its collapsed parts open', async (name) => {
    await open(name, 'ko');
    for (const summary of await page.locator('summary').all()) await summary.click();
    const help = page.getByRole('button', { name: '도움말 보기' });
    if (await help.isVisible()) await help.click();
    expect(await violations(page)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('the console while requests arrive (%s)', async (colorScheme) => {
    const emulator = await createKakaoEmulator();
    try {
      const { access_token } = await emulator.issueTokens('moonlight@example.com');
      for (const token of [access_token, 'wrong']) {
        await fetch(`${emulator.url}/v2/user/me`, { headers: { authorization: `Bearer ${token}` } });
      }
      emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE237' });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${emulator.url}/_emulator/console`);
      await page.locator('[data-requests] > li').nth(1).locator('summary').click();
      await page.locator('[data-faults] > li').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.goto('about:blank');
    } finally {
      await emulator.close();
    }
  });
});
