import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, UseGuards, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoAuthGuard, KakaoAuthorize, KakaoModule, KakaoUser } from '@kakao-login/nestjs';
import {
  kakaoErrorHandler,
  KakaoStrategy,
  type KakaoAuthenticateOptions,
  type KakaoLogin,
} from '@kakao-login/passport';
import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { Browser, type Page } from './clients/browser.js';

@Controller('auth/kakao')
@UseGuards(KakaoAuthGuard)
class LoginController {
  @Get()
  begin(): void {}

  @Get('password')
  @KakaoAuthorize({ prompt: 'login' })
  beginWithPassword(): void {}

  @Get('callback')
  finish(@KakaoUser() login: KakaoLogin): object {
    return { id: login.profile.id };
  }
}

const servers: Server[] = [];
let nest: INestApplication;
let emulator: KakaoEmulator;
let browser: Browser;
/** Three instances of a service. They share a host and a secret, so each can read the others' cookies. */
const instances = { first: '', second: '', nest: '' };
const others = ['second', 'nest'] as const;

beforeAll(async () => {
  for (const name of ['first', 'second'] as const) {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    instances[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const callbackURL = `${instances.first}/auth/kakao/callback`;
  emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
  const { restApiKey: clientID, clientSecret } = emulator.app;
  const options = { clientID, clientSecret, callbackURL, hosts: emulator.url };

  for (const server of servers) {
    const authenticator = new passport.Passport();
    authenticator.use(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id })));
    const kakao = (more: KakaoAuthenticateOptions = {}) =>
      authenticator.authenticate('kakao', { session: false, ...more }) as RequestHandler;
    const app = express();
    app.get('/auth/kakao', kakao());
    app.get('/auth/kakao/password', kakao({ prompt: 'login' }));
    app.get('/auth/kakao/callback', kakao(), (request, response) => void response.json(request.user));
    app.use(kakaoErrorHandler());
    server.on('request', app);
  }

  @Module({ imports: [KakaoModule.forRoot(options)], controllers: [LoginController] })
  class ServiceModule {}
  nest = await NestFactory.create(ServiceModule, new ExpressAdapter(), { logger: false, forceCloseConnections: true });
  await nest.listen(0, '127.0.0.1');
  instances.nest = `http://127.0.0.1:${(nest.getHttpServer().address() as AddressInfo).port}`;
});
beforeEach(() => {
  emulator.reset();
  browser = new Browser();
});
afterAll(async () => {
  await nest.close();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => void server.close(resolve))));
  await emulator.close();
});

const person = () => ({ ...emulator.people[0]!, password: 'kakao1234!' });

/** Logs in at Kakao, and returns the callback URL without opening it. */
async function comeBack(route = '/auth/kakao', instance: keyof typeof instances = 'first'): Promise<URL> {
  const { url } = await browser.logIn(
    instances[instance] + route,
    person(),
    ({ pathname }) => pathname === '/auth/kakao/callback',
  );
  return url;
}
const on = (instance: keyof typeof instances, { pathname, search }: URL) => instances[instance] + pathname + search;
const who = ({ status, html }: Page) => [status, status === 200 ? (JSON.parse(html) as { id: string }).id : html];
/** The `prompt` of each authorization request. */
const journeys = () =>
  emulator.requests
    .filter(({ path, parameters }) => path === '/oauth/authorize' && 'client_id' in parameters)
    .map(({ parameters }) => parameters['prompt']);
const exchanges = () => emulator.requests.filter(({ endpoint }) => endpoint === 'oauth.token');

describe.each(others)('one callback, opened on an Express instance and on %s,', (other) => {
  test('at the same time logs the user in on both', async () => {
    const back = await comeBack();
    const pages = await Promise.all([browser.open(back), browser.open(on(other, back))]);
    expect(pages.map(who)).toEqual([
      [200, person().id],
      [200, person().id],
    ]);
    expect(journeys()).toEqual([undefined, 'none']);
    expect(exchanges().map(({ code }) => code)).toEqual(expect.arrayContaining([undefined, 'KOE320']));
  });

  test('one after the other logs the user in on both, and no code is sent twice', async () => {
    const back = await comeBack();
    expect(who(await browser.open(on(other, back)))).toEqual([200, person().id]);
    expect(who(await browser.open(back))).toEqual([200, person().id]);
    expect(exchanges().map(({ code }) => code)).toEqual([undefined, undefined]);
  });
});

describe.each(['first', 'nest'] as const)('at the %s instance', (instance) => {
  test.each(['cut', 'reset'] as const)('a login survives a lost connection (%s)', async (kind) => {
    const back = await comeBack('/auth/kakao', instance);
    emulator.faults.add({ on: 'oauth.token', kind });
    expect(who(await browser.open(on(instance, back)))).toEqual([200, person().id]);
    expect(journeys()).toEqual([undefined, 'none']);
    expect(exchanges().map(({ fault }) => fault)).toEqual([kind, undefined]);
  });

  test('a refresh after the login shows the same page, without a request to Kakao', async () => {
    const back = on(instance, await comeBack('/auth/kakao', instance));
    const page = await browser.open(back);
    const asked = emulator.requests.length;
    expect((await browser.open(back)).html).toBe(page.html);
    expect(emulator.requests.length).toBe(asked);
  });

  test('a login that asks for the password asks for it again after an invalid code', async () => {
    await comeBack('/auth/kakao', instance);
    const back = await comeBack('/auth/kakao/password', instance);
    back.searchParams.set('code', 'made-up');
    const { status, html } = await browser.open(on(instance, back));
    expect([status, html]).toEqual([200, expect.stringContaining('name="password"')]);
    expect(journeys()).toEqual([undefined, 'login', 'login']);
  });

  test.each<[string, (back: URL) => void]>([
    ['an invented state', (back) => back.searchParams.set('state', 'A'.repeat(44))],
    ['no state', (back) => back.searchParams.delete('state')],
    [
      'a state with another ending',
      (back) => back.searchParams.set('state', `${back.searchParams.get('state')!.slice(0, -2)}AA`),
    ],
  ])('a forged callback is refused, and starts no login: %s', async (_what, forge) => {
    const back = await comeBack('/auth/kakao', instance);
    forge(back);
    expect((await browser.open(on(instance, back))).status).toBe(403);
    expect([journeys(), exchanges()]).toEqual([[undefined], []]);
  });

  test('a callback of another browser is refused, and starts no login', async () => {
    const back = await comeBack('/auth/kakao', instance);
    expect((await new Browser().open(on(instance, back))).status).toBe(403);
    expect([journeys(), exchanges()]).toEqual([[undefined], []]);
  });
});
