import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  InjectKakao,
  KakaoClient,
  KakaoLogoutService,
  KakaoModule,
  KakaoUnlinkService,
  KakaoVault,
  MemoryVaultStore,
  getKakaoToken,
} from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { MemberLogin, MembersModule, RetailController } from './support/shop.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

const moon = '1001';

@Injectable()
class NightJob {
  constructor(
    readonly vault: KakaoVault,
    readonly unlinks: KakaoUnlinkService,
    readonly logouts: KakaoLogoutService,
  ) {}
}

let emulator: KakaoEmulator;
let origin: string;
let port: number;
let started: Started | undefined;
let browser: Browser;

beforeEach(async () => {
  port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  emulator = await createKakaoEmulator({ redirectUris: [`${origin}/auth/kakao/callback`] });
  browser = new Browser();
});
afterEach(async () => {
  await browser.close();
  await started?.close();
  started = undefined;
  await emulator.close();
});

const options = (vault?: KakaoModuleOptions['vault']): KakaoModuleOptions => {
  const { restApiKey: clientID, clientSecret, adminKey } = emulator.app;
  const callbackURL = `${origin}/auth/kakao/callback`;
  return { clientID, clientSecret, adminKey, callbackURL, hosts: emulator.url, ...(vault && { vault }) };
};

const retail = { imports: [MembersModule], loginHandler: MemberLogin };

async function run(module: DynamicModule, platform: Platform = 'express'): Promise<NightJob> {
  const metadata = { imports: [MembersModule, module], controllers: [RetailController], providers: [NightJob] };
  started = await start(platform, metadata, { port });
  return started.app.get(NightJob);
}

const visit = (path = '/auth/kakao') => logIn(browser, `${origin}${path}`, moon, emulator.url);

describe.each(platforms)('on %s', (platform) => {
  test('a login is saved automatically, and the vault can call Kakao for its user later', async () => {
    const { vault } = await run(KakaoModule.forRoot({ ...options({}), ...retail }), platform);
    expect((await visit()).status).toBe(200);
    expect((await vault.forUser(moon).user.me()).id).toBe(moon);
    expect(await vault.status(moon)).toMatchObject({
      id: moon,
      authTime: expect.any(Number),
      reconnectRequired: false,
    });
  });

  test('a login that the handler refuses is not saved', async () => {
    const { vault } = await run(KakaoModule.forRoot({ ...options({}), ...retail }), platform);
    expect((await visit('/auth/kakao?keep=turn%20away')).status).toBe(401);
    expect(await vault.status(moon)).toBeUndefined();
  });

  test('a login whose tokens cannot be saved fails, and can be repeated', async () => {
    const store = new MemoryVaultStore();
    store.set = () => Promise.reject(new Error('connection refused'));
    const useFactory = (): KakaoModuleOptions => options({ store });
    await run(KakaoModule.forRootAsync({ useFactory, ...retail }), platform);
    const answer = await visit();
    expect([answer.status, answer.body]).toEqual([503, expect.stringContaining('store_failed')]);
  });
});

describe('the vault forgets', () => {
  type End = (job: NightJob, accessToken: string) => Promise<unknown>;
  const ends: [string, End][] = [
    ['unlink with the user’s token', ({ unlinks }, accessToken) => unlinks.unlink({ accessToken })],
    ['unlink with the admin key', ({ unlinks }) => unlinks.unlink({ admin: true, targetId: moon })],
    ['logout with the user’s token', ({ logouts }, accessToken) => logouts.logout({ accessToken })],
    ['logout with the admin key', ({ logouts }) => logouts.logout({ admin: true, targetId: moon })],
    ['unlink through the vault', ({ vault }) => vault.forUser(moon).account.unlink()],
    ['logout through the vault', ({ vault }) => vault.forUser(moon).account.logout()],
  ];

  test.each(ends)('after %s', async (_, end) => {
    const job = await run(KakaoModule.forRoot(options({})));
    await job.vault.save({ id: moon, tokens: await emulator.issueTokens(moon) });
    await end(job, await job.vault.accessToken(moon));
    expect(await job.vault.status(moon)).toBeUndefined();
  });

  test('no user after a failed unlink', async () => {
    const job = await run(KakaoModule.forRoot(options({})));
    await job.vault.save({ id: moon, tokens: await emulator.issueTokens(moon) });
    emulator.faults.add({ on: 'account.unlink', kind: 'error', code: -1 });
    await expect(job.unlinks.unlink({ admin: true, targetId: moon })).rejects.toMatchObject({ code: -1 });
    expect(await job.vault.status(moon)).toMatchObject({ id: moon });
  });
});

test('without the option, using the vault fails and names the option, and nothing else changes', async () => {
  const job = await run(KakaoModule.forRoot({ ...options(), ...retail }));
  expect((await visit()).status).toBe(200);
  expect(() => job.vault.forUser(moon)).toThrow(expect.objectContaining({ code: 'option_missing', option: 'vault' }));
  await job.unlinks.unlink({ admin: true, targetId: moon });
});

test('the application’s own vault is used unchanged, and not closed', async () => {
  const { restApiKey: clientId, clientSecret } = emulator.app;
  const client = new KakaoClient({ clientId, clientSecret, hosts: emulator.url });
  const own = new KakaoVault({ client });
  let closed = 0;
  own.close = () => Promise.resolve(void (closed += 1));
  const { vault } = await run(KakaoModule.forRoot({ ...options(own), ...retail }));
  expect(vault).toBe(own);
  await visit();
  expect(await own.status(moon)).toMatchObject({ id: moon });
  await started!.close();
  await client.close();
  expect(closed).toBe(0);
});

test('on shutdown the module saves what the store could not save before', async () => {
  const store = new MemoryVaultStore();
  let isDown = false;
  const saveNow = store.set.bind(store);
  store.set = (...given) => (isDown ? Promise.reject(new Error('connection refused')) : saveNow(...given));
  const wait = (): Promise<never> => new Promise(() => {});
  const { vault } = await run(KakaoModule.forRoot(options({ store, wait, now: () => emulator.clock.now() })));
  await vault.save({ id: moon, tokens: await emulator.issueTokens(moon) });
  const before = await store.get((await store.keys().next()).value as string);
  emulator.clock.advance({ hours: 7 });
  isDown = true;
  await vault.accessToken(moon);
  isDown = false;
  await started!.close();
  const after = await store.get((await store.keys().next()).value as string);
  expect(after?.version).not.toBe(before?.version);
});

test('each Kakao app has its own vault', async () => {
  const [, wholesale] = defaultSeed.apps;
  const { key, clientSecret } = wholesale.restApiKeys![0]!;
  const second = { clientID: key, clientSecret: clientSecret!, callbackURL: '/callback', hosts: emulator.url };

  @Injectable()
  class Both {
    constructor(
      readonly retail: KakaoVault,
      @InjectKakao('wholesale', KakaoVault) readonly wholesale: KakaoVault,
    ) {}
  }

  const imports = [KakaoModule.forRoot(options({})), KakaoModule.forRoot({ name: 'wholesale', ...second, vault: {} })];
  started = await start('express', { imports, providers: [Both] });
  const both = started.app.get(Both);
  expect(both.wholesale).toBe(started.app.get(getKakaoToken(KakaoVault, 'wholesale')));
  expect(both.wholesale).not.toBe(both.retail);
});
