import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Query, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoAuthorize,
  KakaoAutoLogin,
  KakaoLogin,
  KakaoModule,
  pauseKakaoAutoLogin,
} from '@kakao-login/nestjs';
import type { IncomingHttpHeaders } from 'node:http';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Request {
  headers: IncomingHttpHeaders;
}

@Injectable()
class ShopAutoLogin extends KakaoAutoLogin {
  override isSignedIn(request: Request): boolean {
    return request.headers.cookie?.includes('member=') ?? false;
  }
}

@Controller()
class ShopController {
  @Get('page')
  @UseGuards(ShopAutoLogin)
  page(@Req() request: Request): string {
    return `page for ${/member=(\d+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'anybody'}`;
  }

  @Get('login')
  @UseGuards(KakaoAuthGuard)
  login(): void {}

  @Get('callback')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize({ failureRedirect: '/failed' })
  @Redirect()
  callback(
    @KakaoLogin() login: KakaoLogin,
    @Res({ passthrough: true }) response: { appendHeader(name: string, value: string): void },
  ): { url: string } {
    response.appendHeader('Set-Cookie', `member=${login.profile.id}; Path=/`);
    return { url: login.returnTo ?? '/page' };
  }

  @Get('logout')
  logout(@Req() request: Parameters<typeof pauseKakaoAutoLogin>[0]): void {
    pauseKakaoAutoLogin(request);
  }

  @Get('failed')
  failed(@Query('error') error: string): string {
    return `failed with ${error}`;
  }
}

describe.each(platforms)('on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let origin: string;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const callbackURL = `${origin}/callback`;
    emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
    const { restApiKey, clientSecret } = emulator.app;
    started = await start(
      platform,
      {
        imports: [
          KakaoModule.forRoot({ clientID: restApiKey, clientSecret: clientSecret, callbackURL, hosts: emulator.url }),
        ],
        controllers: [ShopController],
      },
      { port },
    );
  });
  beforeEach(() => {
    emulator.reset();
    browser = new Browser();
    browser.cookies(origin).set('visited', 'before');
  });
  afterEach(() => browser.close());
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  test('a user who is logged in to Kakao and linked is logged in without a screen and returns to the page', async () => {
    await logIn(browser, `${origin}/login`, '1001', emulator.url);
    browser.cookies(origin).delete('member');
    const answer = await browser.follow(`${origin}/page?from=mail`);
    expect(answer.url).toBe(`${origin}/page?from=mail`);
    expect(answer.body).toBe('page for 1001');
  });

  test('all other users see the page after one attempt, without further attempts', async () => {
    const first = await browser.get(`${origin}/page?a=1`);
    expect(new URL(first.location).searchParams.get('prompt')).toBe('none');
    const answer = await browser.follow(first.location);
    expect(answer.url).toBe(`${origin}/page?a=1`);
    expect(answer.body).toBe('page for anybody');
    expect((await browser.get(`${origin}/page`)).status).toBe(200);
  });

  test('a browser gets no attempt until it has shown that it accepts cookies', async () => {
    browser.cookies(origin).clear();
    expect((await browser.get(`${origin}/page`)).status).toBe(200);
    expect((await browser.get(`${origin}/page`)).status).toBe(302);
    expect((await browser.get(`${origin}/page`, { cookie: '' })).status).toBe(200);
  });

  test('a user who logged out is not logged in again', async () => {
    await browser.get(`${origin}/logout`);
    expect((await browser.get(`${origin}/page`)).status).toBe(200);
  });

  test('a user who is already logged in just sees the page', async () => {
    browser.cookies(origin).set('member', '7');
    expect((await browser.get(`${origin}/page`)).body).toBe('page for 7');
  });

  test.each([
    ['a script', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['a search engine', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['a link preview', { 'user-agent': 'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/' }],
    ['an API client', { accept: 'application/json' }],
  ])('%s gets the page', async (_who, headers) => {
    const answer = await browser.get(`${origin}/page`, headers);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('an unfinished attempt does not hide the failure of a later login', async () => {
    await browser.get(`${origin}/page`);
    const begun = await browser.get(`${origin}/login`);
    const state = new URL(begun.location).searchParams.get('state')!;
    const answer = await browser.follow(`${origin}/callback?error=access_denied&state=${state}`);
    expect(answer.body).toBe('failed with access_denied');
  });

  test('the page opens if Kakao is down', async () => {
    const first = await browser.get(`${origin}/page`);
    const state = new URL(first.location).searchParams.get('state')!;
    const answer = await browser.follow(`${origin}/callback?error=server_error&state=${state}`);
    expect(answer.body).toBe('page for anybody');
  });
});
