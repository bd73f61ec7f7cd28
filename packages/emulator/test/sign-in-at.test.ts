import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { KakaoStrategy } from '@kakao-login/passport';
import express from 'express';
import { Passport } from 'passport';

import { createKakaoEmulator } from '../src/index.js';
import type { KakaoEmulator, SentBack } from '../src/index.js';

const redirectUri = 'http://localhost:4000/callback';
const moonlight = 'moonlight@example.com';
let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ redirectUris: [redirectUri] });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

function authorizeUrl(changes: Record<string, string | undefined> = {}): string {
  const query = { client_id: emulator.app.restApiKey, redirect_uri: redirectUri, response_type: 'code', ...changes };
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${emulator.url}/oauth/authorize?${new URLSearchParams(given).toString()}`;
}

/** Exchanges the code as the client does. */
async function redeem(code: string, further: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const { restApiKey, clientSecret } = emulator.app;
  const form = { grant_type: 'authorization_code', client_id: restApiKey, client_secret: clientSecret ?? '' };
  const body = new URLSearchParams({ ...form, redirect_uri: redirectUri, code, ...further });
  return (await (await fetch(`${emulator.url}/oauth/token`, { method: 'POST', body })).json()) as Record<
    string,
    unknown
  >;
}

test('An authorize URL leads to its redirect URI, with a code and its state', async () => {
  const sent = await emulator.signIn(moonlight, { authorizeUrl: authorizeUrl({ state: 'x y&z' }) });
  expect(sent).toEqual({ callbackUrl: expect.any(String), redirectUri, code: expect.any(String), state: 'x y&z' });
  const { searchParams } = new URL(sent.callbackUrl);
  expect(Object.fromEntries(searchParams)).toEqual({ code: sent.code, state: 'x y&z' });
  expect(await redeem(sent.code ?? '')).toMatchObject({ token_type: 'bearer' });
});

test('The nonce and the code challenge of the URL are used', async () => {
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'; // RFC 7636, appendix B
  const url = authorizeUrl({ nonce: 'n-1', code_challenge: challenge, code_challenge_method: 'S256' });
  const { code = '' } = await emulator.signIn(moonlight, { authorizeUrl: new URL(url) });
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const { id_token: idToken } = await redeem(code, { code_verifier: verifier });
  const [, payload = ''] = String(idToken).split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ nonce: 'n-1' });

  const second = await emulator.signIn(moonlight, { authorizeUrl: url });
  expect(await redeem(second.code ?? '', { code_verifier: 'another' })).toHaveProperty('error');
});

test('The user agrees to the items in agree, or by default to all requested ones', async () => {
  const { code = '' } = await emulator.signIn(moonlight, { authorizeUrl: authorizeUrl(), agree: ['profile_image'] });
  const { scope } = await redeem(code);
  expect(String(scope).split(' ').toSorted()).toEqual(['openid', 'profile_image', 'profile_nickname']);
  const more = await emulator.signIn(moonlight, { authorizeUrl: authorizeUrl({ scope: 'openid,account_email' }) });
  expect(String((await redeem(more.code ?? '')).scope)).toContain('account_email');
});

test.each<[string, Record<string, string>, string]>([
  ['prompt=none before the first consent', { prompt: 'none' }, 'consent_required'],
])('%s redirects with an error', async (_what, changes, error) => {
  const sent: SentBack = await emulator.signIn(moonlight, { authorizeUrl: authorizeUrl({ ...changes, state: 's' }) });
  expect(sent).toMatchObject({ redirectUri, error, state: 's' });
  expect(sent.code).toBeUndefined();
  expect(new URL(sent.callbackUrl).searchParams.get('error')).toBe(error);
});

test('prompt=none returns a code after the consent', async () => {
  await emulator.signIn(moonlight, { authorizeUrl: authorizeUrl() });
  const sent = await emulator.signIn(moonlight, { authorizeUrl: authorizeUrl({ prompt: 'none' }) });
  expect(sent.code).toEqual(expect.any(String));
});

test.each<[string, () => string | URL, RegExp]>([
  ['an unregistered redirect URI', () => authorizeUrl({ redirect_uri: 'http://localhost:1/x' }), /KOE006/],
  ['an unknown key', () => authorizeUrl({ client_id: 'f'.repeat(32) }), /KOE101/],
  ['a repeated parameter', () => `${authorizeUrl({ state: 'a' })}&state=b`, /KOE001/],
  ['the real Kakao', () => authorizeUrl().replace(emulator.url, 'https://kauth.kakao.com'), /kauth\.kakao\.com.*hosts/],
  ['another path', () => `${emulator.url}/oauth/token`, /\/oauth\/token/],
  ['a path alone', () => '/oauth/authorize?client_id=1', /no address/],
])('%s is refused with the reason', async (_what, url, message) => {
  await expect(emulator.signIn(moonlight, { authorizeUrl: url() })).rejects.toThrow(message);
});

test('An option that is in the URL is refused', async () => {
  const options = { authorizeUrl: authorizeUrl(), state: 'mine' };
  await expect(emulator.signIn(moonlight, options)).rejects.toThrow(/state/);
});

test('The control API does the same', async () => {
  const response = await fetch(`${emulator.url}/_emulator/sign-in`, {
    method: 'POST',
    body: JSON.stringify({ person: moonlight, authorizeUrl: authorizeUrl({ state: 'over http' }) }),
  });
  expect(await response.json()).toMatchObject({ redirectUri, state: 'over http', code: expect.any(String) });
});

describe('A strategy', () => {
  test('finishes the login that it started', async () => {
    const server = createServer().listen(0, 'localhost');
    await once(server, 'listening');
    const callbackURL = `http://localhost:${(server.address() as AddressInfo).port}/auth/kakao/callback`;
    await emulator.configure({ redirectUris: [callbackURL] });
    const { restApiKey: clientID, clientSecret } = emulator.app;
    const passport = new Passport();
    const options = { clientID, clientSecret, callbackURL, hosts: emulator.url };
    passport.use(new KakaoStrategy(options, ({ profile }) => ({ name: profile.displayName })));
    const app = express();
    app.get(['/auth/kakao', '/auth/kakao/callback'], passport.authenticate('kakao', { session: false }), (req, res) => {
      res.json(req.user);
    });
    server.on('request', app);
    try {
      const login = await fetch(callbackURL.replace('/callback', ''), { redirect: 'manual' });
      const cookie = login.headers
        .getSetCookie()
        .map((line) => line.split(';', 1)[0])
        .join('; ');
      const { callbackUrl } = await emulator.signIn(moonlight, { authorizeUrl: login.headers.get('location') ?? '' });
      const answer = await fetch(callbackUrl, { headers: { cookie } });
      expect(await answer.json()).toEqual({ name: '달빛' });
    } finally {
      server.close();
    }
  });
});
