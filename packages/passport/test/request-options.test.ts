import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop, type Welcome } from './support/shop.js';

let kakao: Kakao;
let shop: Shop;

beforeAll(async () => {
  kakao = await startKakao();
  shop = await openShop({ kakao });
});
afterEach(() => {
  kakao.reset();
  shop.login = {};
});
afterAll(async () => {
  await shop.close();
  await kakao.close();
});

/** Options that an application passes on from a query, with values that a visitor can send. */
const tooMuch: [what: string, option: string, value: unknown, error: string][] = [
  ['a long challenge in state', 'state', { challenge: 'x'.repeat(2000) }, 'state_too_large'],
  ['long Hangul as state', 'state', '가'.repeat(400), 'state_too_large'],
  ['an empty nonce', 'nonce', '', 'option_malformed'],
  ['a long nonce', 'nonce', 'n'.repeat(257), 'option_malformed'],
  ['two nonces', 'nonce', ['a', 'b'], 'option_malformed'],
  ['a nested nonce', 'nonce', { a: 'b' }, 'option_malformed'],
  ['two login hints', 'loginHint', ['a', 'b'], 'option_malformed'],
  ['a nested prompt', 'prompt', { a: 'login' }, 'option_malformed'],
  ['scopes in a list of lists', 'scope', [['openid']], 'option_malformed'],
  ['nested service terms', 'serviceTerms', { a: 'b' }, 'option_malformed'],
  ['a string for silent', 'silent', 'true', 'option_malformed'],
  ['a string for link', 'link', 'true', 'option_malformed'],
  ['a list for link', 'link', ['true'], 'option_malformed'],
  ['an unknown leg of a login', 'leg', 'start', 'option_malformed'],
  ['a redirect URI of another site', 'callbackURL', 'https://evil.example/', 'callback_url_unlisted'],
];

describe('an invalid option from a query is a mistake of the visitor, not a 500:', () => {
  test.each(tooMuch)('%s', async (_what, option, value, error) => {
    shop.login = { [option]: value };
    const response = await shop.browser().open('/auth/kakao');
    expect([response.status, response.headers.get('location'), response.headers.getSetCookie()]).toEqual([
      400,
      null,
      [],
    ]);
    const body = await response.json();
    expect(body).toMatchObject({ error, kind: 'usage' });
    expect(JSON.stringify(body)).not.toMatch(/xxx|nnn|evil/);
  });

  test.each(tooMuch)('%s, and failureRedirect is followed', async (_what, option, value, error) => {
    shop.login = { [option]: value, failureRedirect: '/failed' };
    expect(await (await shop.browser().follow('/auth/kakao')).json()).toEqual({ error });
  });
});

test('a nonce of the application is sent, and the ID token must contain it', async () => {
  shop.login = { nonce: 'n'.repeat(256) };
  const browser = shop.browser();
  const response = await browser.follow('/auth/kakao');
  const { user } = (await response.json()) as Welcome;
  expect(user.login.claims?.nonce).toBe('n'.repeat(256));
  kakao.bends.claims = { nonce: 'n'.repeat(255) };
  expect(await (await browser.follow('/auth/kakao')).json()).toMatchObject({ error: 'nonce' });
});

test('a nonce of the application is used even if the strategy sends none', async () => {
  const plain = await openShop({ kakao, strategy: { nonce: false }, login: { nonce: 'mine' } });
  const { query } = await plain.browser().begin();
  expect(query.get('nonce')).toBe('mine');
  kakao.bends.claims = { nonce: 'of-somebody-else' };
  expect(await (await plain.browser().follow('/auth/kakao')).json()).toMatchObject({ error: 'nonce' });
  await plain.close();
});

test('a value that JSON does not support is a mistake of the developer, and a visible error', async () => {
  shop.login = { failureRedirect: '/failed', state: 1n };
  const response = await shop.browser().open('/auth/kakao');
  expect([response.status, await response.json()]).toMatchObject([500, { error: 'state_not_json' }]);
});
