import { describe, expect, test } from '@jest/globals';
import { redirectUriNote } from '@kakao-login/passport';
import type { HttpRequest } from '../src/http.js';
import { cameBackTo, isListed, redirectUri } from '../src/redirect-uri.js';

const to = (url: string, host = 'shop.example'): HttpRequest => ({ url, headers: { host } });
const listing = (...callbackURLs: string[]) => ({
  callbackURL: callbackURLs[0] ?? '',
  callbackURLs,
  proxy: undefined,
});
const a = 'https://a.example/kakao/callback';
const b = 'https://b.example/kakao/callback';
const other = 'https://b.example/other/callback';

describe('the redirect URI of a login', () => {
  test.each<[string, unknown, string[], string]>([
    ['the first of the strategy', undefined, [a, b], a],
    ['one that the request chooses', b, [a, b], b],
    ['a path on the origin of the request', undefined, ['/kakao/callback'], 'http://shop.example/kakao/callback'],
    ['a path that the request chooses', '/second', ['/first', '/second'], 'http://shop.example/second'],
    ['a URL for a path of the strategy', 'http://shop.example/first', ['/first'], 'http://shop.example/first'],
    ['a path for a URL of the strategy', '/first', ['http://shop.example/first'], 'http://shop.example/first'],
  ])('is %s', (_, wanted, callbackURLs, expected) => {
    expect(redirectUri(to('/'), wanted, listing(...callbackURLs))).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['another URL', 'https://evil.example/kakao/callback'],
    ['a path', '/kakao/callback'],
    ['another case', a.toUpperCase()],
    ['one with a trailing slash', `${a}/`],
    ['an empty string', ''],
    ['null', null],
    ['a number', 1],
    ['a list', [a]],
    ['a URL object', new URL(a)],
  ])('is never %s that the strategy does not list', (_, wanted) => {
    expect(() => redirectUri(to('/'), wanted, listing(a, b))).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'callback_url_unlisted', option: 'callbackURL' }),
    );
  });
});

describe('the redirect URI of a callback', () => {
  test.each<[string, string, string, unknown, string[], string]>([
    ['the one of the route', '/other/callback', 'b.example', a, [a, b, other], a],
    ['the only one, with any path', '/elsewhere', 'elsewhere.example', undefined, [a], a],
    ['the one with the path and the host', '/kakao/callback?code=1', 'b.example', undefined, [a, b, other], b],
    ['the first with the path if no host matches', '/kakao/callback', 'c.example', undefined, [other, a, b], a],
    ['never one with the host and another path', '/kakao/callback', 'b.example', undefined, [other, a], a],
    ['the first if no path matches', '/mounted', 'b.example', undefined, [a, b], a],
    ['a path on the host', '/second', 'c.example', undefined, ['/first', '/second'], 'http://c.example/second'],
  ])('is %s', (_, url, host, wanted, callbackURLs, expected) => {
    expect(cameBackTo(to(url, host), wanted, listing(...callbackURLs))).toBe(expected);
  });
});

test.each<[string, string[], boolean]>([
  [a, [b, a], true],
  [a, ['/kakao/callback'], true],
  ['http://localhost:3000/kakao/callback', ['/kakao/callback'], true],
  [a, [], false],
  [a, [b], false],
  [a, ['/callback'], false],
  [a, ['/kakao/callback/'], false],
])('a login that started with %s belongs to a strategy with %j: %s', (callbackURL, callbackURLs, expected) => {
  expect(isListed(callbackURL, callbackURLs)).toBe(expected);
});

describe('the note for a redirect URI', () => {
  test.each([
    'http://localhost:8787',
    'http://kakao.localhost:8787',
    'http://127.0.0.1:8787',
    'http://127.10.200.30:8787',
    'http://[::1]:8787',
  ])('names only the emulator for %s', (kauth) => {
    const { ko, en } = redirectUriNote(a, kauth);
    expect(en).toBe(`${a} – register exactly this with the emulator: kakao-emulator --redirect-uri ${a}`);
    expect(ko).toContain(`kakao-emulator --redirect-uri ${a}`);
    expect(ko).not.toContain('developers.kakao.com');
  });

  test.each([
    'http://localhost.example',
    'http://notlocalhost',
    'http://127.0.0.1.example',
    'http://kakao:8787',
    'http://10.0.0.1:8787',
  ])('also names the console for %s, which may be a proxy of Kakao', (kauth) => {
    const { ko, en } = redirectUriNote(a, kauth);
    expect(en).toContain(`kakao-emulator --redirect-uri ${a} (If "hosts" is a proxy of Kakao: at developers.kakao.com`);
    expect(ko).toContain('developers.kakao.com');
  });

  test('says for a path that every origin must be registered, with a placeholder for the emulator', () => {
    const live = redirectUriNote('/kakao/callback');
    expect(live.en).toContain('/kakao/callback on the origin of each request');
    expect(live.en).toContain('Register https://<origin>/kakao/callback for every origin');
    expect(live.ko).toContain('각 요청의 출처 뒤에 경로(/kakao/callback)를 붙인 주소');
    expect(live.ko).toContain('https://<출처>/kakao/callback');
    const local = redirectUriNote('/kakao/callback', 'http://localhost:8787');
    expect(local.en).toContain("--redirect-uri 'http://<origin>/kakao/callback'");
  });

  test('names the menu of logout redirect URIs for a logout', () => {
    const { ko, en } = redirectUriNote(a, undefined, 'logout');
    expect(en).toContain('[Kakao Login] > [Logout redirect URI]');
    expect(ko).toContain('[카카오 로그인] > [로그아웃 리다이렉트 URI]');
    expect(redirectUriNote(a, 'http://localhost:8787', 'logout').en).toContain('--logout-redirect-uri');
  });
});
