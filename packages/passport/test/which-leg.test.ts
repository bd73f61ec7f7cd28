import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KakaoErrorBody } from '@kakao-login/client';
import { kakaoErrorHandler, type KakaoAuthenticateOptions, type KakaoStrategyOptions } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop } from './support/shop.js';

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterAll(() => kakao.close());

async function open(path: string, strategy: Partial<KakaoStrategyOptions> = {}) {
  const shop = await openShop({
    kakao,
    strategy,
    login: { failureRedirect: '/auth/kakao' },
    routes: (app, authenticate) => void app.get('/done', authenticate({})),
  });
  const response = await shop.browser().open(path);
  const answer = [response.status, ((await response.json().catch(() => ({}))) as { error?: string }).error];
  await shop.close();
  return answer;
}

describe('a failureRedirect that leads to the login route', () => {
  test.each([
    ['access_denied', 403],
    ['state_missing', 403],
    ['KOE010', 502],
  ])('ends with its error, and does not loop: %s', async (error, status) => {
    expect(await open(`/auth/kakao?error=${error}`)).toEqual([status, error]);
  });

  test('is not confused with a response of Kakao, which has a state', async () => {
    expect(await open('/auth/kakao?error=access_denied&state=x')).toEqual([403, 'state_missing']);
    expect(await open('/auth/kakao/callback?error=access_denied')).toEqual([403, 'state_missing']);
  });
});

describe('a query that makes a login route look like the callback', () => {
  const message = async (path: string, login: KakaoAuthenticateOptions = {}, cookies: Record<string, string> = {}) => {
    const shop = await openShop({ kakao, login });
    const browser = shop.browser();
    for (const [name, value] of Object.entries(cookies)) browser.cookies.set(name, value);
    const response = await browser.open(path);
    const { error, message = '', remedy } = (await response.json().catch(() => ({}))) as Partial<KakaoErrorBody>;
    await shop.close();
    return { status: response.status, error, message, remedy };
  };

  test.each([
    ['state', 'state=/mypage', 403, 'state_missing'],
    ['state', 'state=a&state=b', 403, 'state_missing'],
    ['code', 'code=PROMO10', 403, 'state_missing'],
    ['error', 'error=login_required', 401, 'login_required'],
    ['code', 'code=x&state=y', 403, 'state_missing'],
  ])('is named in the error, with what to do: `%s` of ?%s', async (name, query, status, error) => {
    const answer = await message(`/auth/kakao?${query}`);
    expect(answer).toMatchObject({ status, error });
    expect(answer.message).toContain(`has a \`${name}\` parameter`);
    expect(answer.message).toContain("`leg: 'login'`");
    expect(answer.remedy?.ko).toContain("`leg: 'login'`");
  });

  test('is also named on the page for a browser, and as the code after a failureRedirect', async () => {
    const shop = await openShop({
      kakao,
      // Node's fetch always sends `sec-fetch-mode: cors`.
      before: [(request, _response, next) => next(void delete request.headers['sec-fetch-mode'])],
      routes: (app) => void app.use(kakaoErrorHandler()),
    });
    const page = await shop.browser().open('/auth/kakao?state=/mypage', { headers: { accept: 'text/html' } });
    const text = await page.text();
    shop.login = { failureRedirect: '/failed' };
    const response = await shop.browser().open('/auth/kakao?state=/mypage');
    await shop.close();
    expect(text).toContain('<code>state_missing</code>');
    expect(text).toContain('leg: &#39;login&#39;');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/failed?error=state_missing']);
  });

  test('is also named while another login of this browser is in progress', async () => {
    const answer = await message('/auth/kakao?state=/mypage', {}, { 'kakao_login.0': 'x' });
    expect(answer).toMatchObject({ status: 403, error: 'state_mismatch' });
    expect(answer.message).toContain("`leg: 'login'`");
  });

  test("is ignored with leg: 'login'", async () => {
    expect(await message('/auth/kakao?state=/mypage&code=PROMO10', { leg: 'login' })).toMatchObject({ status: 302 });
  });

  test('does not change the error of the callback route', async () => {
    const answer = await message('/auth/kakao/callback?code=x&state=y');
    expect(answer).toMatchObject({ status: 403, error: 'state_missing' });
    expect(answer.message).not.toContain('leg');
  });
});

describe('a path that ends with `callback` does not start a login', () => {
  test.each(['/auth/kakao/callback', '/auth/kakao/callback/', '/Auth/Kakao/Callback'])('%s', async (path) => {
    expect(await open(path)).toEqual([400, 'code_missing']);
  });

  test('behind a proxy that removes a prefix', async () => {
    const callbackURL = 'https://shop.example/api/auth/kakao/callback';
    expect(await open('/auth/kakao/callback', { callbackURL })).toEqual([400, 'code_missing']);
  });

  test('nor does a callback route that the application declares as separate', async () => {
    const options = { callbackURL: 'https://shop.example/done', callbackRoute: 'separate' } as const;
    expect(await open('/Done/', options)).toEqual([400, 'code_missing']);
    expect(await open('/auth/kakao', options)).toEqual([302, undefined]);
  });

  test('unless it is shared', async () => {
    expect(await open('/auth/kakao/callback', { callbackRoute: 'shared' })).toEqual([302, undefined]);
  });
});
