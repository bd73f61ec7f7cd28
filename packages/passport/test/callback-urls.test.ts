import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { KakaoStrategy } from '@kakao-login/passport';
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
  test('is that of the strategy, unless the request says otherwise', async () => {
    expect((await shop.browser().begin()).query.get('redirect_uri')).toBe(staging);
  });

  test.each([
    [staging, staging],
    ['https://app.example/login/done', 'https://app.example/login/done'],
    ['/auth/kakao/callback', undefined],
  ])('may be %s, which is listed', async (callbackURL, expected) => {
    const { query } = await shop.browser().begin(choose(callbackURL));
    expect(query.get('redirect_uri')).toBe(expected ?? `${shop.url}/auth/kakao/callback`);
  });

  test('may be a whole address where the list has its path', async () => {
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
  ])('is refused when it is %j, and the person stays here', async (callbackURL) => {
    const response = await shop.browser().open(choose(callbackURL));
    const body = await response.text();
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(JSON.parse(body)).toMatchObject({ error: 'callback_url_unlisted', kind: 'usage' });
    expect(body).not.toContain('evil.example');
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is refused when it is a list', async () => {
    expect((await shop.browser().open('/choose?to=a&to=b')).status).toBe(400);
  });

  test('finishes its login at a route that was not told which it is, though another is on https', async () => {
    const browser = shop.browser();
    expect((await browser.follow(choose('/auth/kakao/callback'))).status).toBe(200);
    const { parameters } = kakao.requests.find(({ path }) => path === '/oauth/token')!;
    expect(parameters.get('redirect_uri')).toBe(`${shop.url}/auth/kakao/callback`);
    expect([...browser.cookies.values()]).toEqual(['used']);
  });
});

test('the strategy has a sentence for the log on each redirect URI to register, once', async () => {
  const notes = (shop.strategy as KakaoStrategy).redirectUriNotes;
  expect(notes).toEqual([
    expect.stringMatching(`^${staging} – register exactly this .*Platform key.* Redirect URI\\.$`),
    expect.stringContaining('https://<origin>/auth/kakao/callback '),
    expect.stringMatching('^https://app.example/login/done – register exactly this '),
  ]);
  const twice = await openShop({ kakao, strategy: { callbackURL: staging, callbackURLs: [staging] } });
  expect((twice.strategy as KakaoStrategy).redirectUriNotes).toHaveLength(1);
  await twice.close();
});
