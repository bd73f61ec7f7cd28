import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { createKakaoEmulator, type KakaoEmulator } from '../../src/index.js';
import { startService, type Service } from './service.js';

const values = {
  'a tag': '"><script>window.hacked = 1</script>',
  'a handler': `'><img src=x onerror="window.hacked = 1">`,
  'a javascript: URL': 'javascript:window.hacked=1//',
  'text that changes direction': '\u202e\u2069\u2066moc.oakak',
  emoji: '👩‍👩‍👧‍👦😀'.repeat(40),
  '10 kB': '가'.repeat(3400),
  'a template': '${window.hacked = 1}{{constructor}}</title></textarea>',
};

const key = '0123456789abcdef0123456789abcdef';
const person = 'victim@example.com';

/** An emulator in which everything that can have a name has this one. */
const emulatorOf = (value: string, { origin }: Service): Promise<KakaoEmulator> =>
  createKakaoEmulator({
    apps: [
      {
        appId: '1',
        name: value,
        company: value,
        restApiKeys: [{ key, redirectUris: [`${origin}/callback`] }],
        javascriptKeys: [{ key: 'fedcba9876543210fedcba9876543210', domains: [origin] }],
        logoutRedirectUris: [`${origin}/`],
        sync: true,
        consentItems: { profile_nickname: 'required', shipping_address: 'optional' },
        terms: [
          { tag: 'tag1', title: value, required: true },
          { tag: 'tag2', title: value, required: false },
        ],
        channels: [{ id: '_channel', name: value }],
      },
    ],
    people: [
      {
        id: '1',
        loginId: person,
        nickname: value,
        addresses: [{ id: '7', is_default: true, name: value, receiver_name: value, base_address: value }],
      },
    ],
  });

describeInBrowser('hostile values do nothing', () => {
  let service: Service;
  let browser: Browser;

  beforeAll(async () => {
    service = await startService();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  test.each(Object.entries(values))('%s', async (_name, value) => {
    const emulator = await emulatorOf(value, service);
    const context = await browser.newContext({ locale: 'ko-KR', viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('dialog', (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => complaints.push(message.text()));
    const seen = async (name: string): Promise<void> => {
      const found = await look(page);
      if (found.length > 0) complaints.push(`${name}: ${found.join(', ')}`);
    };
    try {
      await walk(page, emulator, value, service.origin, seen);
    } finally {
      await context.close();
      await emulator.close();
    }
    // The browser itself logs the status of the KOE page.
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([]);
  });
});

/** What is wrong with the page. */
const look = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[
    'hacked' in window && 'a script ran',
    document.documentElement.scrollWidth > innerWidth && 'too wide',
    /[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.title + document.querySelector('main').innerText) && 'text turns round',
    !document.querySelector('.banner')?.checkVisibility() && 'not marked as an emulator',
    document.querySelector('main a[href^="javascript"], main script, main img') && 'markup',
  ].filter(Boolean)`);

/** Every page that shows such a value. */
async function walk(
  page: Page,
  emulator: KakaoEmulator,
  value: string,
  origin: string,
  seen: (name: string) => Promise<void>,
): Promise<void> {
  const authorize = (more: Record<string, string>): Promise<unknown> => {
    const query = { client_id: key, redirect_uri: `${origin}/callback`, response_type: 'code', ...more };
    return page.goto(`${emulator.url}/oauth/authorize?${new URLSearchParams(query).toString()}`);
  };
  // The length of a request line is limited. Forms send the whole value.
  const short = Array.from(value).slice(0, 300).join('');

  await authorize({ state: short, login_hint: short });
  await seen('login');
  await page.locator('#saveSignedIn--4').check();
  await page.locator('button.person').click();
  await page.locator('#agreeAll').waitFor();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await seen('consent');
  await page.locator('#agreeAll').check();
  await page.locator('button.submit').click();
  await page.waitForURL(`${origin}/**`);
  expect(new URL(page.url()).searchParams.get('state')).toBe(short);

  await authorize({ prompt: 'select_account' });
  await seen('chooser');
  await authorize({ redirect_uri: short });
  await seen('KOE006');
  await authorize({ scope: short });
  await seen('KOE205');
  await page.goto(`${emulator.url}/connected/app/list`);
  await seen('services');
  const logout = new URLSearchParams({ client_id: key, logout_redirect_uri: `${origin}/`, state: short });
  await page.goto(`${emulator.url}/oauth/logout?${logout.toString()}`);
  await seen('logout');
  await page.goto(`${emulator.url}/`);
  await seen('home');
  await page.goto(`${emulator.url}/_emulator/console`);
  await page.locator('[data-requests] summary').first().waitFor();
  for (const summary of await page.locator('[data-requests] summary').all()) await summary.click();
  await seen('console');

  const { access_token } = await emulator.issueTokens(person);
  const picker = { app_key: emulator.app.javascriptKey, access_token, trans_id: short };
  await page.goto(`${emulator.url}/user/address?${new URLSearchParams(picker).toString()}`);
  await seen('picker');
  await page.locator('.addresses button.view').click();
  await page.locator('.cont_address').waitFor();
  await seen('address form');
  await page.goto(
    `${emulator.url}/user/address?app_key=${encodeURIComponent(short)}&trans_id=${encodeURIComponent(short)}`,
  );
  await seen('address answer');

  await page.goto(`${emulator.url}/weblogin/create_account?continue=${encodeURIComponent(short)}`);
  await page.evaluate(
    `document.querySelector('.cont_login form').noValidate = true;
    for (const input of document.querySelectorAll('.field input')) if (input.type !== 'date') input.value = ${JSON.stringify(value)}`,
  );
  await page.locator('button.submit').click();
  await page.locator('#createError, .cont_message').waitFor();
  await seen('create account');
}
