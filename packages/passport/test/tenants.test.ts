import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isKakaoError } from '@kakao-login/client';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import passport from 'passport';
import { Browser } from './support/browser.js';

/* The recipe of the documentation: a Kakao app for each request. The tenants share a host, and therefore cookies. */

const tenants = ['moonlight', 'wholesale'] as const;
const apps: Record<string, KakaoStrategyOptions> = {};

let emulator: KakaoEmulator;
let url: string;
const app = express();
const server = createServer(app);

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const callbackOf = (tenant: string) => `${url}/${tenant}/callback`;
  emulator = await createKakaoEmulator({
    apps: defaultSeed.apps.map((seed, index) => ({
      ...seed,
      autoLink: true,
      restApiKeys: [{ ...seed.restApiKeys![0]!, redirectUris: [callbackOf(tenants[index]!)] }],
    })),
  });
  for (const [index, tenant] of tenants.entries()) {
    const { restApiKey: clientID, clientSecret } = emulator.apps[index]!;
    const cookie = { secret: 'a secret that all tenants of the service share' };
    apps[tenant] = { clientID, clientSecret, callbackURL: callbackOf(tenant), hosts: emulator.url, cookie };
  }

  const authenticator = new passport.Passport();
  const strategies = new Map<string, KakaoStrategy>();
  const kakao: RequestHandler = (request, response, next) => {
    const options = apps[String(request.params['tenant'])];
    if (options === undefined) return void response.sendStatus(404);
    const strategy =
      strategies.get(options.clientID) ??
      new KakaoStrategy(options, ({ profile }) => ({ id: profile.id, clientID: options.clientID }));
    strategies.set(options.clientID, strategy);
    return (authenticator.authenticate(strategy, { session: false }) as RequestHandler)(request, response, next);
  };
  app.get('/:tenant/login', kakao);
  app.get('/:tenant/callback', kakao, (request, response) => void response.json(request.user));
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    response.status(isKakaoError(error) ? error.status : 500).json(isKakaoError(error) ? error.code : String(error));
  };
  app.use(failed);
});
afterAll(async () => {
  await emulator.close();
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

/** Starts a login. Returns the URL to which Kakao sends the user. */
async function comeBack(browser: Browser, tenant: string): Promise<string> {
  const { authorize } = await browser.begin(`/${tenant}/login`);
  return (await emulator.signIn(emulator.people[0]!, { authorizeUrl: authorize })).callbackUrl;
}

test('each tenant uses its own app, with many concurrent logins', async () => {
  const visits = Array.from({ length: 6 }, (_, index) => tenants[index % 2]!);
  const users = await Promise.all(
    visits.map(async (tenant) => {
      const browser = new Browser(url);
      return (await browser.open(await comeBack(browser, tenant))).json();
    }),
  );
  expect(users).toEqual(visits.map((tenant) => ({ id: '1001', clientID: apps[tenant]?.clientID })));
});

test('the callback of one tenant is refused at another, and still works at its own', async () => {
  const browser = new Browser(url);
  const back = await comeBack(browser, 'moonlight');
  const mixedUp = await browser.open(back.replace('/moonlight/', '/wholesale/'));
  expect([mixedUp.status, await mixedUp.json()]).toEqual([403, 'state_mismatch']);
  expect((await browser.open(back)).status).toBe(200);
});

test('an unknown tenant gets 404', async () => {
  expect((await new Browser(url).open('/nowhere/login')).status).toBe(404);
});
