import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { assets, pageHeaders } from '../../src/pages/index.js';
import type { Lang } from '../../src/pages/index.js';
import { samples } from './samples.js';

/** Set to a folder to keep a picture of every page. */
const pictures = process.env['EMULATOR_PICTURES'];
if (pictures) mkdirSync(pictures, { recursive: true });

describeInBrowser('every page in a browser', () => {
  let server: Server;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const asset = assets[url.pathname];
      const sample = samples[url.pathname.slice(1)];
      if (asset) response.writeHead(200, { 'content-type': asset.type }).end(asset.body);
      else if (sample) response.writeHead(200, pageHeaders).end(sample(url.searchParams.get('lang') as Lang));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const looks = [
    { name: 'phone-light', colorScheme: 'light', viewport: { width: 390, height: 844 }, lang: 'ko' },
    { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 390, height: 844 }, lang: 'en' },
    { name: 'desk-light', colorScheme: 'light', viewport: { width: 1280, height: 800 }, lang: 'en' },
    { name: 'desk-dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 }, lang: 'ko' },
  ] as const;

  test.each(looks)('fits the screen and obeys its own policy ($name)', async ({ name, lang, ...options }) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const tooWide: string[] = [];
    for (const sample of Object.keys(samples)) {
      await page.goto(`${origin}/${sample}?lang=${lang}`);
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) tooWide.push(sample);
      if (pictures) await page.screenshot({ path: `${pictures}/${sample}.${name}.png`, fullPage: true });
    }
    await context.close();
    expect({ complaints, tooWide }).toEqual({ complaints: [], tooWide: [] });
  });
});
