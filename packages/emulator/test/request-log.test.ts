import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { assert, constantFrom, pre, property, string } from 'fast-check';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

import { Clock } from '../src/store/clock.js';
import { opaque } from '../src/store/random.js';
import { scrubbed } from '../src/scrub.js';
import { readApp } from '../src/seed/read.js';
import { Store } from '../src/store/store.js';
import { authorizePath, callback, get, post, tokenForm } from './visitor.js';

const appOf = readApp({ appId: '1', name: 'x', restApiKeys: [{ key: 'k' }] }, 'app');
const [keyOf] = appOf.keys;

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const send = (path: string, init: RequestInit = {}): Promise<unknown> =>
  fetch(emulator.url + path, { redirect: 'manual', ...init }).then((answer) => answer.text());

describe('the log contains no secret, wherever it was sent', () => {
  type Place = [string, (secret: string) => Promise<unknown>];
  const places: Place[] = [
    ['the path', (secret) => send(`/v2/user/me/${secret}`)],
    ['the first part of the path', (secret) => send(`/${secret}`)],
    ['the query', (secret) => send(`/v2/user/me?access_token=${secret}`)],
    ['the name of a parameter', (secret) => send(`/v2/user/me?${secret}`)],
    ['a misspelled parameter', (secret) => send(`/v2/user/me?acces_tokn=${secret}`)],
    ['another parameter', (secret) => send(authorizePath(emulator, { client_id: secret }))],
    ['a list', (secret) => send(authorizePath(emulator, { scope: `account_email ${secret}` }))],
    ['a JSON list', (secret) => send(`/v2/user/me?property_keys=${encodeURIComponent(`["${secret}"]`)}`)],
    ['a number', (secret) => send(`/v1/user/ids?limit=${secret}`)],
    ['a redirect URI', (secret) => send(authorizePath(emulator, { redirect_uri: `${callback}?token=${secret}` }))],
    [
      'the path of a redirect URI',
      (secret) => send(authorizePath(emulator, { redirect_uri: `${callback}/${secret}` })),
    ],
    [
      'the credentials of a redirect URI',
      (secret) => send(authorizePath(emulator, { redirect_uri: `http://a:${secret}@x/` })),
    ],
    [
      'the host of a redirect URI',
      (secret) => send(authorizePath(emulator, { redirect_uri: `http://${secret.slice(0, 40)}.x/` })),
    ],
    ['an invalid redirect URI', (secret) => send(authorizePath(emulator, { redirect_uri: secret }))],
    ['the Authorization header', (secret) => send('/v2/user/me', { headers: { authorization: `Bearer ${secret}` } })],
    [
      'the Authorization header without a scheme',
      (secret) => send('/v2/user/me', { headers: { authorization: secret } }),
    ],
    ['another header', (secret) => send('/v2/user/me', { headers: { 'x-token': secret, cookie: `a=${secret}` } })],
    ['the User-Agent', (secret) => send('/v2/user/me', { headers: { 'user-agent': `${secret}/1 ${secret}` } })],
    [
      'a comment in the User-Agent',
      (secret) => send('/v2/user/me', { headers: { 'user-agent': `shop/1 (${secret})` } }),
    ],
    ['a form', (secret) => send('/oauth/token', { method: 'POST', headers: form, body: `code=${secret}` })],
    [
      'the grant type',
      (secret) => send('/oauth/token', { method: 'POST', headers: form, body: `grant_type=${secret}` }),
    ],
    [
      'JSON',
      (secret) =>
        send('/oauth/token', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ client_secret: secret }),
        }),
    ],
    [
      'JSON with the content type of a form',
      (secret) =>
        send('/oauth/token', { method: 'POST', headers: form, body: JSON.stringify({ client_secret: secret }) }),
    ],
    [
      'a form with a typo',
      (secret) => send('/oauth/token', { method: 'POST', headers: form, body: `client_secret:${secret}` }),
    ],
  ];

  test.each(places)('in %s', async (_place, put) => {
    const { access_token, refresh_token = '' } = await emulator.issueTokens('1001');
    const { code } = await emulator.signIn('1001');
    const secrets = [
      access_token,
      refresh_token,
      code,
      emulator.app.clientSecret,
      emulator.app.adminKey,
      'kakao1234!',
      '1285016924429472463',
    ];
    for (const secret of secrets) await put(secret);
    expect(emulator.requests).toHaveLength(secrets.length);
    const written = JSON.stringify(await (await fetch(`${emulator.url}/_emulator/requests`)).json());
    for (const secret of secrets) expect(written).not.toContain(secret.slice(0, 12));
  });
});

describe('the log contains no secrets of a seed, whatever they look like', () => {
  const character = constantFrom(...'aAzZ09 _-.~+/=:!@#%&?"\\,;[](){}<>가'.split(''));
  const secret = string({ unit: character, minLength: 4, maxLength: 60 }).filter((text) => text.trim().length >= 4);

  test('in any header, path or parameter', () => {
    assert(
      property(secret, secret, secret, (clientSecret, adminKey, password) => {
        pre(new Set([clientSecret, adminKey, password, 'words']).size === 4);
        const store = new Store(
          new Clock(),
          [{ ...appOf, keys: [{ ...keyOf, clientSecret }], adminKeys: [{ key: adminKey }] }] as never,
          [{ id: '1001', loginId: 'one', password }] as never,
        );
        const known = {
          isPublic: (text: string) => store.isPublic(text),
          holdsSecret: (text: string) => store.holdsSecret(text),
        };
        for (const one of [clientSecret, adminKey, password]) {
          for (const text of [one, `shop/1 ${one}`, `${one}/1.0 words`, `a,${one},b`, `x/${one}/y`]) {
            expect(scrubbed(text, known)).not.toContain(one);
          }
        }
      }),
    );
  });

  test('or of the emulator itself: access tokens, refresh tokens, codes', () => {
    const nobody = { isPublic: () => false, holdsSecret: () => false };
    for (let count = 0; count < 2000; count += 1) {
      for (const token of [opaque(40), opaque(64)]) {
        expect(scrubbed(`shop/1 ${token} a/${token}/b`, nobody)).toBe('shop/1 *** a/***/b');
      }
    }
  });
});

describe('the log still shows what was requested', () => {
  test.each([
    'mod_auth_openidc/2.4.12.3',
    'python-requests/2.31.0',
    'Apache-HttpClient/4.5.14',
    'GuzzleHttp/7',
    'Faraday v2.9.0',
    'Spring-Boot/3.2.0-SNAPSHOT',
    'kakao-login/1.0.0-beta.3+build.5',
    'lua-resty-http/0.17.1 ngx_lua/10026',
    'WinHttp.WinHttpRequest.5',
    'Go-http-client/1.1',
    'KakaoLoginClientForServers/0.1',
    'Mozilla/5.0 AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1 KAKAOTALK/10.4.5',
  ])('by %s', async (userAgent) => {
    await send('/v2/user/me', { headers: { 'user-agent': userAgent } });
    expect(emulator.requests[0]?.userAgent).toBe(userAgent);
  });

  test.each([
    ['shop/1 010-1234-5678', 'shop/1 ***'],
    ['shop/1 +82-10-1234-5678', 'shop/1 ***'],
    ['shop/1 moonlight@example.com', 'shop/1 ***'],
    ['shop/3f2c1e9a8b7c6d5e', 'shop/***'],
    ['shop/1 (1001', 'shop/1 ***'],
    ['(', '***'],
  ])('without anything that is not software: %s', async (userAgent, shown) => {
    await send('/v2/user/me', { headers: { 'user-agent': userAgent } });
    expect(emulator.requests[0]?.userAgent).toBe(shown);
  });

  test('cut off if it is a form of a megabyte', async () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `a${index}=x`).join('&');
    await send('/oauth/token', { method: 'POST', headers: form, body: names });
    await send('/oauth/token', { method: 'POST', headers: form, body: `scope=${'name+'.repeat(100_000)}` });
    const sizes = emulator.requests.map((request) => JSON.stringify(request).length);
    expect(sizes.every((size) => size < 5000)).toBe(true);
  });

  test('by which software', async () => {
    const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0';
    await send('/v2/user/me', { headers: { 'user-agent': chrome } });
    expect(emulator.requests[0]?.userAgent).toBe('Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/120.0.0.0');
  });

  test('at authorize', async () => {
    await send(
      authorizePath(emulator, {
        scope: 'account_email,openid',
        prompt: 'none',
        service_terms: 'privacy_20260101',
        state: 's',
      }),
    );
    expect(emulator.requests).toMatchObject([
      {
        path: '/oauth/authorize',
        parameters: {
          client_id: emulator.app.restApiKey,
          redirect_uri: callback,
          response_type: 'code',
          scope: 'account_email,openid',
          prompt: 'none',
          service_terms: 'privacy_20260101',
          state: '***',
        },
      },
    ]);
  });

  test('with an unregistered redirect URI and misspelled names', async () => {
    await send(
      authorizePath(emulator, { redirect_uri: 'http://localhost:3001/auth/cb', redirectUri: 'x', clientid: 'x' }),
    );
    expect(emulator.requests[0]?.parameters).toMatchObject({
      redirect_uri: 'http://localhost:3001/auth/cb',
      redirectUri: '***',
      clientid: '***',
    });
  });

  test('at the token endpoint and at kapi', async () => {
    await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code: 'x' }));
    await get(
      `${emulator.url}/v2/user/me?property_keys=${encodeURIComponent('["kakao_account.email","properties."]')}`,
    );
    await get(`${emulator.url}/v1/user/shipping_address?page_size=2&from_updated_at=1770000000.5`);
    await get(`${emulator.url}/.well-known/openid-configuration`);
    expect(emulator.requests).toMatchObject([
      { parameters: { grant_type: 'authorization_code', client_id: emulator.app.restApiKey, client_secret: '***' } },
      { path: '/v2/user/me', parameters: { property_keys: '["kakao_account.email","properties."]' } },
      { parameters: { page_size: '2', from_updated_at: '1770000000.5' } },
      { path: '/.well-known/openid-configuration', userAgent: 'node' },
    ]);
  });
});
