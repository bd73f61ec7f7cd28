import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy } from '@kakao-login/passport';
import express from 'express';
import * as fc from 'fast-check';
import { agree, keysOf, openShop, type Shop } from './support/shop.js';
import type { Visitor } from './support/visitor.js';

let emulator: KakaoEmulator;
let shop: Shop;
let visitor: Visitor;

beforeAll(async () => {
  shop = await openShop(
    async (url) => {
      const callbackURL = `${url}/auth/kakao/callback`;
      emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
      return {
        kakao: new KakaoStrategy({ ...keysOf(emulator), callbackURL, returnTo: true }, ({ profile, state }) => ({
          id: profile.id,
          state,
        })),
      };
    },
    {
      prepare: (app) => {
        // Nested parameters (`a[b]=c`) become objects, as in Express 4.
        app.set('query parser', 'extended');
        app.use(express.json({ limit: '2mb' }), express.urlencoded({ extended: true, limit: '2mb' }));
      },
    },
  );
});
beforeEach(() => {
  emulator.reset();
  Object.assign(shop.settings, { login: {}, callback: {} });
  visitor = shop.visitor();
});
afterAll(async () => {
  await shop.close();
  await emulator.close();
});

const tokenCalls = () => emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;
const errorOf = async (response: Response) => ((await response.json()) as { error?: string }).error;
const json = { 'content-type': 'application/json' };

describe('prototype pollution', () => {
  const words = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
  const clean = () => {
    const probe: Record<string, unknown> = {};
    return ['polluted', 'code', 'state', 'leg', 'silent', 'callbackURL', 'returnTo', 'hosts'].every(
      (name) => probe[name] === undefined,
    );
  };

  test.each(words)(
    '%s in a query or a body does not pollute Object.prototype and is not taken for a callback',
    async (word) => {
      const queries = [
        `${word}=x`,
        `${word}[polluted]=1&${word}[leg]=callback`,
        `${word}[prototype][polluted]=1`,
        `code[${word}]=x&state[${word}]=y`,
        `error[${word}][polluted]=1`,
        `returnTo[${word}]=//evil.example`,
      ];
      for (const query of queries) {
        for (const path of ['/auth/kakao', '/auth/kakao/callback']) {
          expect([path, query, (await visitor.open(`${path}?${query}`)).status < 500]).toEqual([path, query, true]);
        }
      }
      const bodies = [
        `{"${word}":{"polluted":1,"code":"x","state":"y"}}`,
        `{"code":"x","state":{"${word}":{"polluted":1}}}`,
        `[{"${word}":1}]`,
        `{"code":"x","state":"${word}"}`,
      ];
      for (const body of bodies) {
        const response = await visitor.open('/auth/kakao/callback', { method: 'POST', headers: json, body });
        expect([body, response.status < 500]).toEqual([body, true]);
      }
      expect(clean()).toBe(true);
      expect(tokenCalls()).toBe(0);
    },
  );

  test.each(words)('an error from Kakao named %s is reported under that name', async (error) => {
    const state = (await visitor.begin()).searchParams.get('state')!;
    const response = await visitor.open(`/auth/kakao/callback?state=${state}&error=${error}`);
    expect(response.status).toBeLessThan(500);
    expect(await errorOf(response)).toBe(error);
  });

  test('the application’s state comes back as plain data, whatever its keys are', async () => {
    const state = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
    shop.settings.login = { state };
    const response = await visitor.open((await agree(emulator, await visitor.begin())).href);
    expect(await response.text()).toContain('"__proto__":{"polluted":1}');
    expect(clean()).toBe(true);
  });

  test('JSON from Kakao does not pollute Object.prototype', async () => {
    const body = '{"access_token":"x","__proto__":{"polluted":1},"scope":"profile_nickname"}';
    emulator.faults.add({ on: 'oauth.token', kind: 'answer', status: 200, body });
    const me =
      '{"id":1,"__proto__":{"polluted":1},"kakao_account":{"__proto__":{"polluted":1}},"properties":{"__proto__":"x"}}';
    emulator.faults.add({ on: 'user.me', kind: 'answer', status: 200, body: me });
    const response = await visitor.open((await agree(emulator, await visitor.begin())).href);
    expect(response.status).toBe(200);
    expect(clean()).toBe(true);
  });
});

describe('oversized and odd input', () => {
  test('repeated and nested parameters are malformed, so neither the first nor the last value is used', async () => {
    const back = await agree(emulator, await visitor.begin());
    const [code, state] = [back.searchParams.get('code')!, back.searchParams.get('state')!];
    for (const query of [
      `code=${code}&code=x&state=${state}`,
      `code=${code}&state=${state}&state=x`,
      `code[]=${code}&state=${state}`,
      `code[a]=${code}&state=${state}`,
      `code=${code}&state[]=${state}`,
    ]) {
      const own = shop.visitor();
      for (const [name, value] of visitor.cookies) own.cookies.set(name, value);
      const response = await own.open(`/auth/kakao/callback?${query}`);
      expect([query, await errorOf(response)]).toEqual([query, expect.stringMatching(/^(code|state)_missing$/)]);
    }
    expect(tokenCalls()).toBe(0);
    expect((await visitor.open(back.href)).status).toBe(200);
  });

  test.each([1000, 4000, 12_000])('a parameter of %d characters causes no 500', async (length) => {
    for (const name of ['code', 'state', 'error', 'error_description', 'returnTo', 'x']) {
      const response = await visitor.open(`/auth/kakao/callback?${name}=${'a'.repeat(length)}`);
      expect([name, response.status < 500]).toEqual([name, true]);
    }
  });

  test('a posted code of one megabyte is not sent to Kakao if the browser has not started a login', async () => {
    const body = JSON.stringify({ code: 'c'.repeat(1_000_000), state: 's'.repeat(500_000) });
    const response = await visitor.open('/auth/kakao/callback', { method: 'POST', headers: json, body });
    expect(await errorOf(response)).toBe('state_missing');
    expect(tokenCalls()).toBe(0);
  });

  test('with all slots for login cookies taken, a login works and adds no cookie', async () => {
    for (const slot of '0123456789abcd') visitor.cookies.set(`kakao_login.${slot}`, 'v'.repeat(200));
    const back = await agree(emulator, await visitor.begin());
    expect([...visitor.cookies.keys()].filter((name) => name.startsWith('kakao_login.'))).toHaveLength(14);
    expect((await visitor.open(back.href)).status).toBe(200);
  });

  test('one huge cookie under the right name is refused', async () => {
    const back = await agree(emulator, await visitor.begin());
    const [[name] = ['']] = visitor.cookies;
    visitor.cookies.set(name, 'A'.repeat(12_000));
    expect(await errorOf(await visitor.open(back.href))).toBe('state_mismatch');
  });

  test('a hundred logins started in one browser leave fourteen cookies', async () => {
    for (let n = 0; n < 100; n++) await visitor.begin();
    expect(visitor.cookies.size).toBe(14);
  });

  test('random requests never cause a 500', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('', '%', '[]', '{}', 'null', '\0'),
    );
    const name = fc.oneof(
      fc.constantFrom('code', 'state', 'error', 'returnTo', 'error_description', '__proto__'),
      text,
    );
    const pairs = fc.array(fc.tuple(name, text), { maxLength: 5 });
    const cookie = fc
      .string({ unit: 'grapheme-ascii', maxLength: 60 })
      .map((value) => value.replaceAll(/[\r\n;]/g, ''));
    const request = fc.record({
      path: fc.constantFrom('/auth/kakao', '/auth/kakao/callback'),
      pairs,
      cookie,
      post: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ path, pairs, cookie, post }) => {
        const query = pairs
          .map((pair) => pair.map((part) => encodeURIComponent(Buffer.from(part).toString())).join('='))
          .join('&');
        const headers = { cookie: `kakao_login.${cookie}` };
        const response = await (post && path.endsWith('callback')
          ? fetch(shop.url + path, {
              method: 'POST',
              redirect: 'manual',
              headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
              body: query,
            })
          : fetch(`${shop.url}${path}?${query}`, { redirect: 'manual', headers }));
        await response.text();
        expect(response.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(tokenCalls()).toBe(0);
  });
});
