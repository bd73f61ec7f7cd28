import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { KakaoCookieOptions } from '@kakao-login/passport';
import { asyncProperty, assert, constantFrom, integer, record } from 'fast-check';
import type { Browser } from './support/browser.js';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao, strategy: { returnTo: true } });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

const header = (browser: Browser) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Starts logins in several tabs at the same time. Returns the URL to which Kakao sends each of them. */
async function atOnce(browser: Browser, tabs: number, address = '/auth/kakao'): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: tabs }, () => browser.open(address)));
  return Promise.all(
    answers.map(async (one) => (await browser.open(one.headers.get('location')!)).headers.get('location')!),
  );
}

async function finished(browser: Browser, backs: string[]): Promise<number> {
  let count = 0;
  for (const back of backs) if ((await browser.open(back)).status === 200) count += 1;
  return count;
}

describe('cookies of logins in progress', () => {
  test.each([5, 10])('of %d tabs that start at once are all kept', async (tabs) => {
    const browser = shop.browser();
    const page = `/products/1234567890?color=blue&size=xl&utm_source=newsletter&${'a'.repeat(100)}`;
    const backs = await atOnce(browser, tabs, `/auth/kakao?returnTo=${encodeURIComponent(page)}`);
    expect(await finished(browser, backs)).toBe(tabs);
  });

  test.each([20, 40, 100])('of %d tabs that start at once stay within 6,000 bytes', async (tabs) => {
    const browser = shop.browser();
    const backs = await atOnce(browser, tabs);
    expect(header(browser).length).toBeLessThanOrEqual(6000);
    expect(await finished(browser, backs.slice(-14))).toBe(14);
  });

  test.each<[string, object]>([
    ['1 KB of state', { state: 'x'.repeat(1000) }],
    ['1 KB of state and a long URL', { state: 'x'.repeat(1000), returnTo: `/${'y'.repeat(1000)}` }],
    ['many parameters', { scope: Array.from({ length: 20 }, (_, i) => `account_item_${i}`), nonce: 'n'.repeat(256) }],
  ])('with %s stay within 6,000 bytes, and the last one works', async (_what, options) => {
    const named = await openShop({ kakao, strategy: { cookie: { name: 'n'.repeat(64) } }, login: options });
    const browser = named.browser();
    const backs = await atOnce(browser, 12);
    expect(header(browser).length).toBeLessThanOrEqual(6000);
    backs.push(...(await atOnce(browser, 1)));
    expect(header(browser).length).toBeLessThanOrEqual(6000);
    expect((await browser.open(backs.at(-1)!)).status).toBe(200);
    await named.close();
  });

  test('of any size and number stay within 6,000 bytes, and the last one works', async () => {
    const wave = record({
      tabs: integer({ min: 1, max: 12 }),
      state: integer({ min: 0, max: 1000 }),
      returnTo: integer({ min: 0, max: 1000 }),
      finish: constantFrom(true, false),
    });
    await assert(
      asyncProperty(wave, wave, wave, async (...waves) => {
        const browser = shop.browser();
        for (const { tabs, state, returnTo, finish } of waves) {
          shop.login = { state: 's'.repeat(state), returnTo: `/${'r'.repeat(returnTo)}` };
          const backs = await atOnce(browser, tabs);
          expect(header(browser).length).toBeLessThanOrEqual(6000);
          expect(await finished(browser, finish ? backs.slice(-1) : [])).toBe(Number(finish));
          expect(header(browser).length).toBeLessThanOrEqual(6000);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('do not keep a long URL for an automatic login', async () => {
    shop.login = { silent: true, returnTo: `/${'r'.repeat(700)}` };
    kakao.bends.refuse = { error: 'login_required' };
    const browser = shop.browser();
    const backs = await atOnce(browser, 12);
    expect(header(browser).length).toBeLessThanOrEqual(2000);
    expect((await browser.open(backs[0]!)).headers.get('location')).toBe('/');
  });
});

describe('the __Host- prefix', () => {
  const https = 'https://shop.example/auth/kakao/callback';
  const http = 'http://shop.example/auth/kakao/callback';
  const cases: [string, KakaoCookieOptions | undefined, string][] = [
    [https, undefined, '__Host-kakao_login'],
    [https, { name: 'mylogin' }, '__Host-mylogin'],
    [https, { name: '__Host-mylogin' }, '__Host-mylogin'],
    [https, { secure: true, sameSite: 'none' }, '__Host-kakao_login'],
    [https, { path: '/' }, '__Host-kakao_login'],
    [https, { domain: 'shop.example' }, 'kakao_login'],
    [https, { name: 'mylogin', domain: 'shop.example' }, 'mylogin'],
    [https, { name: '__Host-mylogin', domain: 'shop.example' }, 'mylogin'],
    [https, { path: '/auth' }, 'kakao_login'],
    [https, { name: 'mylogin', secure: false }, 'mylogin'],
    [http, undefined, 'kakao_login'],
    [http, { name: 'mylogin' }, 'mylogin'],
    [http, { name: '__Host-mylogin' }, 'mylogin'],
    [http, { name: 'mylogin', secure: true }, '__Host-mylogin'],
  ];

  test.each(cases)('of %s with %j: %s', async (callbackURL, cookie, name) => {
    const own = await openShop({ kakao, strategy: { callbackURL, ...(cookie && { cookie }) } });
    const browser = own.browser();
    const back = new URL(await browser.comeBack());
    expect([...browser.cookies.keys()]).toEqual([expect.stringMatching(new RegExp(`^${name}\\.[0-9a-d]$`))]);
    expect((await browser.open(`/auth/kakao/callback${back.search}`)).status).toBe(200);

    // The attacker plants a cookie from a sibling domain, which can set any name except one with the prefix.
    const victim = own.browser();
    const attacker = own.browser();
    const theirs = new URL(await attacker.comeBack());
    for (const [key, value] of attacker.cookies) victim.cookies.set(key.replace('__Host-', ''), value);
    const planted = (await victim.open(`/auth/kakao/callback${theirs.search}`)).status;
    // A name without the prefix does not protect from that.
    expect(planted).toBe(name.startsWith('__Host-') ? 403 : 200);
    await own.close();
  });
});
