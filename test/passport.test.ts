import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isKakaoError, kakaoErrorBody } from '@kakao-login/client';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy, type KakaoAuthenticateOptions, type KakaoLogin } from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import passport from 'passport';
import { Browser } from './clients/browser.js';

let server: Server;
let emulator: KakaoEmulator;
let browser: Browser;
let url: string;
let options: KakaoAuthenticateOptions;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const callbackURL = `${url}/callback`;
  emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
  const { restApiKey: clientID, clientSecret } = emulator.app;

  const authenticator = new passport.Passport();
  const hosts = emulator.url;
  authenticator.use('kakao', new KakaoStrategy({ clientID, clientSecret, callbackURL, hosts }, (login) => login));
  authenticator.use(
    'wrong',
    new KakaoStrategy(
      { clientID, clientSecret: 'x'.repeat(32), callbackURL, callbackRoute: 'shared', hosts },
      (l) => l,
    ),
  );
  const kakao = (name: string, more: object = {}) =>
    authenticator.authenticate(name, { session: false, ...more }) as RequestHandler;
  const failed: ErrorRequestHandler = (error, _request, response, next) => {
    if (!isKakaoError(error)) return next(error);
    return response.status(error.status).json(kakaoErrorBody(error));
  };
  const app = express();
  app.get('/login', (request, response, next) => kakao('kakao', options)(request, response, next));
  app.get('/wrong', kakao('wrong'));
  app.get('/callback', (request, response, next) => kakao(wrong ? 'wrong' : 'kakao')(request, response, next));
  app.get('/callback', (request, response) => void response.json(request.user));
  app.use(failed);
  server.on('request', app);
});
beforeEach(() => {
  emulator.reset();
  browser = new Browser();
  options = {};
  wrong = false;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  await emulator.close();
});

let wrong = false;
const person = () => ({ ...emulator.people[0]!, password: 'kakao1234!' });
const logIn = async (more: KakaoAuthenticateOptions = {}) => {
  options = more;
  const { status, html } = await browser.logIn(`${url}/login`, person());
  return { status, login: JSON.parse(html) as KakaoLogin & { error?: string } };
};
const silently = async (more: KakaoAuthenticateOptions = {}) => {
  options = { prompt: 'none', ...more };
  const { status, html } = await browser.open(`${url}/login`);
  return { status, ...(JSON.parse(html) as { error?: string; profile?: object }) };
};

describe('through the emulator', () => {
  test('a user logs in for the first time, with PKCE and a nonce', async () => {
    const { status, login } = await logIn();
    expect(status).toBe(200);
    expect(login.profile).toMatchObject({ id: person().id, provider: 'kakao' });
    expect(login.claims?.nonce).toMatch(/^[\w-]{22}$/);
  });

  test('auto-login works for a user who is logged in and linked', async () => {
    await logIn();
    expect(await silently()).toMatchObject({ status: 200, profile: { id: person().id } });
    expect(await silently({ loginHint: person().loginId })).toMatchObject({ status: 200 });
  });

  test('auto-login fails with login_required if the user is not logged in to Kakao', async () => {
    expect(await silently()).toMatchObject({ error: 'login_required', status: 401 });
  });

  test('auto-login fails with consent_required if the user is not linked', async () => {
    const { login } = await logIn();
    await emulator.webhooks.unlink(login.profile.id);
    expect(await silently()).toMatchObject({ error: 'consent_required' });
  });

  test('`prompt` shows the login page or the account chooser', async () => {
    await logIn();
    options = { prompt: 'login' };
    expect((await browser.open(`${url}/login`)).html).toContain('name="password"');
    options = { prompt: 'select_account' };
    expect((await browser.open(`${url}/login`)).url.origin).toBe(emulator.url);
  });

  test('additional consent returns an ID token only if the scope includes openid', async () => {
    await logIn();
    const { login } = await logIn({ scope: ['friends'] });
    expect(login.claims).toBeUndefined();
    expect(login.tokens.scope?.split(' ')).toContain('friends');
    expect((await logIn({ scope: ['openid', 'talk_message'] })).login.claims?.sub).toBe(person().id);
  });

  test('a wrong client secret fails with KOE010', async () => {
    wrong = true;
    const page = await browser.logIn(`${url}/wrong`, person());
    expect(JSON.parse(page.html)).toMatchObject({ error: 'KOE010' });
    expect(page.status).not.toBe(500);
  });

  test('a login with an expired code starts again without the user', async () => {
    options = {};
    let back: URL | undefined;
    await browser.logIn(`${url}/login`, person(), (at) => {
      if (at.pathname !== '/callback') return false;
      back = at;
      return true;
    });
    emulator.clock.advance({ hours: 1 });
    const { status, html } = await browser.open(back!);
    expect([status, (JSON.parse(html) as KakaoLogin).profile.id]).toEqual([200, person().id]);
    expect(emulator.requests.map(({ code }) => code)).toContain('KOE320');
  });
});
