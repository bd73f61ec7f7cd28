import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningShop, startShop } from '../../sample/src/start.js';
import { html, logIn } from './visitor.js';

describe('the sample without a browser', () => {
  let shop: RunningShop;
  beforeAll(async () => {
    shop = await startShop({ PORT: '0', KAKAO_EMULATOR_PORT: '0' });
  });
  afterAll(() => shop?.close());

  const post = (path: string, headers: Record<string, string>): Promise<Response> =>
    fetch(shop.url + path, { method: 'POST', redirect: 'manual', headers: { ...html, ...headers } });

  test('accepts a POST only from its own pages', async () => {
    expect((await post('/preferences', { origin: shop.url })).status).toBe(303);
    expect((await post('/preferences', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/preferences', { origin: 'null' })).status).toBe(403);
    expect((await post('/preferences', {})).status).toBe(403);
  });

  test('blocks foreign scripts, frames and caches', async () => {
    const { headers } = await fetch(shop.url, { headers: html });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'self' ${shop.emulated?.emulator.url}`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toContain('unsafe-inline');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('returns only to its own paths after a login', async () => {
    for (const path of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '/%2F%2Fevil.example',
      `/evil?${'x'.repeat(400)}`,
    ]) {
      const login = await fetch(`${shop.url}/login?returnTo=${encodeURIComponent(path)}`, { headers: html });
      const page = await login.text();
      expect(page).toContain('<a class="kakao-button" href="/auth/kakao">');
      expect(page).not.toMatch(/(?:href|src|action|value)="[^"?]*evil/);
    }
  });

  test('answers scripts with JSON, and gives no token to visitors who are not logged in', async () => {
    const response = await fetch(`${shop.url}/shipping/picker/access-token`, {
      method: 'POST',
      headers: { accept: 'application/json', origin: shop.url },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 401, message: 'Sign in first.' });
  });

  test.each([
    ['a callback without a login', '/auth/kakao/callback?code=x&state=y', 403, 'state_missing'],
    ['a callback without parameters', '/auth/kakao/callback', 400, 'code_missing'],
  ])('explains %s', async (_, path, status, code) => {
    const response = await fetch(shop.url + path, { headers: html });
    expect(response.status).toBe(status);
    const page = await response.text();
    expect(page).toContain(code);
    expect(page).toContain('카카오로 시작하기');
  });

  test.each([
    ['a body that is not JSON', '/me/properties', { 'content-type': 'application/json' }, '{', 400],
    [
      'a body that is too large',
      '/me/properties',
      { 'content-type': 'application/json' },
      `"${'x'.repeat(200_000)}"`,
      413,
    ],
    ['a URL that cannot be decoded', '/%E0%A4%A', {}, undefined, 400],
  ])('answers %s, and keeps running', async (_, path, headers, body, status) => {
    const method = body === undefined ? 'GET' : 'POST';
    const response = await fetch(shop.url + path, {
      method,
      headers: { ...html, origin: shop.url, ...headers },
      ...(body !== undefined && { body }),
    });
    expect(response.status).toBe(status);
    expect((await fetch(shop.url, { headers: html })).status).toBe(200);
  });

  test('shows only code that is in the sample', () => {
    const folder = new URL('../../sample/', import.meta.url);
    const files = ['src', 'public'].flatMap((part) =>
      readdirSync(new URL(part, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${part}/${name}`),
    );
    const squeeze = (text: string): string => text.replace(/[\s,]+/g, '');
    const sources = files
      .filter((name) => /\.(ts|tsx|js)$/.test(name) && !/calls\.ts$|\.page\.tsx$/.test(name))
      .map((name) => squeeze(readFileSync(new URL(name, folder), 'utf8')))
      .join('\n');
    const excerpts = files
      .filter((name) => /calls\.ts$|\.page\.tsx$/.test(name))
      .flatMap((name) => [
        ...readFileSync(new URL(name, folder), 'utf8').matchAll(/(?:code|excerpt): ([`'"])((?:\\.|(?!\1).)*)\1/gs),
      ])
      .map((match) => (match[2] ?? '').replaceAll('\\n', '\n').replaceAll('\\`', '`').replaceAll('\\$', '$'));
    expect(excerpts.length).toBeGreaterThan(25);
    const invented = excerpts.filter((excerpt) => !excerpt.split('…').every((part) => sources.includes(squeeze(part))));
    expect(invented).toEqual([]);
  });
});

describe('the sample, when Kakao returns errors', () => {
  let shop: RunningShop;
  // An empty variable counts as unset.
  beforeAll(async () => {
    shop = await startShop({ PORT: '0', KAKAO_EMULATOR_PORT: '0', PUBLIC_URL: '' });
  });
  afterAll(() => shop?.close());

  test('offers another wholesale login when the tokens have ended', async () => {
    const browser = await logIn(shop, '/auth/kakao-wholesale');
    const before = await (await browser.open('/wholesale', { headers: html })).text();
    expect(before).toContain('/wholesale/signup');
    shop.emulated?.emulator.faults.add({ on: 'user.me', kind: 'error', code: -401 });
    shop.emulated?.emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE322' });
    const after = await browser.open('/wholesale', { headers: html });
    expect(after.status).toBe(200);
    expect(await after.text()).toContain('/auth/kakao-wholesale');
    const later = await (await browser.open('/wholesale', { headers: html })).text();
    expect(later).not.toContain('/wholesale/signup');
  });

  test.each([
    [-1, '카카오 토큰은 만료시키지 못했어요'],
    [-401, '카카오 토큰도 만료되었어요'],
  ])('says after a logout what happened to the tokens: %s', async (code, text) => {
    const browser = await logIn(shop);
    shop.emulated?.emulator.faults.add({ on: 'account.logout', kind: 'error', code, times: 3 });
    const headers = { ...html, origin: shop.url };
    const left = await browser.open('/leave/logout', { method: 'POST', headers });
    expect(left.status).toBe(303);
    shop.emulated?.emulator.faults.clear();
    expect(await (await browser.open(left.headers.get('location') ?? '', { headers: html })).text()).toContain(text);
  });
});

describe('the sample with keys of a real app', () => {
  test('starts no emulator and takes the JavaScript SDK from Kakao', async () => {
    const shop = await startShop({
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'https://moonlight.example/',
      KAKAO_CLIENT_ID: 'a'.repeat(32),
      KAKAO_CLIENT_SECRET: 'b'.repeat(32),
      KAKAO_JAVASCRIPT_KEY: 'c'.repeat(32),
      SESSION_SECRET: 'd'.repeat(32),
    });
    try {
      expect(shop.emulated).toBeUndefined();
      const here = await shop.app.getUrl();
      const login = await fetch(`${here}/login`, { headers: html });
      const page = await login.text();
      expect(page).toContain('https://t1.kakaocdn.net/kakao_js_sdk/');
      expect(page).toContain('integrity="sha384-');
      expect(page).not.toContain('b'.repeat(32));
      expect(login.headers.get('content-security-policy')).toContain('https://t1.kakaocdn.net');
      const begun = await fetch(`${here}/auth/kakao/again`, { headers: html, redirect: 'manual' });
      const toKakao = new URL(begun.headers.get('location') ?? '');
      expect(toKakao.origin).toBe('https://kauth.kakao.com');
      expect(toKakao.searchParams.get('prompt')).toBe('login');
      expect(toKakao.searchParams.get('redirect_uri')).toBe('https://moonlight.example/auth/kakao/callback');
      expect(await (await fetch(`${here}/wholesale`, { headers: html })).text()).toContain('KAKAO_WHOLESALE_CLIENT_ID');
    } finally {
      await shop.close();
    }
  });
});
