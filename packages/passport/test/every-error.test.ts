import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  apiCodes,
  KakaoApiError,
  KakaoAuthError,
  KakaoConnectionError,
  type KakaoError,
  KakaoLoginError,
  KakaoTokenError,
  KakaoUnexpectedError,
  koeCodes,
  loginCodes,
} from '@kakao-login/client';
import { connectionTable, tokenTable, unexpectedTable } from '@kakao-login/client/internal';
import { kakaoErrorHandler, KakaoStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

const theirs = 'text of Kakao <script>alert(1)</script>';
const names = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table & string)[];

/** Every way in which a login can fail: each documented code of Kakao, and each of ours. */
const errors: KakaoError[] = [
  ...names(koeCodes).map(
    (code) => new KakaoAuthError({ error: 'invalid_request', code, kakaoStatus: 400, kakaoMessage: theirs }),
  ),
  ...names(apiCodes).map((code) => new KakaoApiError({ code: Number(code), kakaoStatus: 400, kakaoMessage: theirs })),
  ...names(loginCodes).map((code) => new KakaoLoginError(code, { kakaoMessage: theirs })),
  ...names(tokenTable()).map((code) => new KakaoTokenError(code)),
  ...names(connectionTable()).map((code) => new KakaoConnectionError(code)),
  ...names(unexpectedTable()).map((code) => new KakaoUnexpectedError(code, { kakaoStatus: 200, kakaoMessage: theirs })),
];

let kakao: Kakao;
let shop: Shop;
let thrown: KakaoError;

/** A strategy whose code exchange fails as the test requires. It overrides a method of passport-oauth2. */
class FailingStrategy extends KakaoStrategy {
  constructor(options: KakaoStrategyOptions) {
    super(options, () => ({}));
    const getOAuthAccessToken = (_code: string, _parameters: object, done: (error: unknown) => void) => done(thrown);
    Object.assign(this._oauth2, { getOAuthAccessToken });
  }
}

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({
    kakao,
    make: (options) => new FailingStrategy(options),
    before: [
      (request, _response, next) => {
        // Node's fetch always sends `cors` itself.
        request.headers['sec-fetch-mode'] = request.headers['x-mode'] as string;
        next();
      },
    ],
    routes: (app) => void app.use(kakaoErrorHandler({ start: '/login' })),
  });
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

async function fail(headers: Record<string, string>): Promise<{ response: Response; text: string }> {
  const browser = shop.browser();
  let response = await browser.open(await browser.comeBack(), { headers });
  // After a lost code, the login restarts once.
  const again = response.headers.get('location') ?? '';
  if (again.startsWith(kakao.url)) {
    const back = (await browser.open(again)).headers.get('location')!;
    response = await browser.open(back, { headers });
  }
  return { response, text: await response.text() };
}

test('every error is listed once, and only a wrong axios instance of the application is a 500', () => {
  expect(new Set(errors.map(({ kind, code }) => `${kind} ${code}`)).size).toBe(errors.length);
  expect(errors.length).toBeGreaterThan(130);
  expect(errors.filter(({ status }) => status === 500).map(({ code }) => code)).toEqual(['http_instance']);
});

test.each(errors.map((error) => [error.kind, error.code, error] as const))(
  '%s %s: a page for a browser, JSON for a script, its code for failureRedirect, and no text of Kakao',
  async (kind, code, error) => {
    thrown = error;
    shop.callback = { session: false };
    const page = await fail({ accept: 'text/html', 'x-mode': 'navigate' });
    expect([page.response.status, page.response.headers.get('location')]).toEqual([error.status, null]);
    expect(page.text).toContain(`<code>${code}</code>`);
    expect(page.text.match(/href="[^"]*"/g)).toEqual(['href="/login"']);

    const json = await fail({ accept: 'application/json', 'x-mode': 'cors' });
    const body = JSON.parse(json.text) as object;
    const { reason, remedy, retryable } = error;
    expect([json.response.status, body]).toEqual([
      error.status,
      { error: String(code), kind, message: error.message, reason, remedy, retryable },
    ]);

    shop.callback = { session: false, failureRedirect: '/failed' };
    const redirect = await fail({ accept: 'text/html', 'x-mode': 'navigate' });
    expect(redirect.response.status).toBe(302);
    expect(redirect.response.headers.get('location')).toBe(`/failed?error=${code}`);

    for (const { text } of [page, json, redirect]) expect(text).not.toContain('text of Kakao');
  },
);

test('the page for a broken exchange or a gateway’s 503 says that Kakao cannot be reached', async () => {
  shop.callback = { session: false };
  for (const error of [
    new KakaoConnectionError('cut', { endpoint: 'oauth.token' }),
    new KakaoUnexpectedError('html', { endpoint: 'oauth.token', kakaoStatus: 503 }),
  ]) {
    thrown = error;
    const page = await fail({ accept: 'text/html', 'accept-language': 'en', 'x-mode': 'navigate' });
    expect(page.text).toContain('<title>We can’t reach Kakao right now</title>');
  }
});
