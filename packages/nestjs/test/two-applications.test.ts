import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common';
import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoAutoLogin,
  KakaoLoginHandler,
  KakaoModule,
  KakaoStrategy,
  KakaoTokenGuard,
  KakaoTokenHandler,
  KakaoUser,
} from '@kakao-login/nestjs';
import type { KakaoModuleExtras, KakaoModuleOptions } from '@kakao-login/nestjs';
import express from 'express';
import type { RequestHandler } from 'express';
import type { AddressInfo } from 'node:net';
import passport from 'passport';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

/* Several applications in one process, each with a KakaoModule of the same name. */

const names = ['kakao', 'wholesale'] as const;

let emulator: KakaoEmulator;
let browser: Browser;
let ports: number[];
let running: { close(): Promise<void> }[];

beforeEach(async () => {
  running = [];
  browser = new Browser();
  ports = [await freePort(), await freePort(), await freePort()];
  emulator = await createKakaoEmulator({
    redirectUris: ports.flatMap((port) => names.map((name) => callbackOf(port, name))),
  });
});
afterEach(async () => {
  for (const app of running) await app.close();
  passport.unuse('kakao');
  await browser.close();
  await emulator.close();
});

const callbackOf = (port: number, name: string) => `http://127.0.0.1:${port}/${name}/callback`;

function optionsOf(port: number, name = 'kakao'): KakaoModuleOptions {
  const { appId, restApiKey: clientID, clientSecret } = emulator.app;
  return { appId, clientID, clientSecret, callbackURL: callbackOf(port, name), hosts: emulator.url };
}

/** A module whose handlers return the application that they belong to. */
function moduleOf(port: number, name = 'kakao', extras: KakaoModuleExtras = {}) {
  class ShopLogin extends KakaoLoginHandler {
    handle(): object {
      return { port, name };
    }
  }
  class ShopTokens extends KakaoTokenHandler {
    handle(): object {
      return { port, name };
    }
  }
  const handlers = { loginHandler: ShopLogin, tokenHandler: ShopTokens };
  return KakaoModule.forRoot({ ...optionsOf(port, name), ...handlers, name, ...extras });
}

function controllerOf(path: string, ...guards: (CanActivate | Type<CanActivate>)[]): Type {
  @Controller(path)
  @UseGuards(...guards)
  class GuardedController {
    @Get(['', 'callback'])
    get(@KakaoUser() user?: object): object {
      return { user };
    }
  }
  return GuardedController;
}

const logins: Record<string, (name: string) => CanActivate | Type<CanActivate>> = {
  AuthGuard: (name) => AuthGuard(name),
  KakaoAuthGuard: (name) => KakaoAuthGuard.for(name),
  'new KakaoAuthGuard': (name) => new (KakaoAuthGuard.for(name))(),
  KakaoAutoLogin: (name) => KakaoAutoLogin.for(name),
  'new KakaoAutoLogin': (name) => new (KakaoAutoLogin.for(name))(),
};
const tokens: Record<string, (name: string) => CanActivate | Type<CanActivate>> = {
  AuthGuard: (name) => AuthGuard(`${name}-token`),
  KakaoTokenGuard: (name) => KakaoTokenGuard.for(name),
  'new KakaoTokenGuard': (name) => new (KakaoTokenGuard.for(name))(),
};
const pathOf = (...parts: string[]) => parts.join('/').replaceAll(' ', '-');

const controllersFor = (name: string): Type[] => [
  ...Object.entries(logins).map(([guard, make]) => controllerOf(pathOf(name, guard), make(name))),
  ...Object.entries(tokens).map(([guard, make]) => controllerOf(pathOf(name, 'token', guard), make(name))),
  controllerOf(name, AuthGuard(name)),
];

interface Shop extends Started {
  port: number;
}

async function open(platform: Platform, port: number, metadata: ModuleMetadata, prepare?: () => void): Promise<Shop> {
  const started = await start(platform, metadata, { port, ...(prepare && { prepare }) });
  running.push(started);
  return { ...started, port };
}
const openShop = (platform: Platform, port: number): Promise<Shop> =>
  open(platform, port, {
    imports: names.map((name) => moduleOf(port, name)),
    controllers: names.flatMap(controllersFor),
  });

async function close(shop: { close(): Promise<void> }): Promise<void> {
  running = running.filter((other) => other.close !== shop.close);
  await shop.close();
}

/** Returns the application and the module that handle a login route. */
async function begins(url: string): Promise<string | null> {
  // KakaoAutoLogin makes one attempt, in a browser that accepts cookies.
  const { location } = await new Browser().get(url, { cookie: 'a=1' });
  return location && new URL(location).searchParams.get('redirect_uri');
}
async function takesToken(url: string): Promise<unknown> {
  const { access_token: token } = await emulator.issueTokens(emulator.people[0]!);
  return (await browser.get(url, { authorization: `Bearer ${token}` })).json();
}

/** Returns the module that each guard of a shop belongs to. */
async function guardsOf({ url }: Shop, name: string): Promise<object> {
  const answers: Record<string, unknown> = {};
  for (const guard of Object.keys(logins)) answers[guard] = await begins(pathOf(url, name, guard));
  for (const guard of Object.keys(tokens)) {
    answers[`token ${guard}`] = await takesToken(pathOf(url, name, 'token', guard));
  }
  const { body } = await logIn(browser, `${url}/${name}`, '1001', emulator.url);
  answers['a whole login'] = JSON.parse(body);
  return answers;
}
const own = (port: number, name: string): object => ({
  ...Object.fromEntries(Object.keys(logins).map((guard) => [guard, callbackOf(port, name)])),
  ...Object.fromEntries(Object.keys(tokens).map((guard) => [`token ${guard}`, { user: { port, name } }])),
  'a whole login': { user: { port, name } },
});

/** The platforms of three shops in the order in which they start, and the order in which they close. */
const lives: [Platform, Platform, Platform, number, number, number][] = [
  ['express', 'express', 'fastify', 0, 1, 2],
  ['fastify', 'fastify', 'express', 0, 2, 1],
  ['fastify', 'express', 'express', 1, 0, 2],
  ['express', 'fastify', 'fastify', 1, 2, 0],
  ['express', 'express', 'express', 2, 0, 1],
  ['fastify', 'fastify', 'fastify', 2, 1, 0],
];
test.each(lives)(
  'on %s, %s and %s, closed in the order %d, %d, %d, every guard uses the module of its application',
  async (first, second, third, ...order) => {
    const shops: Shop[] = [];
    for (const platform of [first, second, third]) shops.push(await openShop(platform, ports[shops.length]!));
    const open = new Set(shops);
    for (const index of order) {
      for (const shop of open) {
        for (const name of names) expect(await guardsOf(shop, name)).toEqual(own(shop.port, name));
      }
      await close(shops[index]!);
      open.delete(shops[index]!);
    }
  },
);

describe.each(platforms)('on %s', (platform) => {
  test('there is no warning, because nothing is shared', async () => {
    const first = await openShop(platform, ports[0]!);
    const second = await openShop(platform, ports[1]!);
    expect([first, second].flatMap(({ log }) => log.filter((line) => line.includes('strateg')))).toEqual([]);
  });

  test('global guards use the module of their application', async () => {
    const app = (port: number, guard: object) =>
      open(platform, port, {
        imports: [moduleOf(port)],
        controllers: [controllerOf('me')],
        providers: [guard as Type],
      });
    const first = await app(ports[0]!, { provide: APP_GUARD, useClass: KakaoTokenGuard });
    const second = await app(ports[1]!, { provide: APP_GUARD, useValue: new KakaoTokenGuard() });
    for (const { url, port } of [first, second]) {
      expect(await takesToken(`${url}/me`)).toEqual({ user: { port, name: 'kakao' } });
    }
  });

  test('the same is true for applications of Nest’s testing module', async () => {
    const apps: { url: string; port: number }[] = [];
    for (const port of ports.slice(0, 2)) {
      const builder = Test.createTestingModule({ imports: [moduleOf(port)], controllers: controllersFor('kakao') });
      const module = await builder.compile();
      const app = module.createNestApplication(platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter());
      running.push(app);
      await app.listen(port, '127.0.0.1');
      apps.push({ url: `http://127.0.0.1:${port}`, port });
    }
    for (const app of apps) expect(await guardsOf(app as Shop, 'kakao')).toEqual(own(app.port, 'kakao'));
  });

  test('an application without the module does not use the one of another application', async () => {
    await openShop(platform, ports[0]!);
    const other = await open(platform, ports[1]!, {
      controllers: [controllerOf('class', KakaoAuthGuard), controllerOf('value', new KakaoAuthGuard())],
    });
    for (const path of ['class', 'value']) {
      const answer = await browser.get(`${other.url}/${path}`);
      expect([answer.status, answer.location]).toEqual([500, '']);
    }
  });

  test('modules that are not global work for the guards of their feature', async () => {
    const feature = (path: string, port: number): Type => {
      @Module({
        imports: [moduleOf(port, 'kakao', { isGlobal: false })],
        controllers: [controllerOf(path, KakaoAuthGuard)],
      })
      class Feature {}
      return Feature;
    };
    const { url, log } = await open(platform, ports[0]!, {
      imports: [feature('retail', ports[0]!), feature('trade', ports[1]!)],
    });
    expect(await begins(`${url}/retail`)).toBe(callbackOf(ports[0]!, 'kakao'));
    expect(await begins(`${url}/trade`)).toBe(callbackOf(ports[1]!, 'kakao'));
    expect(log.filter((line) => line.includes('two KakaoModules'))).toHaveLength(1);
  });
});

test('Passport in the middleware of an application, and of an app mounted there, uses its module', async () => {
  const shops: Shop[] = [];
  for (const port of ports.slice(0, 2)) {
    const authenticate = passport.authenticate('kakao', { session: false }) as RequestHandler;
    const started = await start(
      'express',
      { imports: [moduleOf(port)] },
      {
        port,
        prepare: (app) => {
          app.use('/plain', authenticate);
          app.use('/mounted', express().use(authenticate));
        },
      },
    );
    running.push(started);
    shops.push({ ...started, port });
  }
  for (const { url, port } of shops) {
    expect(await begins(`${url}/plain`)).toBe(callbackOf(port, 'kakao'));
    expect(await begins(`${url}/mounted`)).toBe(callbackOf(port, 'kakao'));
  }
});

describe('an application’s own strategy with the same name', () => {
  @Injectable()
  class OwnStrategy extends PassportStrategy(KakaoStrategy, 'kakao', true) {
    constructor() {
      super(optionsOf(ports[1]!));
    }
    validate(): object {
      return {};
    }
  }
  const controllers = [controllerOf('plain', AuthGuard('kakao')), controllerOf('ours', KakaoAuthGuard)];
  const openOwn = () => open('express', ports[1]!, { controllers, providers: [OwnStrategy] });

  test('is used by its application, even if another application starts a module later', async () => {
    const owner = await openOwn();
    const shop = await openShop('express', ports[0]!);
    for (const path of ['plain', 'ours']) {
      expect(await begins(`${owner.url}/${path}`)).toBe(callbackOf(ports[1]!, 'kakao'));
    }
    expect(await guardsOf(shop, 'kakao')).toEqual(own(shop.port, 'kakao'));
    await close(shop);
    expect(await begins(`${owner.url}/plain`)).toBe(callbackOf(ports[1]!, 'kakao'));
  });

  test('is not used by the guards of a module that started earlier', async () => {
    const shop = await openShop('express', ports[0]!);
    const owner = await openOwn();
    for (const path of ['plain', 'ours']) {
      expect(await begins(`${owner.url}/${path}`)).toBe(callbackOf(ports[1]!, 'kakao'));
    }
    for (const guard of ['KakaoAuthGuard', 'new-KakaoAuthGuard', 'KakaoAutoLogin']) {
      expect(await begins(`${shop.url}/kakao/${guard}`)).toBe(callbackOf(ports[0]!, 'kakao'));
    }
    await close(shop);
    expect(await begins(`${owner.url}/plain`)).toBe(callbackOf(ports[1]!, 'kakao'));
  });

  test('is mentioned in the log of the application whose module replaces it', async () => {
    const { log } = await open('express', ports[0]!, { imports: [moduleOf(ports[0]!)], providers: [OwnStrategy] });
    expect(log.filter((line) => line.includes('not from a KakaoModule'))).toHaveLength(1);
  });

  test('is registered again when the last module closes', async () => {
    const strategy = { name: 'kakao', authenticate() {} } as unknown as passport.Strategy;
    passport.use('kakao', strategy);
    const [first, second] = [await openShop('express', ports[0]!), await openShop('express', ports[1]!)];
    await close(first);
    await close(second);
    expect((passport as unknown as { _strategy(name: string): unknown })._strategy('kakao')).toBe(strategy);
  });
});

test('an Express app outside Nest can use the strategy of the module that started last', async () => {
  await openShop('fastify', ports[0]!);
  await openShop('express', ports[1]!);
  const app = express();
  app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
  const server = app.listen(0, '127.0.0.1');
  running.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await begins(`http://127.0.0.1:${port}/login`)).toBe(callbackOf(ports[1]!, 'kakao'));
});
