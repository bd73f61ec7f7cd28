import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoLoginError, type LoginCode } from '@kakao-login/client';
import { kakaoErrorAnswer, kakaoErrorHandler } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

const page = { accept: 'text/html,*/*;q=0.8', 'x-mode': 'navigate' };
let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({
    kakao,
    before: [
      (request, _response, next) => {
        // Node's fetch always sends `cors` itself.
        request.headers['sec-fetch-mode'] = request.headers['x-mode'] as string;
        next();
      },
    ],
    routes: (app) => {
      app.get('/broken', () => {
        throw new RangeError('not of this library');
      });
      app.use(kakaoErrorHandler({ start: '/login?from="kakao"' }));
    },
  });
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

describe('a login that returns in another browser', () => {
  test('shows a page with one button that does not start a login by itself', async () => {
    const back = await shop.browser().comeBack();
    const response = await shop.browser().open(back, { headers: page });
    const text = await response.text();
    expect([response.status, response.headers.get('location')]).toEqual([403, null]);
    expect(text.match(/href="[^"]*"/g)).toEqual(['href="/login?from=&#34;kakao&#34;"']);
    expect(text).toContain('state_missing');
    expect(text).not.toMatch(/http-equiv|<script/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('uses the language of the visitor', async () => {
    const open = (language: string) =>
      shop.browser().open('/auth/kakao/callback', { headers: { ...page, 'accept-language': language } });
    expect(await (await open('ko-KR')).text()).toContain('<html lang="ko">');
    expect(await (await open('en-GB')).text()).toContain('<html lang="en">');
  });

  test('says that the login was used, and not that it failed, if the callback is opened again without the cookie', async () => {
    const browser = shop.browser();
    const back = await browser.comeBack();
    await browser.open(back);
    browser.cookies.clear();
    const response = await browser.open(back, { headers: { ...page, 'accept-language': 'en' } });
    const text = await response.text();
    expect([response.status, /<h1>(.*)<\/h1>/.exec(text)?.[1]]).toEqual([403, 'This login has already been used']);
    expect(text).toContain('>Continue</a>');
  });

  test('is JSON for a script', async () => {
    const response = await shop.browser().open('/auth/kakao/callback?code=x&state=y', {
      headers: { accept: 'application/json', 'x-mode': 'cors' },
    });
    expect([response.status, await response.json()]).toMatchObject([403, { error: 'state_missing', kind: 'login' }]);
  });

  test('leaves other errors to the application', async () => {
    const response = await shop.browser().open('/broken', { headers: page });
    expect([response.status, await response.json()]).toEqual([500, { error: 'RangeError: not of this library' }]);
  });
});

describe('the page says what the user can do', () => {
  test.each<[LoginCode, string, string]>([
    ['access_denied', 'We couldn’t log you in', 'cancelled the login'],
    ['account_mismatch', 'We couldn’t log you in', 'try again with the same account'],
    ['login_too_old', 'Please log in', 'log in to Kakao again'],
    ['not_logged_in', 'Please log in', 'log in to use this page'],
    ['consent_declined', 'We need your consent', 'agree to share'],
    ['link_conflict', 'We couldn’t link your Kakao Account', 'choose another Kakao Account'],
    ['link_exists', 'We couldn’t link your Kakao Account', 'unlink it first'],
    ['link_member_changed', 'We couldn’t link your Kakao Account', 'as the member you want to link'],
    ['link_cross_site', 'We couldn’t link your Kakao Account', 'press the button'],
    ['logout_refused', 'We couldn’t log you out', 'press the button'],
    ['signup_missing', 'We couldn’t continue your sign-up', 'start again with Kakao Login'],
  ])('%s: %s', (code, title, advice) => {
    const headers = { accept: 'text/html', 'accept-language': 'en', 'sec-fetch-mode': 'navigate' };
    const { body } = kakaoErrorAnswer(new KakaoLoginError(code), headers);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body).toContain(advice);
  });
});
