import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Auth, type AuthConfig } from '@auth/core';
import AuthJsKakao from '@auth/core/providers/kakao';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import { Kakao as ArcticKakao } from 'arctic';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import express from 'express';
import session from 'express-session';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { Passport } from 'passport';
import { Strategy as PassportKakao } from 'passport-kakao';
import { Strategy as PassportKakaoLogin } from 'passport-kakao-login';
import { Browser, type Page } from './clients/browser.js';
import { redirectFetch, redirectStrategy, toEmulator } from './clients/kakao-hosts.js';
import { documentedRows, writeResults, type Result } from './clients/results.js';
import { startSite } from './clients/site.js';

/** A second app without OpenID Connect, like older apps. */
const plainApp = {
  appId: '200001',
  name: '달빛상점 옛 앱',
  restApiKeys: [{ key: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', clientSecret: 'OldAppClientSecret00000000000001' }],
  consentItems: { profile_nickname: 'required', profile_image: 'optional', account_email: 'optional' },
} as const;

let site: Awaited<ReturnType<typeof startSite>>;
let emulator: Awaited<ReturnType<typeof createKakaoEmulator>>;
let browser: Browser;
let callback: string;
let undo: () => void = () => {};

/** The clients that logged in, for the documentation. */
const results: Result[] = [];

async function passed(client: string, how: string): Promise<void> {
  const file = new URL(`../node_modules/${client}/package.json`, import.meta.url);
  const { version } = JSON.parse(await readFile(file, 'utf8')) as { version: string };
  results.push({ client, version, how, result: 'logged in' });
}

beforeAll(async () => {
  site = await startSite();
  callback = `${site.url}/callback`;
  const [shop] = defaultSeed.apps;
  const oldKeys = [{ ...plainApp.restApiKeys[0], redirectUris: [callback, `${site.url}/auth/callback/kakao`] }];
  emulator = await createKakaoEmulator({
    apps: [shop, { ...plainApp, restApiKeys: oldKeys }],
    redirectUris: [callback, `${site.url}/auth/callback/kakao`, `${site.url}/api/auth/callback/kakao`],
  });
});
beforeEach(() => {
  browser = new Browser();
});
afterEach(() => {
  undo();
  undo = () => {};
  emulator.reset();
});
afterAll(async () => {
  await emulator.close();
  await site.close();
  await writeResults('clients', results);
});

const person = () => {
  const [first] = emulator.people;
  if (first === undefined) throw new Error('the seed has no people');
  return first;
};
const key = () => ({ id: emulator.app.restApiKey, secret: emulator.app.clientSecret });
const oldKey = { id: plainApp.restApiKeys[0].key, secret: plainApp.restApiKeys[0].clientSecret };
const arrivedAt = (uri: string) => (url: URL) => url.href.startsWith(uri);

describe('clients without a framework', () => {
  test('arctic exchanges a code, reads the user and refreshes the token', async () => {
    undo = redirectFetch(emulator.url);
    const kakao = new ArcticKakao(key().id, key().secret, callback);

    const start = kakao.createAuthorizationURL('a-state', ['account_email', 'profile_nickname']);
    const { url } = await browser.logIn(
      start.href.replace('https://kauth.kakao.com', emulator.url),
      person(),
      arrivedAt(callback),
    );
    expect(url.searchParams.get('state')).toBe('a-state');
    const tokens = await kakao.validateAuthorizationCode(url.searchParams.get('code') ?? '');
    const answer = await fetch('https://kapi.kakao.com/v2/user/me', {
      headers: { authorization: `Bearer ${tokens.accessToken()}` },
    });
    const renewed = await kakao.refreshAccessToken(tokens.refreshToken());

    expect(await answer.json()).toMatchObject({ kakao_account: { email: person().loginId } });
    expect(tokens.scopes()).toContain('account_email');
    expect(renewed.accessToken()).not.toBe(tokens.accessToken());
    await passed('arctic', 'code, refresh, user/me');
  });

  test('arctic reports a code that was used before', async () => {
    undo = redirectFetch(emulator.url);
    const kakao = new ArcticKakao(key().id, key().secret, callback);
    const start = kakao.createAuthorizationURL('a-state', []);
    const { url } = await browser.logIn(
      start.href.replace('https://kauth.kakao.com', emulator.url),
      person(),
      arrivedAt(callback),
    );
    const code = url.searchParams.get('code') ?? '';
    await kakao.validateAuthorizationCode(code);
    await expect(kakao.validateAuthorizationCode(code)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  test('openid-client logs in with discovery, PKCE and nonce, and verifies the signature', async () => {
    const { id, secret } = key();
    const config = await openid.discovery(new URL(emulator.url), id, {}, openid.ClientSecretPost(secret), {
      execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    });
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedNonce = openid.randomNonce();
    const expectedState = openid.randomState();
    const start = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });

    const { url } = await browser.logIn(start, person(), arrivedAt(callback));
    const checks = { pkceCodeVerifier, expectedNonce, expectedState, idTokenExpected: true };
    const tokens = await openid.authorizationCodeGrant(config, url, checks);
    const claims = tokens.claims();
    const info = await openid.fetchUserInfo(config, tokens.access_token, person().id);
    const renewed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');

    expect(claims).toMatchObject({ iss: emulator.url, aud: id, sub: person().id, nonce: expectedNonce });
    expect(info).toMatchObject({ sub: person().id, email: person().loginId, email_verified: true });
    expect(renewed.claims()?.sub).toBe(person().id);
    await passed('openid-client', 'discovery, PKCE, nonce, ID token, userinfo, refresh');
  });

  test('openid-client with a wrong PKCE verifier is refused', async () => {
    const { id, secret } = key();
    const config = await openid.discovery(new URL(emulator.url), id, {}, openid.ClientSecretPost(secret), {
      execute: [openid.allowInsecureRequests],
    });
    const start = openid.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      code_challenge: await openid.calculatePKCECodeChallenge(openid.randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
    });
    const { url } = await browser.logIn(start, person(), arrivedAt(callback));
    const grant = openid.authorizationCodeGrant(config, url, { pkceCodeVerifier: openid.randomPKCECodeVerifier() });
    await expect(grant).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('forms like those of Spring Security are accepted, and jose accepts the ID token', async () => {
    const { id, secret } = key();
    const authorize = new URL('/oauth/authorize', emulator.url);
    authorize.search = new URLSearchParams({
      response_type: 'code',
      client_id: id,
      scope: 'openid profile_nickname account_email',
      state: 'Zm9vYmFy%3D',
      redirect_uri: callback,
      nonce: 'a-nonce',
    }).toString();
    const { url } = await browser.logIn(authorize, person(), arrivedAt(callback));
    const post = (form: Record<string, string>) =>
      fetch(`${emulator.url}/oauth/token`, {
        method: 'POST',
        headers: {
          accept: 'application/json;charset=UTF-8',
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        },
        body: new URLSearchParams({ client_id: id, client_secret: secret, ...form }).toString(),
      });
    const exchanged = await post({
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: callback,
    });
    const tokens = (await exchanged.json()) as Record<'access_token' | 'refresh_token' | 'id_token', string>;
    const me = await fetch(`${emulator.url}/v2/user/me`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      },
    });
    const renewed = await post({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', emulator.url));
    const verified = await jwtVerify(tokens.id_token, keys, {
      issuer: emulator.url,
      audience: id,
      algorithms: ['RS256'],
      typ: 'JWT',
    });

    expect(url.searchParams.get('state')).toBe('Zm9vYmFy%3D');
    expect(exchanged.status).toBe(200);
    expect(await me.json()).toMatchObject({ kakao_account: { profile: { nickname: '달빛' } } });
    expect(renewed.status).toBe(200);
    expect(verified.payload).toMatchObject({ sub: person().id, nonce: 'a-nonce', nickname: '달빛' });
    results.push({
      client: 'form posts',
      version: 'as Spring Security sends them',
      how: 'client_secret_post',
      result: 'logged in',
    });
    await passed('jose', 'ID token against the key set');
  });
});

/** Auth.js on `node:http`, with sign-in and session. */
function authJs(config: Omit<AuthConfig, 'raw'>): RequestListener {
  const toRequest = async (request: IncomingMessage): Promise<Request> => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(request, 'end');
    const body = Buffer.concat(chunks);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    return new Request(new URL(request.url ?? '/', site.url), {
      method: request.method ?? 'GET',
      headers,
      ...(body.length > 0 && { body }),
    });
  };
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const options = { basePath: '/auth', secret: 'a-secret-of-the-test', trustHost: true, ...config };
    const response = await Auth(await toRequest(incoming), options);
    outgoing.statusCode = response.status;
    for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
    outgoing.setHeader('set-cookie', response.headers.getSetCookie());
    outgoing.end(await response.text());
  };
  return (incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.writeHead(500).end());
  };
}

describe('Auth.js', () => {
  const silent = { error: () => {}, warn: () => {}, debug: () => {} };
  const at = (url: string) => ({
    authorization: `${url}/oauth/authorize?scope`,
    token: `${url}/oauth/token`,
    userinfo: `${url}/v2/user/me`,
  });

  async function signIn(): Promise<unknown> {
    const csrf = await browser.open(`${site.url}/auth/csrf`);
    const { csrfToken } = JSON.parse(csrf.html) as { csrfToken: string };
    const page = await browser.open(`${site.url}/auth/signin/kakao`, undefined, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, callbackUrl: `${site.url}/auth/session` }).toString(),
    });
    await browser.logIn(page.url, person());
    const { html } = await browser.open(`${site.url}/auth/session`);
    return JSON.parse(html);
  }

  test('logs a user in to an app without OpenID Connect, with its provider unchanged', async () => {
    const provider = AuthJsKakao({ clientId: oldKey.id, clientSecret: oldKey.secret, ...at(emulator.url) });
    site.serve(authJs({ providers: [provider], logger: silent }));
    expect(await signIn()).toMatchObject({ user: { name: '달빛', email: person().loginId } });
    await passed('@auth/core', 'its Kakao provider, app without OpenID Connect');
  });

  test('logs a user in to an app with OpenID Connect if `issuer` is set', async () => {
    const provider = AuthJsKakao({
      clientId: key().id,
      clientSecret: key().secret,
      issuer: emulator.url,
      ...at(emulator.url),
    });
    site.serve(authJs({ providers: [provider], logger: silent }));
    expect(await signIn()).toMatchObject({ user: { name: '달빛', email: person().loginId } });
    await passed('@auth/core', 'its Kakao provider with `issuer`, app with OpenID Connect');
  });
});

describe('better-auth', () => {
  /** better-auth with its Kakao provider and its memory adapter. */
  function auth(secret: string): RequestListener {
    const server = betterAuth({
      baseURL: site.url,
      secret: 'a-secret-of-the-test-that-is-long-enough',
      database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
      socialProviders: { kakao: { clientId: key().id, clientSecret: secret } },
      logger: { disabled: true },
      telemetry: { enabled: false },
    });
    const handler = toNodeHandler(server);
    return (incoming, outgoing) => void handler(incoming, outgoing);
  }

  /** Starts a login, logs in at Kakao, and returns through the callback. */
  async function signIn(): Promise<Page> {
    const start = await browser.open(`${site.url}/api/auth/sign-in/social`, undefined, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: site.url },
      body: JSON.stringify({ provider: 'kakao', callbackURL: '/api/auth/get-session', errorCallbackURL: '/refused' }),
    });
    const { url } = JSON.parse(start.html) as { url: string };
    return browser.logIn(toEmulator(url, emulator.url), person());
  }

  test('logs a user in, with the verified email in the session', async () => {
    undo = redirectFetch(emulator.url);
    site.serve(auth(key().secret));
    const { html } = await signIn();
    expect(JSON.parse(html)).toMatchObject({
      user: { name: '달빛', email: person().loginId, emailVerified: true },
      session: { token: expect.any(String) },
    });
    await passed('better-auth', 'its Kakao provider, memory adapter');
  });

  test('is refused with a wrong client secret', async () => {
    undo = redirectFetch(emulator.url);
    site.serve(auth('not-the-secret'));
    const { url } = await signIn();
    expect([url.pathname, url.searchParams.get('error')]).toEqual(['/refused', expect.any(String)]);
    const { html } = await browser.open(`${site.url}/api/auth/get-session`);
    expect(JSON.parse(html)).toBeNull();
  });
});

describe.each([
  { name: 'passport-kakao', Strategy: PassportKakao },
  { name: 'passport-kakao-login', Strategy: PassportKakaoLogin },
])('$name in Express', ({ name, Strategy }) => {
  interface Seen {
    profile: { id: unknown; _json: unknown };
    tokens: string[];
  }

  function app(secret: string, seen: Seen[]): RequestListener {
    const passport = new Passport();
    const strategy = new Strategy(
      { clientID: key().id, clientSecret: secret, callbackURL: callback },
      (
        accessToken: string,
        refreshToken: string,
        profile: Seen['profile'],
        done: (error: unknown, user: Express.User) => void,
      ) => {
        seen.push({ profile, tokens: [accessToken, refreshToken] });
        done(null, { id: String(profile.id) });
      },
    );
    passport.use('kakao', redirectStrategy(strategy, emulator.url));
    passport.serializeUser((user, done) => done(null, user));
    passport.deserializeUser((user: Express.User, done) => done(null, user));
    const server = express();
    server.use(session({ secret: 'a-secret-of-the-test', resave: false, saveUninitialized: false }));
    server.use(passport.session());
    server.get('/login', passport.authenticate('kakao') as express.RequestHandler);
    server.get('/callback', passport.authenticate('kakao', { successRedirect: '/me' }) as express.RequestHandler);
    server.get('/me', (request, response) => void response.json(request.user ?? null));
    server.use((_error: unknown, _request: unknown, response: express.Response, _next: unknown) => {
      response.status(500).end('the strategy reported an error');
    });
    return server;
  }

  test('logs a user in and keeps them logged in', async () => {
    const seen: Seen[] = [];
    site.serve(app(key().secret, seen));
    const page: Page = await browser.logIn(`${site.url}/login`, person());

    expect(JSON.parse(page.html)).toEqual({ id: person().id });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.profile._json).toMatchObject({ kakao_account: { profile: { nickname: '달빛' } } });
    expect(seen[0]?.tokens.every((token) => token.length > 20)).toBe(true);
    await passed(name, 'Express, express-session');
  });

  test('is refused with a wrong client secret', async () => {
    const seen: Seen[] = [];
    site.serve(app('not-the-secret', seen));
    const page = await browser.logIn(`${site.url}/login`, person());
    expect(page.status).toBe(500);
    expect(seen).toEqual([]);
  });
});

test('the table in the documentation has these results', async () => {
  expect(await documentedRows()).toEqual(
    expect.arrayContaining(results.map((row) => [row.client, row.version, row.how, row.result])),
  );
});
