import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, ForbiddenException, Get, Injectable, Req, UseFilters, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoApps,
  KakaoAuthGuard,
  KakaoAutoLogin,
  KakaoClient,
  KakaoConsentGuard,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginHandler,
  KakaoLogoutGuard,
  KakaoModule,
  KakaoScopes,
  KakaoStrategy,
  KakaoTokenGuard,
  KakaoUser,
  KakaoUserService,
  KakaoVault,
} from '@kakao-login/nestjs';
import type { KakaoAppOptions, KakaoAppsModuleOptions } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

/* One module, two Kakao apps: `/moonlight/…` and `/wholesale/…` share a host, and therefore cookies. */

const shops = ['moonlight', 'wholesale'] as const;
type Shop = (typeof shops)[number];
const shopOf = ({ url }: { url: string }): string => url.split(/[/?]/)[1] ?? '';

let emulator: KakaoEmulator;
let browser: Browser;
let port: number;
let known: Record<string, KakaoAppOptions>;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  port = await freePort();
  const [first, second] = defaultSeed.apps;
  const appOf = (seed: typeof first, shop: Shop) => ({
    ...seed,
    autoLink: true,
    openIdConnect: true,
    logoutRedirectUris: [`http://127.0.0.1:${port}/${shop}/logout`],
    restApiKeys: [{ ...seed.restApiKeys![0]!, redirectUris: [callbackOf(shop)] }],
  });
  emulator = await createKakaoEmulator({ apps: [appOf(first, 'moonlight'), appOf(second, 'wholesale')] });
  browser = new Browser();
  closing.push(
    () => emulator.close(),
    () => browser.close(),
  );
  known = Object.fromEntries(
    shops.map((shop, index) => {
      const { appId, restApiKey: clientID, clientSecret, adminKey } = emulator.apps[index]!;
      const logoutRedirectURL = `http://127.0.0.1:${port}/${shop}/logout`;
      return [shop, { appId, clientID, clientSecret, adminKey, callbackURL: callbackOf(shop), logoutRedirectURL }];
    }),
  );
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const callbackOf = (shop: Shop): string => `http://127.0.0.1:${port}/${shop}/callback`;

@Injectable()
class Members extends KakaoLoginHandler {
  constructor(private readonly apps: KakaoApps) {
    super();
  }
  async handle({ profile }: KakaoLogin, request: { url: string }): Promise<object> {
    const { clientID } = await this.apps.of(request);
    return { id: profile.id, shop: shopOf(request), clientID };
  }
}

@Controller(':shop')
@UseFilters(KakaoExceptionFilter)
class ShopController {
  constructor(private readonly apps: KakaoApps) {}

  @Get(['login', 'callback'])
  @UseGuards(KakaoAuthGuard)
  login(@KakaoUser() user: object): object {
    return { user };
  }
  @Get(['plain', 'plain/callback'])
  @UseGuards(AuthGuard('kakao'))
  plain(): void {}
  @Get('front')
  @UseGuards(KakaoAutoLogin)
  front(): string {
    return 'the page';
  }
  @Get('token')
  @UseGuards(KakaoTokenGuard)
  token(@KakaoUser() { id }: { id: string }): object {
    return { id };
  }
  @Get('order')
  @UseGuards(KakaoConsentGuard)
  @KakaoScopes('account_ci')
  order(): void {}
  @Get('logout')
  @UseGuards(KakaoLogoutGuard)
  logout(): object {
    return { loggedOut: true };
  }
  @Get('me')
  async me(@Req() request: object): Promise<object> {
    const { vault } = await this.apps.of(request);
    return vault.forUser('1001').user.me();
  }
}

async function open(platform: Platform = 'express', change: Partial<KakaoAppsModuleOptions> = {}): Promise<Started> {
  const started = await start(
    platform,
    {
      imports: [
        KakaoModule.forRootAsync({
          useFactory: () => ({
            app: async (request: { url: string }) => known[shopOf(request)],
            hosts: emulator.url,
            vault: {},
            // The same for all apps: an app must not depend on its own secret.
            cookie: { secret: 'a secret that all apps of the service share' },
            currentUser: () => '1001',
            ...change,
          }),
          loginHandler: Members,
        }),
      ],
      controllers: [ShopController],
    },
    { port },
  );
  closing.push(() => started.close());
  return started;
}

const at = (shop: string, path: string): string => `http://127.0.0.1:${port}/${shop}/${path}`;
const login = (shop: Shop, one: Browser, person = '1001') => logIn(one, at(shop, 'login'), person, emulator.url);
const userOf = ({ body }: { body: string }): unknown => (JSON.parse(body) as { user: unknown }).user;
/** The URL of Kakao's response to a login, which is not opened yet. */
const comeBack = (shop: Shop, one: Browser, person = '1001') =>
  logIn(one, at(shop, 'login'), person, emulator.url, (location) => location.startsWith(callbackOf(shop)));

describe.each(platforms)('on %s, one module for several Kakao apps', (platform) => {
  test('logs each user in at the app of their request, with many concurrent logins', async () => {
    await open(platform);
    const visits = Array.from({ length: 6 }, (_, index) => ({ shop: shops[index % 2]!, one: new Browser() }));
    const answers = await Promise.all(visits.map(({ shop, one }) => login(shop, one)));
    for (const { one } of visits) await one.close();
    expect(answers.map(userOf)).toEqual(
      visits.map(({ shop }) => ({ id: '1001', shop, clientID: known[shop]?.clientID })),
    );
  });

  test('refuses the callback of one app at another, and then still accepts it at its own', async () => {
    await open(platform);
    for (const [shop, other] of [shops, shops.toReversed()] as [Shop, Shop][]) {
      const { location } = await comeBack(shop, browser);
      const mixedUp = await browser.get(location.replace(`/${shop}/`, `/${other}/`));
      expect([mixedUp.status, mixedUp.body]).toEqual([403, expect.stringContaining('state_mismatch')]);
      expect(userOf(await browser.get(location))).toMatchObject({ shop });
    }
  });

  test('finishes logins at both apps that one browser started at the same time', async () => {
    await open(platform);
    const backs = [await comeBack('moonlight', browser), await comeBack('wholesale', browser)];
    for (const { location } of backs.toReversed()) expect((await browser.get(location)).status).toBe(200);
  });

  test('separates the tokens of users with the same ID', async () => {
    const { app } = await open(platform);
    await login('moonlight', browser);
    expect((await browser.get(at('moonlight', 'me'))).json()).toMatchObject({ id: '1001' });
    const without = await browser.get(at('wholesale', 'me'));
    expect([without.status, without.body]).toEqual([401, expect.stringContaining('reconnect_required')]);
    await login('wholesale', browser);
    const [moonlight, wholesale] = await Promise.all(shops.map((shop) => app.get(KakaoApps).of({ url: `/${shop}/` })));
    expect(await moonlight!.vault.accessToken('1001')).not.toBe(await wholesale!.vault.accessToken('1001'));
    await moonlight!.vault.forget('1001');
    expect(await moonlight!.vault.status('1001')).toBeUndefined();
    expect(await wholesale!.vault.status('1001')).toBeDefined();
  });

  test('accepts tokens of native apps only for the app of the request', async () => {
    await open(platform);
    const tokens = await emulator.issueTokens('1001', { app: emulator.apps[1]! });
    const authorization = `Bearer ${tokens.access_token}`;
    expect((await browser.get(at('wholesale', 'token'), { authorization })).json()).toEqual({ id: '1001' });
    expect((await browser.get(at('moonlight', 'token'), { authorization })).status).toBe(401);
  });

  test('uses the app of the request for consent, silent logins, logouts and AuthGuard', async () => {
    await open(platform);
    for (const shop of shops) {
      await login(shop, browser);
      browser.cookies(at(shop, '')).delete('kakao_auto_login');
      const { clientID } = known[shop]!;
      const paths = { front: {}, plain: {}, order: {} };
      for (const [path, headers] of Object.entries(paths)) {
        const { location } = await browser.get(at(shop, path), headers);
        expect([path, new URL(location).searchParams.get('client_id')]).toEqual([path, clientID]);
      }
      const logout = await browser.get(at(shop, 'logout'));
      expect(new URL(logout.location).searchParams.get('client_id')).toBe(clientID);
    }
  });

  test('returns 404 without an app, or the response of the service', async () => {
    await open(platform);
    for (const path of ['login', 'plain', 'token', 'order', 'logout', 'me'])
      expect([path, (await browser.get(at('nowhere', path))).status]).toEqual([path, 404]);
    expect((await browser.get(at('nowhere', 'login'), { accept: 'application/json' })).json()).toMatchObject({
      error: 'app_unknown',
    });
  });
});

test('an exception of the service is the response if there is no app', async () => {
  await open('express', {
    app: () => {
      throw new ForbiddenException('This shop is closed');
    },
  });
  for (const path of ['login', 'token', 'me']) expect((await browser.get(at('moonlight', path))).status).toBe(403);
});

describe('an app', () => {
  const appsOf = async (change?: Partial<KakaoAppsModuleOptions>) => (await open('express', change)).app.get(KakaoApps);

  test('is created once, even if the service returns a new object each time', async () => {
    const apps = await appsOf({ app: ({ url }: { url: string }) => ({ ...known[shopOf({ url })]! }) });
    const [first, second] = [await apps.of({ url: '/moonlight' }), await apps.of({ url: '/moonlight' })];
    expect(first).toBe(second);
    expect(await apps.of({ url: '/wholesale' })).not.toBe(first);
  });

  test('is looked up once in a request', async () => {
    let asked = 0;
    const apps = await appsOf({
      app: () => {
        asked += 1;
        return known['moonlight'];
      },
    });
    const request = { url: '/moonlight' };
    await Promise.all([apps.of(request), apps.of(request)]);
    expect(asked).toBe(1);
  });

  test('is created again when its keys change, and keeps its users', async () => {
    const apps = await appsOf();
    const before = await apps.of({ url: '/moonlight' });
    await before.vault.save({ id: '1001', tokens: await emulator.issueTokens('1001') });
    known['moonlight'] = { ...known['moonlight']!, clientSecret: 'TheClientSecretAfterItsRotation1' };
    const after = await apps.of({ url: '/moonlight' });
    expect(after).not.toBe(before);
    expect(await after.vault.status('1001')).toBeDefined();
  });

  test('is dropped after a thousand others were used', async () => {
    const apps = await appsOf({
      app: ({ url }: { url: string }) => ({ ...known['moonlight']!, clientID: url }),
    });
    const ofTenant = (index: number) => apps.of({ url: `tenant-${index}` });
    const [first, second] = [await ofTenant(0), await ofTenant(1)];
    for (let index = 2; index < 1000; index += 1) await ofTenant(index);
    expect(await ofTenant(0)).toBe(first);
    await ofTenant(1000);
    expect(await ofTenant(0)).toBe(first);
    expect(await ofTenant(1)).not.toBe(second);
  });

  test('is closed with the application', async () => {
    const apps = await appsOf();
    const { client } = await apps.of({ url: '/moonlight' });
    await closing.pop()?.();
    await expect(client.user.me({ accessToken: 'a-token' })).rejects.toMatchObject({ code: 'client_closed' });
  });

  test.each<[string, unknown, string]>([
    ['an app without a key', { clientID: '' }, 'clientID'],
    ['an empty object', {}, 'clientID'],
    ['a string', 'moonlight', 'app'],
    ['a number', 7, 'app'],
    ['a list', [{ clientID: 'a' }], 'app'],
    ['a function', () => ({}), 'app'],
  ])('is refused at its first request, with the name of the option: %s', async (_, answer, option) => {
    const app = ({ url }: { url: string }): unknown => (url === '/at-once' ? answer : Promise.resolve(answer));
    const apps = await appsOf({ app } as never);
    for (const url of ['/at-once', '/later'])
      await expect(apps.of({ url })).rejects.toMatchObject({ kind: 'usage', code: 'option_malformed', option });
  });

  test('can have a bigint as its app ID', async () => {
    const apps = await appsOf({ app: () => ({ ...known['moonlight']!, appId: 100001n }) });
    expect(await apps.of({ url: '/' })).toBe(await apps.of({ url: '/again' }));
  });

  test('is closed even if others cannot be closed, and all errors are reported', async () => {
    const apps = await appsOf({ app: ({ url }: { url: string }) => ({ ...known['moonlight']!, clientID: url }) });
    const failing = ['first', 'third'];
    const clients = [];
    for (const url of ['first', 'second', 'third', 'fourth']) {
      const { client } = await apps.of({ url });
      const close = client.close.bind(client);
      client.close = async () => {
        await close();
        if (failing.includes(url)) throw new Error(`${url} failed`);
      };
      clients.push(client);
    }
    const error: unknown = await apps.close().catch((thrown: unknown) => thrown);
    expect((error as AggregateError).errors.map(({ message }: Error) => message)).toEqual([
      'first failed',
      'third failed',
    ]);
    for (const client of clients) {
      await expect(client.user.me({ accessToken: 'a-token' })).rejects.toMatchObject({ code: 'client_closed' });
    }
  });
});

test('what is injected for one app explains how to get that of the request', async () => {
  const { app } = await open();
  const uses = [
    () => app.get(KakaoClient).user,
    () => app.get(KakaoUserService).me({ accessToken: 'a-token' }),
    () => app.get(KakaoVault).status('1001'),
    () => app.get(KakaoStrategy).endSignup({ headers: {} }),
    () => app.get(KakaoStrategy).client.oauth,
  ];
  for (const use of uses) expect(use).toThrow(expect.objectContaining({ kind: 'usage', option: 'app' }));
  await expect(app.get(KakaoStrategy).simpleLogin({ headers: {}, url: '/nowhere' })).rejects.toMatchObject({
    code: 'app_unknown',
  });
});

test('a module for one app reports that it has no app of the request', async () => {
  const started = await start('express', {
    imports: [KakaoModule.forRoot({ ...known['moonlight']!, callbackURL: '/cb' })],
  });
  closing.push(() => started.close());
  await expect(started.app.get(KakaoApps).of({})).rejects.toMatchObject({ kind: 'usage', option: 'app' });
});

test.each<[string, object]>([
  ['clientID', { clientID: 'a'.repeat(32) }],
  ['clientSecret', { clientSecret: 'a'.repeat(32) }],
  ['adminKey', { adminKey: 'a'.repeat(32) }],
  ['appId', { appId: '100001' }],
  ['webhooks', { webhooks: { path: 'kakao/webhooks' } }],
  ['app', { app: 'moonlight' }],
])('an option of one app is refused in the shared options: %s', async (option, change) => {
  await expect(open('express', change)).rejects.toMatchObject({ kind: 'usage', option });
});

test('a vault of one app cannot be shared by all', async () => {
  const client = new KakaoClient({ clientId: 'a'.repeat(32) });
  await expect(open('express', { vault: new KakaoVault({ client }) })).rejects.toMatchObject({ option: 'vault' });
  await client.close();
});
