import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from '../../../../test/support/chromium.js';
import { serveSamples } from './sample-server.js';
import { samples } from './samples.js';
import type { Service } from './service.js';

/**
 * Numbers the elements that the Tab key has to reach, in the order of the page. A group of radio buttons counts once.
 */
const number = `(() => {
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(
    (element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility() && (element.type !== 'radio' || element.checked),
  );
  stops.forEach((element, index) => (element.dataset.stop = index));
  stops[0].focus();
  return stops.length;
})()`;

/** What is wrong with how the focused element shows the focus. */
const shown = `(() => {
  const { activeElement: element } = document;
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
  const isOutlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\\)$/.test(outlineColor);
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  const faults = [];
  if (!isOutlined && boxShadow === 'none') faults.push('shows no focus');
  if (!element.contains(hit)) faults.push('is covered or out of sight');
  return { stop: Number(element.dataset.stop), faults: faults.map((fault) => element.outerHTML.slice(0, 80) + ' ' + fault) };
})()`;

describeInBrowser('with the keyboard alone', () => {
  let server: Service;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await serveSamples(samples);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    // Forms are answered without a page, so that the browser stays on this one.
    await page.route('**/*', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 204 }) : route.continue(),
    );
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const open = (sample: string): Promise<unknown> => page.goto(`${server.origin}/${sample}?lang=ko`);

  test.each(Object.keys(samples))('Tab reaches everything on %s in order, and shows the focus', async (sample) => {
    await open(sample);
    await page.keyboard.press('Tab');
    const count = await page.evaluate<number>(number);
    const reached: number[] = [];
    const faults: string[] = [];
    // A date field has several stops.
    for (let pressed = 0; reached.at(-1) !== count - 1 && pressed < count + 10; pressed += 1) {
      const at = await page.evaluate<{ stop: number; faults: string[] }>(shown);
      if (at.stop !== reached.at(-1)) reached.push(at.stop);
      faults.push(...at.faults);
      await page.keyboard.press('Tab');
    }
    expect({ reached, faults }).toEqual({ reached: Array.from({ length: count }, (_, index) => index), faults: [] });
  });

  test.each([
    ['login-error', '비밀번호'],
    ['login-unknown', '카카오계정 아이디'],
    ['create', '이메일'],
    ['address-missing', '받는 사람'],
  ])('%s starts at the invalid field, and its title mentions the error', async (sample, label) => {
    await open(sample);
    await page.waitForFunction('document.activeElement.labels');
    const focused = await page.evaluate<string>('document.activeElement.labels[0].textContent');
    expect(focused.trim().replaceAll(/\s+/g, ' ')).toBe(label);
    expect(await page.title()).toMatch(/^오류: /);
  });

  test('Space and the arrow keys choose an address, and Enter confirms it', async () => {
    await open('picker');
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    const [sent] = await Promise.all([page.waitForRequest('**/user/address/choose'), page.keyboard.press('Enter')]);
    expect(sent.postData()).toBe('transaction=tx&address_id=9007199254740993');
  });

  test('Space and Enter are enough to agree to everything', async () => {
    await open('consent');
    await page.getByRole('checkbox', { name: '전체 동의하기' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: '동의하고 계속하기' }).focus();
    const [sent] = await Promise.all([page.waitForRequest('**/oauth/authorize'), page.keyboard.press('Enter')]);
    expect(new URLSearchParams(sent.postData() ?? '').getAll('terms')).toHaveLength(3);
  });

  test('Escape closes the help, and the focus returns to its button', async () => {
    await open('login');
    const help = page.getByRole('button', { name: '도움말 보기' });
    await help.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await page.getByText('개인 기기에서만').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('도움말 보기');
  });
});
