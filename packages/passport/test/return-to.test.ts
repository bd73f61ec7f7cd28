import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { safeReturnTo } from '@kakao-login/passport';
import { isAppLink, isLink } from '../src/return-to.js';
import { assert, constantFrom, array, property, string } from 'fast-check';
import { startKakao, type Kakao } from './support/kakao.js';
import { openShop, type Shop } from './support/shop.js';

describe('an entry of an allow-list', () => {
  test.each([
    'myapp://done',
    'com.example.app:/done',
    'kakao0123://oauth',
    'MyApp://done',
    'my-app+1.x:done',
    'httpsx://done',
    'xhttps://done',
  ])('%j is a link of an app', (link) => {
    expect([isAppLink(link), isLink(link)]).toEqual([true, true]);
    expect(safeReturnTo(link, [link])).toBe(link);
    expect(safeReturnTo(link)).toBeUndefined();
  });

  test.each([
    'https://app.example/done',
    'http://app.example/done',
    'https://app.example/?done',
    'HTTPS://app.example/done',
    'https://app.example',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,a',
    'file:///etc/passwd',
    'chrome-extension://a/b',
    'view-source:https://a/b',
    'wss://a/b',
    'ftp://a/b',
    'about:blank',
    'resource://a',
    'myapp://user@done',
    'myapp://:password@done',
    'myapp://[::1',
    'myapp:',
    'myapp',
    '1app://done',
    ' myapp://done',
    'myapp://done ',
    'my app://done',
    'myapp://a b',
    'myapp://달빛',
    '',
  ])('%j is not a link of an app', (text) => {
    expect(isAppLink(text)).toBe(false);
  });

  test.each(['https://app.example/done', 'http://app.example/done', 'https://app.example/?from=kakao'])(
    '%j is a link that has to match exactly',
    (link) => {
      expect(isLink(link)).toBe(true);
      expect(safeReturnTo(link, [link])).toBe(link);
      expect(safeReturnTo(`${link}2`, [link])).toBeUndefined();
    },
  );

  test.each([
    'https://app.example',
    'https://app.example/',
    'https://APP.example/done',
    'HTTPS://app.example/done',
    'https://app.example:443/done',
    'https://app.example/a/../b',
    'https://app.example:99999/done',
    'https://user@app.example/done',
    'https://:password@app.example/done',
    'https://app.example/달빛',
    'https://app.example/a b',
    ' https://app.example/done',
    'https://',
    '/done',
    '',
    5,
    undefined,
    null,
    ['/done'],
  ])('%j is not a link', (value) => {
    expect(isLink(value)).toBe(false);
  });

  test('is not used if it is too long', () => {
    const link = `myapp://${'x'.repeat(1016)}`;
    expect([safeReturnTo(link, [link]), safeReturnTo(`${link}x`, [`${link}x`])]).toEqual([link, undefined]);
  });
});

describe('a URL to return to', () => {
  test.each([
    ['/', '/'],
    ['/cart?a=1&b=2#top', '/cart?a=1&b=2#top'],
    ['/장바구니', '/%EC%9E%A5%EB%B0%94%EA%B5%AC%EB%8B%88'],
    ['/a/../b', '/b'],
    ['/a\\b', '/a/b'],
    ['https://app.example/cart', 'https://app.example/cart'],
    ['https://APP.example:443/', 'https://app.example/'],
    [`/${'x'.repeat(1023)}`, `/${'x'.repeat(1023)}`],
    [`https://app.example/${'x'.repeat(1004)}`, `https://app.example/${'x'.repeat(1004)}`],
  ])('%j is safe', (value, expected) => {
    expect(safeReturnTo(value, ['https://app.example'])).toBe(expected);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:\\\\evil.example',
    'http://app.example/',
    'https://app.example.evil.example/',
    'https://app.example@evil.example/',
    'https://user:password@app.example/',
    'https://user@app.example/',
    'https://:password@app.example/',
    'https://app.example:8443/',
    'https://evil.example/https://app.example',
    '／／evil.example',
    'https://app。evil.example',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'cart',
    '',
    `/${'x'.repeat(1024)}`,
    // Each syllable takes nine characters in a URL.
    `/${'집'.repeat(400)}`,
    `https://app.example/${'집'.repeat(400)}`,
    null,
    ['/cart'],
    { toString: () => '/cart' },
  ])('%j is not', (value) => {
    expect(safeReturnTo(value, ['https://app.example'])).toBeUndefined();
  });

  test('is never on an opaque origin, which is "null"', () => {
    expect(safeReturnTo('myapp://done', ['null'])).toBeUndefined();
  });

  test('needs a list of origins', () => {
    expect(() => safeReturnTo('/cart', 'https://app.example' as never)).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'option_malformed', option: 'origins' }),
    );
  });

  test('never leads a browser to another site, whatever it contains', () => {
    const piece = constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '\t',
      '\n',
      '@',
      ':',
      'evil.example',
      'http',
      '#',
      '?',
      '／',
    );
    assert(
      property(array(piece, { maxLength: 8 }), string(), (pieces, tail) => {
        const safe = safeReturnTo(pieces.join('') + tail);
        if (safe === undefined) return;
        expect(new URL(safe, 'https://shop.example').origin).toBe('https://shop.example');
        expect(safe).toMatch(/^\/(?!\/)[\u0021-\u007e]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('returnTo', () => {
  let kakao: Kakao;
  let shop: Shop;
  beforeAll(async () => {
    kakao = await startKakao();
    shop = await openShop({ kakao, strategy: { returnTo: ['https://app.example'] } });
  });
  afterEach(() => kakao.reset());
  afterAll(async () => {
    await shop.close();
    await kakao.close();
  });

  test.each([
    ['/cart?step=2', '/cart?step=2'],
    ['https://app.example/cart', 'https://app.example/cart'],
    ['//evil.example', undefined],
    ['https://evil.example/', undefined],
  ])('%s is returned with the login as %j', async (wanted, expected) => {
    const response = await shop.browser().follow(`/auth/kakao?returnTo=${encodeURIComponent(wanted)}`);
    expect(await response.json()).toMatchObject({ authInfo: expected === undefined ? {} : { returnTo: expected } });
    const { query } = await shop.browser().begin(`/auth/kakao?returnTo=${encodeURIComponent(wanted)}`);
    expect(query.get('redirect_uri')).not.toContain('returnTo');
  });

  test('can be set by the route', async () => {
    shop.login = { returnTo: '/welcome' };
    const response = await shop.browser().follow('/auth/kakao?returnTo=/elsewhere');
    shop.login = {};
    expect(await response.json()).toMatchObject({ user: { login: { returnTo: '/welcome' } } });
  });

  test('cannot be set by the callback', async () => {
    const browser = shop.browser();
    const response = await browser.open(`${await browser.comeBack()}&returnTo=/admin`);
    expect(((await response.json()) as { authInfo: object }).authInfo).toEqual({});
  });

  test('is ignored unless it is enabled', async () => {
    const plain = await openShop({ kakao });
    const response = await plain.browser().follow('/auth/kakao?returnTo=/cart');
    expect(((await response.json()) as { authInfo: object }).authInfo).toEqual({});
    await plain.close();
  });

  test.each([
    ['/cart?step=2', { returnTo: '/cart?step=2' }],
    ['https://app.example/cart', {}],
    ['//evil.example', {}],
  ])('%s of a route needs no option of the strategy, and must be on this site', async (returnTo, authInfo) => {
    const plain = await openShop({ kakao, login: { returnTo } });
    const response = await plain.browser().follow('/auth/kakao?returnTo=/elsewhere');
    expect(((await response.json()) as { authInfo: object }).authInfo).toEqual(authInfo);
    await plain.close();
  });
});
