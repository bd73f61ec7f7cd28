import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy } from '@kakao-login/passport';
import * as fc from 'fast-check';
import { agree, keysOf, openShop, type Shop } from './support/shop.js';
import type { Visitor } from './support/visitor.js';

const secret = 'one-cookie-secret-for-both-strategies-0001';
const otherKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const otherSecret = 'OtherAppClientSecret000000000001';

let emulator: KakaoEmulator;
let shop: Shop;
let victim: Visitor;
let attacker: Visitor;
/** How far ahead the service's clock is, in ms. */
let later = 0;

beforeAll(async () => {
  shop = await openShop(async (url) => {
    const back = (name: string) => `${url}/auth/${name}/callback`;
    const otherApp = {
      appId: '200001',
      name: '다른 앱',
      openIdConnect: true,
      restApiKeys: [{ key: otherKey, clientSecret: otherSecret, redirectUris: [back('kakao-other')] }],
    };
    emulator = await createKakaoEmulator({
      apps: [...defaultSeed.apps.slice(0, 1), otherApp],
      redirectUris: [back('kakao'), back('kakao-plain'), back('kakao-strict')],
    });
    const now = () => Date.now() + later;
    const strategy = (name: string, options: object) => {
      const keys = { ...keysOf(emulator), ...options };
      const client = new KakaoClient({ ...keys, clientId: keys.clientID, now });
      return new KakaoStrategy(
        { ...keys, callbackURL: back(name), cookie: { secret }, profile: 'user', client },
        ({ profile, state }) => ({ id: profile.id, state }),
      );
    };
    return {
      kakao: strategy('kakao', {}),
      // Without PKCE, as if Kakao ignored the verifier.
      'kakao-plain': strategy('kakao-plain', { pkce: false }),
      'kakao-strict': strategy('kakao-strict', { pkce: false, nonce: 'required' }),
      'kakao-other': strategy('kakao-other', { clientID: otherKey, clientSecret: otherSecret }),
    };
  });
});
beforeEach(() => {
  emulator.reset();
  later = 0;
  victim = shop.visitor();
  attacker = shop.visitor();
});
afterAll(async () => {
  await shop.close();
  await emulator.close();
});

/** The ID of the user who is logged in, or the error code. The status must be below 500. */
async function outcome(response: Response): Promise<string | undefined> {
  const body = (await response.json()) as { error?: string; user?: { id: string } };
  expect(response.status).toBeLessThan(500);
  return response.ok ? body.user?.id : body.error;
}
/** On a page visit, the strategy would start a new login instead of reporting an error. */
const script = { headers: { 'sec-fetch-dest': 'empty' } };
const tokenCalls = () => emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token').length;
const id = (person: number) => emulator.people[person]!.id;

test('an honest login works, so the refusals below are meaningful', async () => {
  for (const name of ['kakao', 'kakao-plain', 'kakao-other']) {
    const back = await agree(emulator, await victim.begin(`/auth/${name}`));
    expect(await outcome(await victim.open(back.href))).toBe(id(0));
  }
});

describe('login CSRF', () => {
  test('the attacker’s callback URL does not log the victim in to the attacker’s account', async () => {
    const back = await agree(emulator, await attacker.begin(), 1);
    expect(await outcome(await victim.open(back.href))).toBe('state_missing');
    expect(tokenCalls()).toBe(0);
  });

  test('the attacker’s callback URL is refused during a login of the victim, which still succeeds', async () => {
    const back = await agree(emulator, await attacker.begin(), 1);
    const own = await victim.begin();
    expect(await outcome(await victim.open(back.href))).toBe('state_mismatch');
    expect(tokenCalls()).toBe(0);
    expect(await outcome(await victim.open((await agree(emulator, own)).href))).toBe(id(0));
  });

  test('a code without a state is refused', async () => {
    const { code } = await emulator.signIn(emulator.people[1]!, { redirectUri: `${shop.url}/auth/kakao/callback` });
    for (const method of ['GET', 'POST']) {
      await victim.begin();
      const response = await victim.open(`/auth/kakao/callback?code=${code}`, { method });
      expect(await outcome(response)).toBe('state_missing');
    }
    expect(tokenCalls()).toBe(0);
  });

  test('no code is exchanged with a wrong state', async () => {
    const own = (await victim.begin()).searchParams.get('state')!;
    const first = own.slice(0, 8);
    const states = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('', own.slice(0, -1), `${own}A`, own.toUpperCase(), ` ${own}`, `${own} `, `${own}\0`, first),
      fc.string({ unit: 'grapheme', maxLength: 35 }).map((rest) => first + rest),
    );
    await fc.assert(
      fc.asyncProperty(
        states.filter((state) => state !== own),
        async (state) => {
          const query = new URLSearchParams({ code: 'stolen', state });
          const response = await victim.open(`/auth/kakao/callback?${query.toString()}`);
          expect(await outcome(response)).toMatch(/^state_/);
        },
      ),
      { numRuns: 150 },
    );
    expect(tokenCalls()).toBe(0);
    expect(victim.cookies.size).toBe(1);
  });
});

describe('authorization code injection', () => {
  test('PKCE refuses a stolen code in the attacker’s own login', async () => {
    const stolen = (await agree(emulator, await victim.begin(), 0)).searchParams.get('code')!;
    const back = await agree(emulator, await attacker.begin(), 1);
    back.searchParams.set('code', stolen);
    expect(await outcome(await attacker.open(back.href, script))).toMatch(/^(invalid_grant|KOE320)$/);
  });

  test('without PKCE, the nonce refuses a stolen code', async () => {
    const stolen = (await agree(emulator, await victim.begin('/auth/kakao-plain'), 0)).searchParams.get('code')!;
    const back = await agree(emulator, await attacker.begin('/auth/kakao-plain'), 1);
    back.searchParams.set('code', stolen);
    expect(await outcome(await attacker.open(back.href))).toBe('nonce');
  });

  test('a code that was issued without a challenge and a nonce is refused', async () => {
    for (const name of ['kakao', 'kakao-plain']) {
      const { code } = await emulator.signIn(emulator.people[0]!, { redirectUri: `${shop.url}/auth/${name}/callback` });
      const state = (await attacker.begin(`/auth/${name}`)).searchParams.get('state')!;
      const response = await attacker.open(`/auth/${name}/callback?code=${code}&state=${state}`, script);
      expect(await outcome(response)).toMatch(/^(invalid_grant|KOE320|nonce)$/);
    }
  });

  test('a code that was issued without a challenge, but with the attacker’s nonce, is refused (PKCE downgrade)', async () => {
    for (const scope of [undefined, 'openid,profile_nickname', 'profile_nickname']) {
      const searchParams = (await attacker.begin()).searchParams;
      const nonce = searchParams.get('nonce')!;
      // The victim opens the attacker's authorization URL without the challenge.
      const redirectUri = `${shop.url}/auth/kakao/callback`;
      const options = { redirectUri, nonce, ...(scope !== undefined && { scope }) };
      const { code } = await emulator.signIn(emulator.people[0]!, options);
      const query = `code=${code}&state=${searchParams.get('state')!}`;
      expect([scope, await outcome(await attacker.open(`/auth/kakao/callback?${query}`, script))]).toEqual([
        scope,
        'invalid_grant',
      ]);
    }
  });

  test('without PKCE, a code without an ID token cannot bypass the nonce (nonce downgrade)', async () => {
    const redirectUri = `${shop.url}/auth/kakao-strict/callback`;
    const { code } = await emulator.signIn(emulator.people[0]!, { redirectUri, scope: 'profile_nickname' });
    const state = (await attacker.begin('/auth/kakao-strict')).searchParams.get('state')!;
    const response = await attacker.open(`/auth/kakao-strict/callback?code=${code}&state=${state}`);
    expect(await outcome(response)).toBe('missing');
  });

  test('a second code with a used state is refused', async () => {
    const back = await agree(emulator, await attacker.begin(), 1);
    const jar = new Map(attacker.cookies);
    expect(await outcome(await attacker.open(back.href))).toBe(id(1));
    for (const [name, value] of jar) attacker.cookies.set(name, value);
    back.searchParams.set('code', 'another');
    expect(await outcome(await attacker.open(back.href, script))).toBe('state_replayed');
  });
});

describe('fixation and replay', () => {
  test('a link to the login page cannot choose the state', async () => {
    const fixed = 'A'.repeat(43);
    const response = await victim.open(`/auth/kakao?state=${fixed}`);
    // The strategy takes this request for a callback and refuses it. It does not start a login.
    expect(await outcome(response)).toBe('state_missing');
    shop.settings.login = { leg: 'login' };
    const authorize = await victim.begin(`/auth/kakao?state=${fixed}&nonce=x&code_challenge=x&code=x&redirect_uri=x`);
    shop.settings.login = {};
    for (const name of ['state', 'nonce', 'code_challenge', 'redirect_uri']) {
      expect(authorize.searchParams.getAll(name)).toHaveLength(1);
      expect(authorize.searchParams.get(name)).not.toMatch(/^(x|A+)$/);
    }
    expect(authorize.searchParams.has('code')).toBe(false);
  });

  test('every login has its own state, nonce and challenge', async () => {
    const all: string[] = [];
    for (let n = 0; n < 20; n++) {
      const { searchParams } = await shop.visitor().begin();
      for (const name of ['state', 'nonce', 'code_challenge']) all.push(searchParams.get(name)!);
    }
    expect(new Set(all).size).toBe(60);
    expect(all.every((value) => value.length >= 22)).toBe(true);
  });

  test('a copied callback URL does not log in another browser, even at the same moment', async () => {
    const back = await agree(emulator, await victim.begin(), 0);
    const [theirs, ours] = await Promise.all([victim.open(back.href), attacker.open(back.href)]);
    expect(await outcome(theirs)).toBe(id(0));
    expect(await outcome(ours)).toMatch(/^state_(missing|replayed)$/);
    expect(await outcome(await attacker.open(back.href))).toBe('state_replayed');
    expect(tokenCalls()).toBe(1);
  });

  test('the cookie of one login does not open another', async () => {
    const mine = await attacker.begin();
    const [[name, value] = ['', '']] = attacker.cookies;
    const theirs = await victim.begin();
    // The attacker plants their cookie under the name of the victim's. Each cookie is bound to its name.
    const [[wanted] = ['']] = victim.cookies;
    victim.cookies.set(wanted, value);
    expect(name).not.toBe(wanted);
    expect(await outcome(await victim.open((await agree(emulator, theirs, 0)).href))).toBe('state_mismatch');
    expect(mine.searchParams.get('state')).not.toBe(theirs.searchParams.get('state'));
    expect(tokenCalls()).toBe(0);
  });

  test('a cookie that is older than the time limit for a login is refused', async () => {
    const back = await agree(emulator, await victim.begin(), 0);
    later = 10 * 60_000 + 1000;
    expect(await outcome(await victim.open(back.href))).toBe('state_expired');
    expect(tokenCalls()).toBe(0);
  });
});

describe('cookie tampering', () => {
  test('an encrypted cookie with a byte changed, removed or added is refused before any request to Kakao', async () => {
    const back = await agree(emulator, await victim.begin(), 0);
    const [[name, sealed] = ['', '']] = victim.cookies;
    const bytes = Buffer.from(sealed, 'base64url');
    const changed = fc.oneof(
      fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
        const copy = Buffer.from(bytes);
        copy[at] = copy[at]! ^ by;
        return copy.toString('base64url');
      }),
      fc.nat(bytes.length - 1).map((length) => bytes.subarray(0, length).toString('base64url')),
      fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => Buffer.concat([bytes, more]).toString('base64url')),
      fc.base64String({ maxLength: 400 }).map((text) => text.replaceAll('=', '')),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (value) => {
        const mallory = shop.visitor();
        mallory.cookies.set(name, value);
        expect(await outcome(await mallory.open(back.href))).toBe('state_mismatch');
      }),
      { numRuns: 150 },
    );
    expect(tokenCalls()).toBe(0);
    expect(await outcome(await victim.open(back.href))).toBe(id(0));
  });

  test('a cookie encrypted with another secret is refused', async () => {
    const back = await agree(emulator, await victim.begin(), 0);
    const forged = await openShop((url) => ({
      kakao: new KakaoStrategy(
        { ...keysOf(emulator), callbackURL: `${url}/cb`, cookie: { secret: 'x'.repeat(32) } },
        () => null,
      ),
    }));
    const elsewhere = forged.visitor();
    await elsewhere.begin();
    const [[name] = ['']] = victim.cookies;
    const [[, value] = ['', '']] = elsewhere.cookies;
    victim.cookies.set(name, value);
    expect(await outcome(await victim.open(back.href))).toBe('state_mismatch');
    await forged.close();
  });

  test('cookies with invalid names, planted by a sibling domain, break neither the login nor the callback', async () => {
    const names = [
      'kakao_login.a b',
      'kakao_login.é',
      'kakao_login."',
      'kakao_login.',
      'kakao_login.x@y/z',
      'kakao_login.(]',
    ];
    for (const name of names) victim.cookies.set(name, 'x');
    const back = await agree(emulator, await victim.begin(), 0);
    for (const name of names) {
      victim.cookies.set(name, 'x');
      const state = encodeURIComponent(`${name.slice('kakao_login.'.length)}        `);
      const response = await victim.open(`/auth/kakao/callback?code=x&state=${state}`);
      expect([name, await outcome(response)]).toEqual([name, 'state_mismatch']);
    }
    expect(await outcome(await victim.open(back.href))).toBe(id(0));
  });

  test('over https, a cookie without the __Host- prefix is ignored, because a sibling domain could plant it', async () => {
    const callbackURL = 'https://shop.example/auth/kakao/callback';
    const secure = await openShop(() => ({
      kakao: new KakaoStrategy({ ...keysOf(emulator), callbackURL }, () => null),
    }));
    const mallory = secure.visitor();
    const state = (await mallory.begin()).searchParams.get('state')!;
    const [[name, value] = ['', '']] = mallory.cookies;
    expect(name).toMatch(/^__Host-kakao_login\./);
    const planted = secure.visitor();
    planted.cookies.set(name.slice('__Host-'.length), value);
    const answer = await planted.open(`/auth/kakao/callback?code=x&state=${state}`);
    expect(await outcome(answer)).toBe('state_missing');
    await secure.close();
  });
});

describe('mix-up', () => {
  test('a login of one Kakao app is refused at the callback of another with the same cookie secret', async () => {
    const back = await agree(emulator, await victim.begin('/auth/kakao'), 0);
    expect(await outcome(await victim.open(`/auth/kakao-other/callback${back.search}`))).toBe('state_mismatch');
    const other = await agree(emulator, await attacker.begin('/auth/kakao-other'), 1);
    expect(await outcome(await attacker.open(`/auth/kakao/callback${other.search}`))).toBe('state_mismatch');
    expect(tokenCalls()).toBe(0);
  });

  test('a login is refused at the callback of another strategy, even with the same app and cookie secret', async () => {
    for (const [from, to] of [
      ['kakao', 'kakao-strict'],
      ['kakao-strict', 'kakao'],
    ] as const) {
      const back = await agree(emulator, await victim.begin(`/auth/${from}`), 0);
      expect(await outcome(await victim.open(`/auth/${to}/callback${back.search}`))).toBe('state_mismatch');
    }
    expect(tokenCalls()).toBe(0);
  });

  test('a code that was issued to another app is refused', async () => {
    const stolen = (await agree(emulator, await victim.begin('/auth/kakao-other'), 0)).searchParams.get('code')!;
    const state = (await attacker.begin('/auth/kakao')).searchParams.get('state')!;
    const response = await attacker.open(`/auth/kakao/callback?code=${stolen}&state=${state}`);
    expect(await response.json()).toMatchObject({ error: 'KOE114' });
  });

  test('the callback of another provider is refused before any request to Kakao', async () => {
    for (const query of [
      'code=4/0AX4XfWh&state=google-state&scope=openid&authuser=0&prompt=consent',
      'oauth_token=x&oauth_verifier=y',
      'SAMLResponse=x&RelayState=y',
      'code=x&state=y&iss=https%3A%2F%2Faccounts.google.com',
      'error=access_denied&error_reason=user_denied',
    ]) {
      await victim.begin();
      expect(await outcome(await victim.open(`/auth/kakao/callback?${query}`))).toMatch(/^state_|^code_missing/);
    }
    expect(tokenCalls()).toBe(0);
  });
});
