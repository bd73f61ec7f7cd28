import { koeCodes } from '@kakao-login/client/contract';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { createKakaoEmulator } from '../../src/index.js';
import { koePage } from '../../src/pages/index.js';
import type { Lang } from '../../src/pages/index.js';
import { serveSamples } from './sample-server.js';
import { samples } from './samples.js';
import type { Service } from './service.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with the page as it stands, one line each. */
async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] })`,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Codes of the token endpoint have no page. */
const pageCodes = Object.keys(koeCodes).filter((code) => /^KOE[0-2]/.test(code));
const koePages = Object.fromEntries(
  pageCodes.map((code) => [code, (lang: Lang) => koePage({ lang, code, appName: '달빛상점' })]),
);

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };

describeInBrowser('axe finds nothing wrong', () => {
  let server: Service;
  let browser: Browser;

  beforeAll(async () => {
    server = await serveSamples({ ...samples, ...koePages });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const inBrowser = async (options: BrowserContextOptions, visit: (page: Page) => Promise<void>): Promise<void> => {
    const context = await browser.newContext(options);
    try {
      await visit(await context.newPage());
    } finally {
      await context.close();
    }
  };

  test.each(['ko', 'en'])(
    'with any page (%s): light on a phone, dark on a desk',
    async (lang) => {
      const wrong: string[] = [];
      await inBrowser({}, async (page) => {
        for (const name of Object.keys(samples)) {
          await page.emulateMedia({ colorScheme: 'light' });
          await page.setViewportSize(phone);
          await page.goto(`${server.origin}/${name}?lang=${lang}`);
          const inLight = await violations(page);
          await page.emulateMedia({ colorScheme: 'dark' });
          await page.setViewportSize(desk);
          const inDark = await violations(page);
          wrong.push(
            ...inLight.map((line) => `${name}, light: ${line}`),
            ...inDark.map((line) => `${name}, dark: ${line}`),
          );
        }
      });
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  test('with the page of any KOE code', async () => {
    const wrong: string[] = [];
    await inBrowser({ viewport: phone }, async (page) => {
      for (const code of pageCodes) {
        await page.goto(`${server.origin}/${code}?lang=ko`);
        wrong.push(...(await violations(page)).map((line) => `${code}: ${line}`));
      }
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  test('with the folded parts of a page when they are open', async () => {
    const wrong: string[] = [];
    await inBrowser({ viewport: phone }, async (page) => {
      for (const name of ['login', 'consent', 'koe006', 'home']) {
        await page.goto(`${server.origin}/${name}?lang=ko`);
        for (const summary of await page.locator('summary').all()) await summary.click();
        const help = page.getByRole('button', { name: '도움말 보기' });
        if (await help.isVisible()) await help.click();
        wrong.push(...(await violations(page)).map((line) => `${name}: ${line}`));
      }
    });
    expect(wrong).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('with the console while requests come in (%s)', async (colorScheme) => {
    const emulator = await createKakaoEmulator();
    try {
      const { access_token } = await emulator.issueTokens('moonlight@example.com');
      for (const token of [access_token, 'wrong']) {
        await fetch(`${emulator.url}/v2/user/me`, { headers: { authorization: `Bearer ${token}` } });
      }
      emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE237' });
      await inBrowser({ colorScheme, viewport: phone, locale: 'ko-KR' }, async (page) => {
        await page.goto(`${emulator.url}/_emulator/console`);
        await page.locator('[data-requests] > li').nth(1).locator('summary').click();
        await page.locator('[data-faults] > li').waitFor();
        expect(await violations(page)).toEqual([]);
      });
    } finally {
      await emulator.close();
    }
  });
});
