import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createKakaoEmulator, defaultSeed, type KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoConsentGuard,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoModule,
  KakaoScopes,
  KakaoVault,
} from '@kakao-login/nestjs';
import { Controller, Get, Header, Module, Post, Redirect, UseFilters, UseGuards } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchChromium } from './support/chromium.js';
import { freePort } from './support/kakao-pages.js';

/* A shop whose order page needs the shipping address, in a real browser. */

const user = '1001';
let handled: string[] = [];

@Controller()
@UseFilters(KakaoExceptionFilter)
class ShopController {
  @Get()
  @Header('content-type', 'text/html')
  home(): string {
    return '<!doctype html><title>Shop</title><h1>Shop</h1><a href="/orders/new?cart=7">Order</a>';
  }

  @Get('auth/kakao/callback')
  @UseGuards(KakaoAuthGuard)
  @Redirect()
  callback(@KakaoLogin('returnTo') returnTo?: string): object {
    return { url: returnTo ?? '/' };
  }

  @Get('orders/new')
  @UseGuards(KakaoConsentGuard)
  @KakaoScopes('shipping_address')
  @Header('content-type', 'text/html')
  form(): string {
    handled.push('form');
    return '<!doctype html><title>Order</title><h1>Order</h1><form method="post" action="/orders"><button>Pay</button></form>';
  }

  @Post('orders')
  @UseGuards(KakaoConsentGuard)
  @KakaoScopes('shipping_address')
  @Header('content-type', 'text/html')
  order(): string {
    handled.push('order');
    return '<!doctype html><title>Ordered</title><h1>Ordered</h1>';
  }
}

describeInBrowser('KakaoConsentGuard in a browser', () => {
  let emulator: KakaoEmulator;
  let app: INestApplication;
  let url: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const callbackURL = `${url}/auth/kakao/callback`;
    emulator = await createKakaoEmulator({
      ...defaultSeed,
      links: [{ appId: '100001', personId: user, scopes: ['profile_nickname'], terms: ['service_20260101'] }],
      redirectUris: [callbackURL],
    });
    const { restApiKey: clientID, clientSecret } = emulator.app;
    @Module({
      imports: [
        KakaoModule.forRoot({
          clientID,
          clientSecret,
          callbackURL,
          hosts: emulator.url,
          vault: {},
          currentUser: () => user,
        }),
      ],
      controllers: [ShopController],
    })
    class ShopModule {}
    app = await NestFactory.create(ShopModule, new ExpressAdapter(), { logger: false, forceCloseConnections: true });
    await app.listen(port, '127.0.0.1');
    browser = await launchChromium();
  });
  beforeEach(async () => {
    emulator.reset();
    handled = [];
    await app.get(KakaoVault).save({ id: user, tokens: await emulator.issueTokens(user) });
    context = await browser.newContext({ locale: 'en-US' });
    page = await context.newPage();
  });
  afterEach(() => context.close());
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await emulator?.close();
  });

  const heading = () => page.locator('h1').first().innerText();
  const answerOf = (path: string) => page.waitForResponse((answer) => new URL(answer.url()).pathname === path);
  const here = () => page.waitForURL((address) => address.href.startsWith(url));
  const press = async (action: 'accept' | 'cancel') => {
    const boxes = page.locator('#consent input[name=scope]');
    await boxes.first().waitFor({ state: 'attached' });
    expect(await Promise.all((await boxes.all()).map((box) => box.getAttribute('value')))).toEqual([
      'shipping_address',
    ]);
    await boxes.first().setChecked(action === 'accept');
    await page.locator(`#consent button[value=${action}]`).click();
    await here();
  };
  const logIn = () => page.locator('button.person').first().click();

  test('the page asks Kakao for the missing item, and its handler runs when the user returns', async () => {
    await page.goto(`${url}/orders/new?cart=7`);
    await logIn();
    await press('accept');
    expect([page.url(), await heading(), handled]).toEqual([`${url}/orders/new?cart=7`, 'Order', ['form']]);
    await page.getByRole('button', { name: 'Pay' }).click();
    expect([await heading(), handled]).toEqual(['Ordered', ['form', 'order']]);
  });

  test('a user who refuses gets a 403 page, is asked again on each click, and can continue after agreeing', async () => {
    await page.goto(url);
    await page.getByRole('link', { name: 'Order' }).click();
    await logIn();
    for (let times = 0; times < 3; times += 1) {
      const [refused] = await Promise.all([answerOf('/auth/kakao/callback'), press('cancel')]);
      expect([refused.status(), await heading(), handled]).toEqual([403, 'We need your consent', []]);
      await page.getByRole('link', { name: 'Try again' }).click();
      await page.getByRole('link', { name: 'Order' }).click();
    }
    await press('accept');
    expect([page.url(), handled]).toEqual([`${url}/orders/new?cart=7`, ['form']]);
  });

  test('a form without its consent gets a 403 page that leads to Kakao and back, and the user submits it again', async () => {
    await page.goto(`${url}/orders/new?cart=7`);
    await logIn();
    await press('accept');
    await app.get(KakaoVault).forUser(user).scopes.revoke(['shipping_address']);
    const [refused] = await Promise.all([answerOf('/orders'), page.getByRole('button', { name: 'Pay' }).click()]);
    expect([refused.status(), await heading()]).toEqual([403, 'We need your consent']);
    await page.getByRole('link', { name: 'Agree at Kakao' }).click();
    await press('accept');
    expect([page.url(), handled]).toEqual([`${url}/orders/new?cart=7`, ['form', 'form']]);
    await page.getByRole('button', { name: 'Pay' }).click();
    expect([await heading(), handled]).toEqual(['Ordered', ['form', 'form', 'order']]);
  });
});
