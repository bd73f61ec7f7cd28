import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy } from '@kakao-login/passport';
import * as fc from 'fast-check';
import { openTrap, rawGet } from './support/raw.js';
import { agree, keysOf, openShop, type Shop } from './support/shop.js';
import type { Visitor } from './support/visitor.js';

let emulator: KakaoEmulator;
let shop: Shop;
let visitor: Visitor;
let trap: Awaited<ReturnType<typeof openTrap>>;

beforeAll(async () => {
  trap = await openTrap();
  shop = await openShop(async (url) => {
    const callbackURL = `${url}/auth/kakao/callback`;
    emulator = await createKakaoEmulator({ redirectUris: [callbackURL, `${url}/auth/kakao-relative/callback`] });
    const returnTo = ['https://app.example'];
    const named = { ...keysOf(emulator), returnTo };
    const verify = ({ profile }: { profile: { id: string } }) => ({ id: profile.id });
    return {
      kakao: new KakaoStrategy({ ...named, callbackURL }, verify),
      'kakao-relative': new KakaoStrategy({ ...named, callbackURL: '/auth/kakao-relative/callback' }, verify),
    };
  });
});
beforeEach(() => {
  emulator.reset();
  visitor = shop.visitor();
  Object.assign(shop.settings, { login: {}, callback: {} });
  shop.said.length = 0;
});
afterAll(async () => {
  await Promise.all([shop.close(), emulator.close(), trap.close()]);
});

describe('open redirect', () => {
  async function returnsTo(value: string): Promise<string | undefined> {
    const own = shop.visitor();
    const back = await agree(emulator, await own.begin(`/auth/kakao?returnTo=${encodeURIComponent(value)}`));
    const { authInfo } = (await (await own.open(back.href)).json()) as { authInfo: { returnTo?: string } };
    return authInfo.returnTo;
  }
  /** The origin that a browser would go to if the shop sent this address in a Location header. */
  const siteOf = (address: string | undefined) => new URL(address ?? '/', shop.url).origin;
  const own = () => [shop.url, 'https://app.example'];

  test('paths and allowed origins are accepted, so the refusals below are meaningful', async () => {
    expect(await returnsTo('/cart?item=1#top')).toBe('/cart?item=1#top');
    expect(await returnsTo('https://app.example/me')).toBe('https://app.example/me');
  });

  const evil = 'evil.example';
  const tricks = [
    `//${evil}`,
    `///${evil}`,
    `////${evil}`,
    `/\\${evil}`,
    `\\\\${evil}`,
    `\\/${evil}`,
    `/\t/${evil}`,
    `/\n/${evil}`,
    `/\r\n/${evil}`,
    `\t//${evil}`,
    ` //${evil}`,
    `\u00A0//${evil}`,
    `/.//${evil}`,
    `/..//${evil}`,
    `/./\\${evil}`,
    `/a/..//${evil}`,
    `/%2e%2e//${evil}`,
    `/%2E/%2F${evil}`,
    `//${evil}%2f..`,
    `/%2f${evil}`,
    `/%5c${evil}`,
    `%2f%2f${evil}`,
    `／／${evil}`,
    `/／${evil}`,
    `//evil。example`,
    `//ｅvil.example`,
    `/\u2044\u2044${evil}`,
    `/\u202E//${evil}`,
    `https:${evil}`,
    `https:/${evil}`,
    `https://${evil}`,
    `HTTPS://${evil}`,
    `http:///${evil}`,
    `https://app.example@${evil}`,
    `https://app.example:x@${evil}`,
    `https://app.example.${evil}`,
    `https://${evil}/https://app.example`,
    `https://${evil}#https://app.example`,
    `https://${evil}\\@app.example`,
    `https://app.example:8443`,
    `http://app.example`,
    `https://user@app.example`,
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example/1',
    'http://return-to.invalid/',
    '//return-to.invalid/\\evil.example',
    '',
  ];
  test.each(tricks)('%j does not redirect to another site', async (trick) => {
    expect(own()).toContain(siteOf(await returnsTo(trick)));
  });

  test('random combinations of these parts do not redirect to another site', async () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '\t',
      '\n',
      '@',
      ':',
      '#',
      '?',
      'https:',
      evil,
      '／',
      '。',
      ' ',
    );
    const address = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(address, async (value) => {
        expect(own()).toContain(siteOf(await returnsTo(value)));
      }),
      { numRuns: 150 },
    );
  });

  test('a returnTo that is repeated, nested or too long is dropped', async () => {
    const queries = [
      'returnTo=/a&returnTo=//evil.example',
      'returnTo[]=/a',
      `returnTo=/${'a'.repeat(2000)}`,
      `returnTo=/${'가'.repeat(400)}`,
    ];
    for (const query of queries) {
      const own = shop.visitor();
      const back = await agree(emulator, await own.begin(`/auth/kakao?${query}`));
      const { authInfo } = (await (await own.open(back.href)).json()) as { authInfo: { returnTo?: string } };
      expect([query, authInfo.returnTo]).toEqual([query, undefined]);
    }
  });

  test('failureRedirect keeps its target, whatever error the query names', async () => {
    shop.settings.callback = { failureRedirect: '/failed?from=kakao#top' };
    const errors = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom('//evil.example', '&x=1', '#x', '?', '\r\nLocation: //evil.example', '__proto__', 'constructor'),
    );
    await fc.assert(
      fc.asyncProperty(errors, async (error) => {
        const own = shop.visitor();
        const state = (await own.begin()).searchParams.get('state')!;
        const query = new URLSearchParams({ state, error, error_description: error });
        const response = await own.open(`/auth/kakao/callback?${query.toString()}`);
        expect(response.status).toBe(302);
        expect(response.headers.get('location')).toMatch(/^\/failed\?from=kakao&error=[\w.-]{1,64}#top$/);
      }),
      { numRuns: 100 },
    );
  });
});

describe('headers', () => {
  const injected = '\r\nSet-Cookie: evil=1\r\nX-Evil: 1\r\n\r\n<script>';
  const parameters = [
    'code',
    'state',
    'error',
    'error_description',
    'returnTo',
    'scope',
    'prompt',
    'nonce',
    'iss',
    'leg',
  ];

  function clean(response: Response): void {
    expect(response.headers.get('x-evil')).toBeNull();
    expect(response.headers.getSetCookie().filter((line) => line.startsWith('evil'))).toEqual([]);
    for (const [, value] of response.headers) expect(value).not.toMatch(/[\r\n]/);
  }

  test.each(parameters)('line breaks in the parameter %s do not reach headers and cause no 500', async (name) => {
    const payload = `${name}=${encodeURIComponent(injected)}`;
    const login = await visitor.open(`/auth/kakao?${payload}`);
    clean(login);
    expect(login.status).toBeLessThan(500);
    for (const failureRedirect of [undefined, '/failed']) {
      shop.settings.callback = failureRedirect === undefined ? {} : { failureRedirect };
      const state = (await visitor.begin()).searchParams.get('state')!;
      const rest = name === 'state' ? '&code=x' : `&state=${state}`;
      const callback = await visitor.open(`/auth/kakao/callback?${payload}${rest}`);
      clean(callback);
      expect(callback.status).toBeLessThan(500);
    }
  });

  test.each([
    'scope',
    'prompt',
    'loginHint',
    'serviceTerms',
    'channelPublicIds',
    'state',
    'nonce',
    'returnTo',
    'callbackURL',
  ])('line breaks in the option %s do not reach headers', async (name) => {
    shop.settings.login = { [name]: (name === 'callbackURL' ? shop.url : '') + injected };
    const response = await visitor.open('/auth/kakao');
    clean(response);
    expect(new URL(response.headers.get('location') ?? emulator.url).origin).toBe(emulator.url);
  });

  test.each(['/로그인?이유=실패', `/failed${injected}`, '/failed\u2028x', '/failed\uD800', '/failed?next=%EA%B0%80'])(
    'failureRedirect %j becomes a valid header',
    async (failureRedirect) => {
      shop.settings.callback = { failureRedirect };
      const response = await visitor.open('/auth/kakao/callback?code=x&state=y');
      expect(response.status).toBe(302);
      clean(response);
      expect(response.headers.get('location')).toMatch(/^\/[!-~]+[?&]error=state_missing$/);
      expect(response.headers.get('location')).not.toContain('%25');
    },
  );
});

describe('logs', () => {
  test('a query cannot forge log lines', async () => {
    const forged = ['\r\nFORGED', '\nFORGED', '\u2028FORGED', '\u2029FORGED', '\u0085FORGED', '\u001B[2KFORGED'];
    for (const text of forged) {
      const state = (await visitor.begin()).searchParams.get('state')!;
      const query = new URLSearchParams({ state, error: `access_denied${text}`, error_description: `no${text}` });
      await visitor.open(`/auth/kakao/callback?${query.toString()}`);
    }
    expect(shop.said.length).toBeGreaterThan(forged.length);
    // oxlint-disable-next-line no-control-regex -- the test looks for them
    for (const line of shop.said) expect(line).not.toMatch(/[\r\n\u2028\u2029\u0085\u001B]\W*FORGED|\\u001[bB]/);
  });

  test('a response from Kakao cannot forge log lines', async () => {
    const body = JSON.stringify({
      error: 'invalid\r\nFORGED',
      error_code: 'KOE1\nFORGED',
      error_description: 'x\r\nFORGED',
    });
    emulator.faults.add({ on: 'oauth.token', kind: 'answer', status: 400, body });
    const response = await visitor.open((await agree(emulator, await visitor.begin())).href);
    expect(response.status).toBeGreaterThanOrEqual(400);
    for (const line of shop.said) expect(line).not.toMatch(/[\r\n]\W*FORGED/);
  });
});

describe('server-side requests', () => {
  test('options and parameters from a request do not send requests to another server', async () => {
    const { url } = trap;
    const taken = {
      hosts: url,
      authorizationURL: `${url}/oauth/authorize`,
      tokenURL: `${url}/oauth/token`,
      profileURL: `${url}/v2/user/me`,
      userProfileURL: url,
      jwksUri: url,
      issuer: url,
      proxy: url,
      http: { defaults: { baseURL: url } },
      client: { oauth: {} },
      clientID: 'x',
      audiences: ['x'],
    };
    Object.assign(shop.settings, { login: { ...taken }, callback: { ...taken } });
    const authorize = await visitor.begin(`/auth/kakao?hosts=${url}&tokenURL=${url}&issuer=${url}`);
    expect(authorize.origin).toBe(emulator.url);
    expect(authorize.searchParams.get('client_id')).toBe(emulator.app.restApiKey);
    const back = await agree(emulator, authorize);
    const response = await visitor.open(`${back.href}&iss=${url}&hosts=${url}&token_endpoint=${url}`);
    expect(response.status).toBe(200);
    expect(trap.calls).toEqual([]);
  });

  test('an unregistered redirect URI from a request is refused', async () => {
    shop.settings.login = { callbackURL: `${trap.url}/auth/kakao/callback` };
    const response = await visitor.open('/auth/kakao');
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(trap.calls).toEqual([]);
  });

  test('redirects in responses from Kakao are not followed to other servers', async () => {
    for (const on of ['oauth.token', 'user.me', 'oidc.jwks'] as const) {
      emulator.reset();
      const own = shop.visitor();
      const back = await agree(emulator, await own.begin());
      emulator.faults.add({ on, kind: 'answer', status: 307, headers: { location: `${trap.url}/${on}` } });
      await own.open(back.href);
    }
    expect(trap.calls).toEqual([]);
  });

  test('a forged X-Forwarded-Host does not change the redirect URI', async () => {
    const authorize = new URL(
      (
        await rawGet(shop.url, '/auth/kakao-relative', {
          host: new URL(shop.url).host,
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
          forwarded: 'host=evil.example;proto=https',
          'x-original-url': '//evil.example',
        })
      ).location!,
    );
    expect(authorize.searchParams.get('redirect_uri')).toBe(`${shop.url}/auth/kakao-relative/callback`);
  });

  test('a forged Host header leads to a redirect URI that Kakao refuses', async () => {
    const { location } = await rawGet(shop.url, '/auth/kakao-relative', { host: 'evil.example' });
    await expect(agree(emulator, new URL(location!))).rejects.toThrow(/KOE006/);
  });

  test.each([
    'a b',
    'evil.example/?x=',
    'shop.example@evil.example',
    'evil.example#',
    'evil.example\\',
    'a,b',
    '"',
    '<x>',
    'a.example:99999',
    '[::::]',
    '1.2.3.4.5',
  ])('an invalid Host header (%j) is answered with 400, not 500', async (host) => {
    const { status, location } = await rawGet(shop.url, '/auth/kakao-relative', { host });
    expect([status, location]).toEqual([400, undefined]);
  });
});
