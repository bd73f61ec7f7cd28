import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { asyncProperty, assert, constantFrom, oneof, record, string } from 'fast-check';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop, type Welcome } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao, before: [express.json(), express.urlencoded({ extended: true })] });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
  shop.callback = {};
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

const nasty = constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '%00',
  '\r\nSet-Cookie: a=b',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '../../etc/passwd',
  'A'.repeat(3000),
  '홍길동',
  '\u{1f600}',
  '\ud800',
);
const anything = oneof(nasty, string({ maxLength: 60 }), string({ unit: 'binary', maxLength: 20 }));
const encoded = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${new URLSearchParams({ v: value }).toString().slice(2)}`)
    .join('&');

/** Expects a typed error without a request to Kakao, a redirect or a user. */
async function expectRefused(response: Response) {
  const body = (await response.json()) as { error?: string; kind?: string; user?: unknown };
  expect([400, 401, 403]).toContain(response.status);
  expect(body).toMatchObject({ kind: 'login', error: expect.stringMatching(/^[\w.-]{1,64}$/) });
  expect(response.headers.get('location')).toBeNull();
  expect(kakao.calls()).toEqual([]);
}

describe('arbitrary input at the callback', () => {
  test('in its query logs no user in and breaks nothing', async () => {
    const fields = record(
      { code: anything, state: anything, error: anything, error_description: anything },
      { requiredKeys: [] },
    );
    await assert(
      asyncProperty(fields, async (given) => {
        await expectRefused(await shop.browser().open(`/auth/kakao/callback?${encoded(given)}`));
      }),
      { numRuns: 100 },
    );
    expect(kakao.calls()).toEqual([]);
  });

  test('in a posted body logs no user in and breaks nothing', async () => {
    const value = oneof(anything, constantFrom<unknown>(1, null, true, [], ['a'], {}, { a: { b: 1 } }));
    const fields = record({ code: value, state: value, error: value }, { requiredKeys: [] });
    await assert(
      asyncProperty(fields, async (given) => {
        const headers = { 'content-type': 'application/json' };
        await expectRefused(
          await shop.browser().open('/auth/kakao/callback', { method: 'POST', headers, body: JSON.stringify(given) }),
        );
      }),
      { numRuns: 60 },
    );
    expect(kakao.calls()).toEqual([]);
  });

  test('in its cookies logs no user in and breaks nothing', async () => {
    const state = 'A'.repeat(43);
    const value = string({ unit: constantFrom('a', 'Z', '0', '-', '_', '.', '=', '%', '"'), maxLength: 200 });
    await assert(
      asyncProperty(value, async (sealed) => {
        const browser = shop.browser();
        browser.cookies.set('kakao_login.AAAAAAAA', sealed);
        await expectRefused(await browser.open(`/auth/kakao/callback?code=c&state=${state}`));
      }),
      { numRuns: 60 },
    );
    expect(kakao.calls()).toEqual([]);
  });

  test('is refused at any length', async () => {
    for (const filler of ['a', '.', '%', '=', ';', '\\', '/']) {
      const browser = shop.browser();
      browser.cookies.set('kakao_login.AAAAAAAA', filler.repeat(6000).replaceAll(';', ' '));
      await expectRefused(
        await browser.open(`/auth/kakao/callback?code=c&state=AAAAAAAA${encodeURIComponent(filler).repeat(1500)}`),
      );
    }
    expect(kakao.calls()).toEqual([]);
  });
});

describe('an attacker with their own login in progress', () => {
  test('cannot make a victim finish it by planting the cookie from a sibling domain', async () => {
    const callbackURL = 'https://shop.example/auth/kakao/callback';
    const secure = await openShop({ kakao, strategy: { callbackURL } });
    const attacker = secure.browser();
    const { authorize } = await attacker.begin();
    const back = new URL((await attacker.open(authorize)).headers.get('location')!);
    const [name, value] = [...attacker.cookies][0]!;
    const victim = secure.browser();
    victim.cookies.set(name.replace('__Host-', ''), value); // a sibling domain cannot set the real name
    const response = await victim.open(`/auth/kakao/callback${back.search}`);
    expect(await response.json()).toMatchObject({ error: 'state_missing' });
    await secure.close();
  });

  test('cannot block logins by planting cookies with invalid names', async () => {
    const victim = shop.browser();
    for (const odd of ['(', 'a b', '=', '한', '@@@@@@@@', 'x'.repeat(80)])
      victim.cookies.set(`kakao_login.${odd}`, 'x');
    const cookie = [...victim.cookies].map(([name, value]) => `${encodeURI(name)}=${value}`).join('; ');
    expect((await shop.browser().open('/auth/kakao', { headers: { cookie } })).status).toBe(302);
  });

  test('cannot put their code into the login of a victim (code injection)', async () => {
    const [attacker, victim] = [shop.browser(), shop.browser()];
    const stolen = new URL(await victim.comeBack()).searchParams.get('code')!;
    const mine = new URL(await attacker.comeBack());
    mine.searchParams.set('code', stolen);
    // State and cookie are the attacker's and match, but the code belongs to another challenge. The attacker can only
    // log in again, with their own Kakao Account.
    const again = (await attacker.open(mine.href)).headers.get('location');
    expect(again).toMatch(/\/oauth\/authorize\?.*prompt=none/);
    const headers = { 'sec-fetch-dest': 'empty' };
    expect(await (await attacker.open(mine.href, { headers })).json()).toMatchObject({ error: 'state_replayed' });
  });

  test('cannot use an ID token of another login (nonce)', async () => {
    kakao.bends.claims = { nonce: new URL((await shop.browser().begin()).authorize).searchParams.get('nonce') };
    expect(await (await shop.browser().follow('/auth/kakao')).json()).toMatchObject({ error: 'nonce' });
  });

  test('cannot use the response of another provider at the same callback (mix-up)', async () => {
    const victim = shop.browser();
    await victim.begin();
    const response = await victim.open(
      '/auth/kakao/callback?code=of-another&iss=https://other.example&state=of-another',
    );
    await expectRefused(response);
    expect(victim.cookies.size).toBe(1);
  });
});

describe('values of the application', () => {
  test('cannot pollute a prototype', async () => {
    shop.login = {
      state: JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as object,
    };
    const { user } = (await (await shop.browser().follow('/auth/kakao')).json()) as Welcome;
    expect(Object.keys(user.login.state as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('are not visible in the browser or in a log', async () => {
    shop.login = { state: 'the-plan' };
    const browser = shop.browser();
    const back = await browser.comeBack();
    const { query } = await browser.begin();
    const texts = [back, query.toString(), ...browser.setCookies].join();
    for (const form of ['utf8', 'base64url', 'hex'] as const)
      expect(texts).not.toContain(Buffer.from('the-plan').toString(form));
  });
});

test('forwarded host headers do not change the redirect URI', async () => {
  const relative = await openShop({ kakao, strategy: { callbackURL: '/auth/kakao/callback' } });
  const response = await relative
    .browser()
    .open('/auth/kakao', { headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' } });
  expect(response.headers.get('location')).not.toContain('evil.example');
  await relative.close();
});

test('errors of Kakao that repeat the code, key or secret do not reveal them', async () => {
  const secretive = { error: 'invalid_grant', error_code: 'KOE320' };
  const browser = shop.browser();
  const back = await browser.comeBack();
  const code = new URL(back).searchParams.get('code')!;
  kakao.bends.token = {
    status: 400,
    body: { ...secretive, error_description: `authorization code not found for code=${code}` },
  };
  shop.errors.length = 0;
  const text = await (await browser.open(back, { headers: { 'sec-fetch-dest': 'empty' } })).text();
  const error = shop.errors[0] as Error;
  const seen = [text, error.message, error.stack, JSON.stringify(error), JSON.stringify(Object.entries(error))].join();
  expect(seen).toContain('KOE320');
  expect(seen).not.toContain(code);
});
