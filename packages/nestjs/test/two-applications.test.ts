import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoAuthGuard, KakaoLoginHandler, KakaoModule, KakaoTokenGuard, KakaoUser } from '@kakao-login/nestjs';
import passport from 'passport';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

/* Tests with an application each, or several shops in one process: all of them under the name `kakao`. */

interface Shop extends Started {
  port: number;
}

let emulator: KakaoEmulator;
let browser: Browser;
let shops: Record<'first' | 'second' | 'third', Shop>;
let open: Shop[];

async function startShop(platform: Platform, name: string, port: number): Promise<Shop> {
  class ShopLogin extends KakaoLoginHandler {
    handle(): object {
      return { of: name };
    }
  }

  @Controller()
  class ShopController {
    @Get(['login', 'callback'])
    @UseGuards(AuthGuard('kakao'))
    login(@KakaoUser() user: object): object {
      return user;
    }

    @Get(['again', 'again/callback'])
    @UseGuards(KakaoAuthGuard)
    again(): void {}

    @Get('token')
    @UseGuards(KakaoTokenGuard)
    token(@KakaoUser() { id }: { id: string }): string {
      return id;
    }
  }

  const { appId, restApiKey: clientID, clientSecret } = emulator.app;
  const callbackURL = `http://127.0.0.1:${port}/callback`;
  const options = { appId, clientID, clientSecret, callbackURL, hosts: emulator.url };
  const imports = [KakaoModule.forRoot({ ...options, loginHandler: ShopLogin })];
  const started = { ...(await start(platform, { imports, controllers: [ShopController] }, { port })), port };
  open.push(started);
  return started;
}

async function close(shop: Shop): Promise<void> {
  open.splice(open.indexOf(shop), 1);
  await shop.close();
}

const user = async ({ url }: Shop) => (await logIn(browser, `${url}/login`, '1001', emulator.url)).json();

describe.each(platforms)('on %s', (platform) => {
  beforeEach(async () => {
    open = [];
    browser = new Browser();
    const ports = [await freePort(), await freePort(), await freePort()] as const;
    emulator = await createKakaoEmulator({
      redirectUris: ports.map((port) => `http://127.0.0.1:${port}/callback`),
    });
    shops = {
      first: await startShop(platform, 'first', ports[0]),
      second: await startShop(platform, 'second', ports[1]),
      third: await startShop(platform, 'third', ports[2]),
    };
  });
  afterEach(async () => {
    for (const shop of open) await shop.close();
    await browser.close();
    await emulator.close();
  });

  test('an application goes on when those that took its name are closed', async () => {
    await close(shops.third);
    expect(await user(shops.second)).toEqual({ of: 'second' });
    await close(shops.second);
    expect(await user(shops.first)).toEqual({ of: 'first' });
    expect((await browser.get(`${shops.first.url}/again`)).location).toMatch(`${emulator.url}/oauth/authorize`);
    const { access_token: token } = await emulator.issueTokens(emulator.people[0]!);
    expect((await browser.get(`${shops.first.url}/token`, { authorization: `Bearer ${token}` })).body).toBe('1001');
  });

  test('the name is not given back to one that was closed before', async () => {
    await close(shops.second);
    expect(await user(shops.third)).toEqual({ of: 'third' });
    await close(shops.third);
    expect(await user(shops.first)).toEqual({ of: 'first' });
  });

  test('an application goes on when those from which it took the name are closed', async () => {
    await close(shops.first);
    await close(shops.second);
    expect(await user(shops.third)).toEqual({ of: 'third' });
  });
});

test('a strategy that the application registered itself is there again, too', async () => {
  emulator = await createKakaoEmulator();
  open = [];
  const own = { authenticate() {} } as unknown as passport.Strategy;
  passport.use('kakao', own);
  const shop = await startShop('express', 'shop', 0);
  await shop.close();
  expect((passport as unknown as { _strategy(name: string): unknown })._strategy('kakao')).toBe(own);
  passport.unuse('kakao');
  await emulator.close();
});
