import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoLoginError, loginCodes } from '@kakao-login/client';
import { KakaoStrategy, type KakaoStrategyOptions, type VerifyProfile } from '@kakao-login/passport';
import { clientSecret, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
  shop.callback = {};
  shop.errors.length = 0;
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

const outcome = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { error: string; kind: string }),
});

const kauth = (status: number, error: string, code?: string) => ({
  status,
  body: { error, error_description: `it was ${clientSecret}`, ...(code !== undefined && { error_code: code }) },
});

describe('an error of Kakao’s login page reaches the application unchanged:', () => {
  test.each([
    'access_denied',
    'consent_required',
    'login_required',
    'interaction_required',
    'auto_login',
    'unauthorized_client',
    'invalid_scope',
    'invalid_request',
    'server_error',
    'misconfigured',
    'timeout',
  ])('%s', async (error) => {
    kakao.bends.refuse = { error, error_description: 'user consent required.' };
    const answer = await outcome(await shop.browser().follow('/auth/kakao'));
    expect(answer).toMatchObject({ error, kind: 'login' });
    expect(answer.status).toBe(new KakaoLoginError(error).status);
    expect([answer.status >= 400, answer.status === 500]).toEqual([true, false]);
    expect(shop.errors[0]).toMatchObject({ kakaoMessage: 'user consent required.' });
  });

  test('the user declined: 403', async () => {
    kakao.bends.refuse = { error: 'access_denied', error_description: 'User denied access' };
    expect(await outcome(await shop.browser().follow('/auth/kakao'))).toMatchObject({ status: 403 });
  });

  test('an unknown error, with a line break for the log', async () => {
    kakao.bends.refuse = { error: 'a\r\nSet-Cookie: b=c', error_description: 'x\nforged line' };
    const answer = await outcome(await shop.browser().follow('/auth/kakao'));
    expect(answer).toMatchObject({ error: 'unknown_error', kind: 'login' });
    expect((shop.errors[0] as KakaoLoginError).kakaoMessage).not.toContain('\n');
  });
});

describe('an error of the code exchange reaches the application unchanged:', () => {
  test.each([
    ['a used code', kauth(400, 'invalid_grant', 'KOE320'), 'KOE320', 'auth'],
    ['a wrong secret', kauth(401, 'invalid_client', 'KOE010'), 'KOE010', 'auth'],
    ['a wrong key', kauth(401, 'invalid_client', 'KOE101'), 'KOE101', 'auth'],
    ['another redirect URI', kauth(400, 'invalid_grant', 'KOE303'), 'KOE303', 'auth'],
    ['too many logins', kauth(400, 'invalid_request', 'KOE237'), 'KOE237', 'auth'],
    ['an error without a KOE code', kauth(400, 'invalid_grant'), 'invalid_grant', 'auth'],
    ['a page', { status: 502, body: '<html>Bad Gateway</html>', type: 'text/html' }, 'html', 'unexpected'],
    ['nothing', { status: 200, body: '' }, 'empty', 'unexpected'],
  ])('%s', async (_what, token, error, kind) => {
    kakao.bends.token = token;
    const answer = await outcome(await shop.browser().follow('/auth/kakao'));
    expect(answer).toMatchObject({ error, kind });
    expect(answer.status).not.toBe(500);
    expect(JSON.stringify(answer)).not.toContain(clientSecret);
  });

  test('a code that was really used', async () => {
    const browser = shop.browser();
    const back = new URL(await browser.comeBack());
    back.searchParams.set('code', 'code-that-was-spent');
    const answer = await outcome(await browser.open(back.href, { headers: { 'sec-fetch-dest': 'empty' } }));
    expect(answer).toMatchObject({ error: 'KOE320' });
    expect(JSON.stringify(shop.errors[0])).not.toContain('code-that-was-spent');
  });

  test('a timeout', async () => {
    const { KakaoClient } = await import('@kakao-login/client');
    const timeouts = { response: 50 };
    const client = new KakaoClient({ clientId: restApiKey, clientSecret, hosts: kakao.url, timeouts });
    const hasty = await openShop({ kakao, strategy: { client } });
    kakao.bends.token = 'hang';
    expect(await outcome(await hasty.browser().follow('/auth/kakao'))).toMatchObject({ status: 504, error: 'timeout' });
    await hasty.close();
  });

  test('a server that is not running', async () => {
    const strategy = { tokenURL: 'http://127.0.0.1:1/oauth/token' };
    const lost = await openShop({ kakao, strategy });
    const answer = await outcome(await lost.browser().follow('/auth/kakao'));
    expect(answer).toMatchObject({ status: 503, error: 'connect_failed', kind: 'connection' });
    await lost.close();
  });
});

describe('an error of the request for the user reaches the application unchanged:', () => {
  test.each([
    [-401, 401],
    [-402, 403],
    [-10, 400],
    [-9798, 503],
  ])('%d', async (code, status) => {
    kakao.bends.oidc = false;
    kakao.bends.me = { status, body: { code, msg: 'no' } };
    const answer = await outcome(await shop.browser().follow('/auth/kakao'));
    expect(answer).toMatchObject({ error: String(code), kind: 'api' });
    expect(answer.status).not.toBe(500);
  });
});

describe('a received ID token must be valid, or the login fails:', () => {
  test.each([
    ['another nonce', { nonce: 'of-somebody-else' }, 'nonce'],
    ['no nonce', { nonce: undefined }, 'nonce'],
    ['another app', { aud: 'f'.repeat(32) }, 'audience'],
    ['another issuer', { iss: 'https://kauth.example' }, 'issuer'],
    ['an expired one', { exp: 1_700_000_000 }, 'expired'],
  ])('%s', async (_what, claims, error) => {
    kakao.bends.claims = claims;
    expect(await outcome(await shop.browser().follow('/auth/kakao'))).toMatchObject({
      status: 401,
      error,
      kind: 'token',
    });
  });

  test('a signature with another key', async () => {
    kakao.bends.signWith = kakao.foreignKey;
    expect(await outcome(await shop.browser().follow('/auth/kakao'))).toMatchObject({ error: 'signature' });
  });

  test('an ID token of one user with the access token of another', async () => {
    kakao.bends.claims = { sub: '1' };
    kakao.bends.scope = 'openid gender';
    expect(await outcome(await shop.browser().follow('/auth/kakao'))).toMatchObject({ error: 'subject' });
  });

  test('one for the JavaScript key is accepted if that key is configured', async () => {
    const strategy = { audiences: ['e'.repeat(32)] };
    const own = await openShop({ kakao, strategy });
    kakao.bends.claims = { aud: 'e'.repeat(32) };
    expect((await own.browser().follow('/auth/kakao')).status).toBe(200);
    await own.close();
  });
});

describe('failureRedirect', () => {
  test('is followed with the code of the error and nothing else', async () => {
    shop.callback = { failureRedirect: '/failed?from=kakao#top' };
    kakao.bends.refuse = { error: 'consent_required', error_description: 'user consent required.' };
    const browser = shop.browser();
    const response = await browser.open(await browser.comeBack());
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/failed?from=kakao&error=consent_required#top');
  });

  test.each([
    ['/failed?error=social-login-failed', '/failed?error=access_denied'],
    ['/failed?error=1&from=kakao&error=2', '/failed?from=kakao&error=access_denied'],
    ['/failed?err%6Fr=1', '/failed?error=access_denied'],
    [
      '/failed?errors=1&my_error=2&error_description=x',
      '/failed?errors=1&my_error=2&error_description=x&error=access_denied',
    ],
    ['/failed?', '/failed?error=access_denied'],
    ['/failed?error=old#top?error=kept', '/failed?error=access_denied#top?error=kept'],
    ['/failed#/login?error=kept#x', '/failed?error=access_denied#/login?error=kept#x'],
    ['https://app.example?error=old', 'https://app.example?error=access_denied'],
    ['https://app.example/?a=b+c&error', 'https://app.example/?a=b+c&error=access_denied'],
    ['//app.example/failed?x=1?error=2', '//app.example/failed?x=1?error=2&error=access_denied'],
    ['myapp://failed?error=old', 'myapp://failed?error=access_denied'],
    ['?error=old', '?error=access_denied'],
  ])('%s gets the error once', async (failureRedirect, expected) => {
    shop.callback = { failureRedirect };
    kakao.bends.refuse = { error: 'access_denied' };
    const browser = shop.browser();
    expect((await browser.open(await browser.comeBack())).headers.get('location')).toBe(expected);
  });

  test.each([
    ['a wrong secret', kauth(401, 'invalid_client', 'KOE010'), 'KOE010'],
    ['a dead server', { status: 502, body: 'x' }, 'not_json'],
  ])('is followed after %s', async (_what, token, error) => {
    shop.callback = { failureRedirect: '/failed' };
    kakao.bends.token = token;
    expect(await (await shop.browser().follow('/auth/kakao')).json()).toEqual({ error });
  });

  test('is followed after a forged callback', async () => {
    shop.callback = { failureRedirect: '/failed' };
    const response = await shop.browser().open('/auth/kakao/callback?code=a&state=b');
    expect(response.headers.get('location')).toBe('/failed?error=state_missing');
  });

  test('is followed if the application refuses the user', async () => {
    const make = (options: KakaoStrategyOptions) => new KakaoStrategy(options, (_login) => false);
    const strict = await openShop({ kakao, callback: { failureRedirect: '/failed' }, make });
    expect(await (await strict.browser().follow('/auth/kakao')).json()).toEqual({ error: 'login_refused' });
    await strict.close();
  });

  describe.each([
    ['a string', 'not a member'],
    ['a Korean string', '탈퇴한 회원입니다'],
    ['an object', { message: 'not a member' }],
    ['nothing', undefined],
  ])('if the verify callback calls done(null, false) with %s', (_what, info) => {
    const verify: VerifyProfile = (_access, _refresh, _profile, done) => done(null, false, info);
    const make = (options: KakaoStrategyOptions) => new KakaoStrategy(options, verify);

    test('is followed only with the code: the URL contains no text of the application', async () => {
      const strict = await openShop({ kakao, callback: { failureRedirect: '/failed' }, make });
      const browser = strict.browser();
      const response = await browser.open(await browser.comeBack());
      expect([response.status, response.headers.get('location')]).toEqual([302, '/failed?error=login_refused']);
      expect(strict.errors).toEqual([]);
      await strict.close();
    });

    test('the response is 401 without one', async () => {
      const strict = await openShop({ kakao, make });
      expect((await strict.browser().follow('/auth/kakao')).status).toBe(401);
      await strict.close();
    });
  });

  test.each(['/auth/kakao/callback', '/auth/kakao/callback?x=1#y'])(
    'to the route itself (%s) does not loop',
    async (to) => {
      shop.callback = { failureRedirect: to };
      const response = await shop.browser().open('/auth/kakao/callback?code=a&state=b');
      expect([response.status, response.headers.get('location')]).toEqual([403, null]);
    },
  );

  test('does not hide mistakes of the developer', async () => {
    shop.login = { failureRedirect: '/failed', state: 1n };
    expect((await shop.browser().open('/auth/kakao')).status).toBe(500);
  });
});

describe("Passport's other ways to fail", () => {
  test.each([{}, { failureMessage: true }, { failureFlash: true }, { failureRedirect: '/failed' }])(
    'failWithError passes the error itself to the next handler (with %j)',
    async (beside) => {
      shop.callback = { failWithError: true, ...beside };
      kakao.bends.token = kauth(400, 'invalid_grant', 'KOE320');
      expect(await outcome(await shop.browser().follow('/auth/kakao'))).toMatchObject({ error: 'KOE320' });
      expect(shop.errors).toEqual([expect.objectContaining({ name: 'KakaoAuthError', code: 'KOE320' })]);
    },
  );

  test('failWithError works as in Passport if the application refuses the user', async () => {
    const make = (options: KakaoStrategyOptions) => new KakaoStrategy(options, (_login) => false);
    const strict = await openShop({ kakao, callback: { failWithError: true }, make });
    expect((await strict.browser().follow('/auth/kakao')).status).toBe(401);
    expect(strict.errors).toEqual([expect.objectContaining({ name: 'AuthenticationError' })]);
    await strict.close();
  });

  test.each([
    ['KOE320', kauth(400, 'invalid_grant', 'KOE320')],
    ['KOE010', kauth(401, 'invalid_client', 'KOE010')],
  ])('failureFlash describes the error, with the code and no secret: %s', async (code, token) => {
    const flashed: string[] = [];
    const flashing = await openShop({
      kakao,
      callback: { failureFlash: true, failureRedirect: '/failed' },
      before: [
        (request, _response, next) => {
          Object.assign(request, { flash: (...said: string[]) => flashed.push(...said) });
          next();
        },
      ],
    });
    kakao.bends.token = token;
    const response = await flashing.browser().follow('/auth/kakao');
    expect(response.url).toBe(`${flashing.url}/failed`);
    expect(flashed).toEqual(['error', expect.stringContaining(code)]);
    expect(flashed[1]).not.toContain(clientSecret);
    await flashing.close();
  });

  test('failureMessage saves a message in the session', async () => {
    const session: { messages?: string[] } = {};
    const remembering = await openShop({
      kakao,
      callback: { failureMessage: true, failureRedirect: '/failed' },
      before: [
        (request, _response, next) => {
          Object.assign(request, { session });
          next();
        },
      ],
    });
    kakao.bends.refuse = { error: 'access_denied' };
    const browser = remembering.browser();
    const response = await browser.open(await browser.comeBack());
    expect(response.headers.get('location')).toBe('/failed');
    expect(session.messages).toEqual([expect.stringContaining('access_denied')]);
    await remembering.close();
  });
});

test('no failed login is a 500', () => {
  for (const code of Object.keys(loginCodes)) expect([code, new KakaoLoginError(code).status]).not.toEqual([code, 500]);
});
