import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoStrategy, redirectUriNote } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;
const staging = 'https://staging.example/auth/kakao/callback';

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({
    kakao,
    strategy: { callbackURL: staging, callbackURLs: ['/auth/kakao/callback', 'https://app.example/login/done'] },
    routes: (app, authenticate) => {
      app.get('/choose', (request, response, next) => {
        authenticate({ callbackURL: request.query['to'] as string })(request, response, next);
      });
    },
  });
});
afterEach(() => kakao.reset());
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

const choose = (callbackURL: string) => `/choose?to=${encodeURIComponent(callbackURL)}`;

describe('the redirect URI of a request', () => {
  test('is that of the strategy, unless the request has one', async () => {
    expect((await shop.browser().begin()).query.get('redirect_uri')).toBe(staging);
  });

  test.each([
    [staging, staging],
    ['https://app.example/login/done', 'https://app.example/login/done'],
    ['/auth/kakao/callback', undefined],
  ])('can be %s, which is listed', async (callbackURL, expected) => {
    const { query } = await shop.browser().begin(choose(callbackURL));
    expect(query.get('redirect_uri')).toBe(expected ?? `${shop.url}/auth/kakao/callback`);
  });

  test('can be a complete URL if the list has its path', async () => {
    const whole = `${shop.url}/auth/kakao/callback`;
    expect((await shop.browser().begin(choose(whole))).query.get('redirect_uri')).toBe(whole);
  });

  test.each([
    'https://evil.example/auth/kakao/callback',
    'https://app.example/login/done/',
    'https://app.example/login/done?next=1',
    'https://app.example/login/done#',
    'https://app.example/login/../login/done',
    'HTTPS://app.example/login/done',
    'https://app.example@evil.example/login/done',
    '//app.example/login/done',
    '/other',
    '',
    ' https://app.example/login/done',
  ])('is refused if it is %j, without a redirect to Kakao', async (callbackURL) => {
    const response = await shop.browser().open(choose(callbackURL));
    const body = await response.text();
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(JSON.parse(body)).toMatchObject({ error: 'callback_url_unlisted', kind: 'usage' });
    expect(body).not.toContain('evil.example');
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is refused if it is a list', async () => {
    expect((await shop.browser().open('/choose?to=a&to=b')).status).toBe(400);
  });

  test('can finish its login at a route without the option, even if another one is on https', async () => {
    const browser = shop.browser();
    expect((await browser.follow(choose('/auth/kakao/callback'))).status).toBe(200);
    const { parameters } = kakao.requests.find(({ path }) => path === '/oauth/token')!;
    expect(parameters.get('redirect_uri')).toBe(`${shop.url}/auth/kakao/callback`);
    expect([...browser.cookies.values()]).toEqual([expect.stringMatching(/^~/)]);
  });
});

describe('a front end that posts the code from its own redirect URI', () => {
  const inner = 'http://localhost:1/auth/other/callback';

  /** Starts a login for a redirect URI. Returns the browser, and the query that Kakao sends there. */
  async function answerTo(to: Shop, callbackURL: string) {
    const browser = to.browser();
    return { browser, search: new URL(await browser.comeBack(choose(callbackURL))).search };
  }

  test('can log in if that URI is on https, and the route is not', async () => {
    const { browser, search } = await answerTo(shop, 'https://app.example/login/done');
    expect([...browser.cookies.keys()]).toEqual([expect.stringMatching(/^__Host-/)]);
    expect((await browser.open(`/auth/kakao/callback${search}`)).status).toBe(200);
    expect(browser.setCookies).toEqual([expect.stringMatching(/^__Host-kakao_login\.[0-9a-d]=~.*; .*; Secure/)]);
    const { parameters } = kakao.requests.find(({ path }) => path === '/oauth/token')!;
    expect(parameters.get('redirect_uri')).toBe('https://app.example/login/done');
  });

  test('cannot log in if the route is on https, because a sibling domain could have planted that cookie', async () => {
    const strict = await openShop({
      kakao,
      strategy: { callbackURL: staging, callbackURLs: [inner] },
      routes: (app, authenticate) => void app.get('/choose', authenticate({ callbackURL: inner })),
    });
    const { browser, search } = await answerTo(strict, inner);
    expect([...browser.cookies.keys()]).toEqual([expect.stringMatching(/^kakao_login/)]);
    const response = await browser.open(`/auth/kakao/callback${search}`);
    expect([response.status, await response.json()]).toMatchObject([403, { error: 'state_missing' }]);
    const [[name, value] = ['', '']] = browser.cookies;
    browser.cookies.set(`__Host-${name}`, value);
    expect((await browser.open(`/auth/kakao/callback${search}`)).status).toBe(403);
    await strict.close();
  });
});

test.each([
  ['https://shop.example/cb', undefined, /^https:\/\/shop\.example\/cb – .*\[플랫폼 키\].*등록하세요\.$/],
  ['/cb', undefined, /https:\/\/<출처>\/cb 주소를 .*\[플랫폼 키\]/],
  ['https://shop.example/cb', 'http://localhost:8787', /: kakao-emulator --redirect-uri https:\/\/shop\.example\/cb$/],
  ['https://shop.example/cb', 'https://relay.example', /\(hosts가 카카오로 가는 프록시라면 .*\)$/],
] as const)('redirectUriNote says it in Korean too: %s at %s', (uri, kauth, ko) => {
  const note = redirectUriNote(uri, kauth);
  expect(note.ko).toMatch(ko);
  expect(note.en).toMatch(/[Rr]egister /);
});

test('the strategy has one line for the log for each redirect URI to register', async () => {
  const notes = (shop.strategy as KakaoStrategy).redirectUriNotes;
  const command = 'register exactly this with the emulator: kakao-emulator --redirect-uri';
  expect(notes).toEqual([
    `${staging} – ${command} ${staging}`,
    `/auth/kakao/callback on the origin of each request – ${command} 'http://<origin>/auth/kakao/callback'`,
    `https://app.example/login/done – ${command} https://app.example/login/done`,
  ]);
  const options = { clientID: 'key', clientSecret: 'a-secret-of-the-rest-api-key', callbackURL: staging };
  const real = new KakaoStrategy({ ...options, callbackURLs: ['/auth/kakao/callback'] }, () => false);
  expect(real.redirectUriNotes).toEqual([
    expect.stringMatching(`^${staging} – register exactly this at .*Platform key.* Redirect URI\\.$`),
    expect.stringContaining('https://<origin>/auth/kakao/callback '),
  ]);
  const logouts = (logoutRedirectURL: string, hosts?: string) =>
    new KakaoStrategy({ ...options, ...(hosts && { hosts }), logoutRedirectURL }, () => false).redirectUriNotes.slice(
      1,
    );
  const place = 'at developers.kakao.com, [Kakao Login] > [Logout redirect URI].';
  expect(logouts('https://app.example/logout')).toEqual([
    `https://app.example/logout after a logout – register exactly this ${place}`,
  ]);
  expect(logouts('/logout')).toEqual([
    `/logout on the origin of each request after a logout. Register https://<origin>/logout for every origin ${place}`,
  ]);
  expect(logouts('/logout', kakao.url)).toEqual([
    `/logout on the origin of each request after a logout – register exactly this with the emulator: kakao-emulator --logout-redirect-uri 'http://<origin>/logout'`,
  ]);
  const twice = await openShop({ kakao, strategy: { callbackURL: staging, callbackURLs: [staging] } });
  expect((twice.strategy as KakaoStrategy).redirectUriNotes).toHaveLength(1);
  await twice.close();
});
