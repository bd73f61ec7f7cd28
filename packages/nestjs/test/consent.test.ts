import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Post, Redirect, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoApiError,
  KakaoAuthGuard,
  KakaoConsentGuard,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginHandler,
  KakaoModule,
  KakaoRecentLogin,
  KakaoScopes,
  KakaoTerms,
} from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import type { Answer } from './support/browser.js';
import { freePort } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Request {
  headers: Record<string, string | undefined>;
  user?: { kakaoId: string };
}

const user = '1001';
const other = '1003';
const isCall = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', accept: '*/*' };

let handled: string[] = [];
/** `auth_time` of the last login. */
let authTime: number | undefined;
let saved: string[] = [];

/** The session is simply the user's ID. */
@Injectable()
class SessionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const kakaoId = /\bsid=(\d+)/.exec(request.headers['cookie'] ?? '')?.[1];
    if (kakaoId !== undefined) request.user = { kakaoId };
    return true;
  }
}

@Injectable()
class Members extends KakaoLoginHandler {
  handle({ profile, claims }: KakaoLogin): object {
    saved.push(profile.id);
    authTime = claims?.auth_time;
    return { id: profile.id };
  }
}

const refused = () => new KakaoApiError({ code: -402, kakaoStatus: 403, requiredScopes: ['shipping_address'] });

@Controller()
class AuthController {
  @Get('auth/kakao/callback')
  @UseGuards(KakaoAuthGuard)
  @UseFilters(KakaoExceptionFilter)
  @Redirect()
  callback(@KakaoLogin('returnTo') returnTo?: string): object {
    return { url: returnTo ?? '/' };
  }

  @Get('auth/wholesale/callback')
  @UseGuards(KakaoAuthGuard.for('wholesale'))
  @Redirect()
  wholesale(@KakaoLogin('returnTo') returnTo?: string): object {
    return { url: returnTo ?? '/' };
  }
}

@Controller('shop')
@UseGuards(SessionGuard, KakaoConsentGuard)
@UseFilters(KakaoExceptionFilter)
@KakaoScopes('shipping_address')
class ShopController {
  @Get('orders')
  orders(): string {
    return handle('orders');
  }

  @Get('friends')
  @KakaoScopes('friends')
  friends(): string {
    return handle('friends');
  }

  @Post('orders')
  order(): string {
    return handle('order');
  }

  @Get('terms')
  @KakaoTerms('privacy_20260101')
  terms(): string {
    return handle('terms');
  }
}

@Controller('account')
@UseGuards(SessionGuard, KakaoConsentGuard)
@UseFilters(KakaoExceptionFilter)
class AccountController {
  @Get('withdraw')
  @KakaoRecentLogin({ maxAge: 300 })
  withdraw(): string {
    return handle('withdraw');
  }

  @Post('withdraw')
  @KakaoRecentLogin({ maxAge: 300 })
  confirm(): string {
    return handle('confirm');
  }

  @Get('address')
  @KakaoScopes()
  async address(): Promise<never> {
    handle('address');
    throw await Promise.resolve(refused());
  }

  @Post('address')
  @KakaoScopes()
  posted(): never {
    handle('posted address');
    throw refused();
  }

  @Get('open')
  open(@Req() { user: member }: Request): object {
    return { member: member?.kakaoId };
  }
}

@Controller('wholesale')
@UseGuards(SessionGuard, KakaoConsentGuard.for('wholesale'))
class WholesaleController {
  @Get()
  @KakaoScopes('account_email')
  stock(): string {
    return handle('stock');
  }
}

@Controller('forgotten')
@UseGuards(SessionGuard)
class ForgottenController {
  @Get()
  @KakaoScopes('shipping_address')
  page(): string {
    return handle('forgotten');
  }
}

function handle(what: string): string {
  handled.push(what);
  return what;
}

describe.each(platforms)('on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const [retail, wholesale] = defaultSeed.apps;
    emulator = await createKakaoEmulator({
      ...defaultSeed,
      apps: [
        retail,
        {
          ...wholesale,
          autoLink: true,
          restApiKeys: [{ ...wholesale.restApiKeys![0]!, redirectUris: [`${url}/auth/wholesale/callback`] }],
        },
      ],
      links: [
        { appId: '100001', personId: user, scopes: ['profile_nickname'], terms: ['service_20260101'] },
        { appId: '100001', personId: other, scopes: ['profile_nickname', 'shipping_address'] },
        { appId: '100002', personId: user, scopes: ['profile_nickname'] },
      ],
      redirectUris: [`${url}/auth/kakao/callback`],
    });
  });
  beforeEach(async () => {
    browser = new Browser();
    [handled, saved, authTime] = [[], [], undefined];
    const currentUser = (request: Request) => request.user?.kakaoId;
    const options = (app: number, name: string) => ({
      clientID: emulator.apps[app]!.restApiKey,
      clientSecret: emulator.apps[app]!.clientSecret,
      adminKey: emulator.apps[app]!.adminKey,
      callbackURL: `${url}/auth/${name}/callback`,
      hosts: emulator.url,
      loginHandler: Members,
      currentUser,
      authTime: () => authTime,
    });
    started = await start(
      platform,
      {
        imports: [
          KakaoModule.forRoot(options(0, 'kakao')),
          KakaoModule.forRootAsync({
            name: 'wholesale',
            loginHandler: Members,
            useFactory: () => {
              const { loginHandler: _handler, ...values } = options(1, 'wholesale');
              return values;
            },
          }),
        ],
        controllers: [AuthController, ShopController, AccountController, WholesaleController, ForgottenController],
      },
      { port: Number(new URL(url).port) },
    );
  });
  afterEach(async () => {
    await started.close();
    await browser.close();
    emulator.reset();
  });
  afterAll(() => emulator.close());

  const loggedIn = (id = user) => browser.cookies(url).set('sid', id);
  const asked = (answer: Answer) => {
    expect([answer.status, answer.location]).toEqual([
      302,
      expect.stringContaining(`${emulator.url}/oauth/authorize?`),
    ]);
    const { scope, service_terms: terms, prompt } = Object.fromEntries(new URL(answer.location).searchParams);
    return { scope, terms, prompt };
  };
  async function atKakao(answer: Answer, how: { person?: string; agree?: string[] } = {}) {
    const { person = user, ...ticks } = how;
    const { callbackUrl } = await emulator.signIn(person, { authorizeUrl: answer.location, ...ticks });
    return browser.follow(callbackUrl, (location) => location.startsWith(emulator.url));
  }
  const code = ({ status, body }: Answer) => [status, /<code>(.*?)<\/code>/.exec(body)?.[1]];

  test('a page sends the user to Kakao for what is missing, and then opens', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/shop/orders?cart=7`);
    expect(asked(answer)).toEqual({ scope: 'shipping_address' });
    const page = await atKakao(answer);
    expect([page.url, page.body, handled]).toEqual([`${url}/shop/orders?cart=7`, 'orders', ['orders']]);
  });

  test('the requirements of the class and the handler are requested together', async () => {
    loggedIn();
    expect(asked(await browser.get(`${url}/shop/friends`))).toEqual({ scope: 'shipping_address,friends' });
    expect(asked(await browser.get(`${url}/shop/terms`))).toEqual({
      scope: 'shipping_address',
      terms: 'privacy_20260101',
    });
  });

  test('a route without a decorator is open', async () => {
    expect((await browser.get(`${url}/account/open`)).json()).toEqual({});
  });

  test('an API call gets 403 with the challenge of RFC 6750 and problem details', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/shop/orders`, isCall);
    expect(answer.status).toBe(403);
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer error="insufficient_scope", scope="shipping_address"',
      'access-control-expose-headers': 'WWW-Authenticate',
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(answer.json()).toMatchObject({ status: 403, code: 'consent_missing', missing: ['shipping_address'] });
    expect(asked(await browser.get(answer.json()['consentUrl'] as string))).toEqual({ scope: 'shipping_address' });
  });

  test('a posted form gets a page that leads to Kakao, and is never repeated', async () => {
    loggedIn();
    const answer = await browser.post(`${url}/shop/orders`, { item: '1' }, { referer: `${url}/shop/orders` });
    expect([answer.status, handled]).toEqual([403, []]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'ko',
      'www-authenticate': expect.stringContaining('scope="shipping_address"'),
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    const asking = await browser.get(/<a href="(.*?)">/.exec(answer.body)![1]!);
    expect((await atKakao(asking)).body).toBe('orders');
    expect((await browser.post(`${url}/shop/orders`, { item: '1' })).body).toBe('order');
    expect(handled).toEqual(['orders', 'order']);
  });

  test.each(['HEAD', 'OPTIONS'] as const)('a %s request does not start a login', async (method) => {
    loggedIn();
    const answer = await browser.send(method, `${url}/shop/orders`);
    expect([answer.headers['set-cookie'], answer.location, handled]).toEqual([undefined, '', []]);
  });

  test('a prefetch does not start a login', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/shop/orders`, { 'sec-purpose': 'prefetch' });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
  });

  test('a user who does not agree to everything gets a page that says so', async () => {
    loggedIn();
    const page = await atKakao(await browser.get(`${url}/shop/orders`), { agree: [] });
    expect(code(page)).toEqual([403, 'consent_declined']);
    expect([saved, handled]).toEqual([[], []]);
  });

  test('a user who returns with another Kakao Account gets a page that says so, and nothing is saved', async () => {
    loggedIn();
    const page = await atKakao(await browser.get(`${url}/shop/orders`), { person: other });
    expect(code(page)).toEqual([403, 'account_mismatch']);
    expect([saved, handled]).toEqual([[], []]);
  });

  test('a page asks a visitor to log in first, and an API call without a user gets 401', async () => {
    expect(asked(await browser.get(`${url}/shop/orders`))).toEqual({});
    const answer = await browser.get(`${url}/shop/orders`, isCall);
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  test('a -402 in a handler sends a user who opened a page to Kakao, once', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/account/address`);
    expect(asked(answer)).toEqual({ scope: 'shipping_address' });
    expect(code(await atKakao(answer))).toEqual([403, 'consent_missing']);
    expect(handled).toEqual(['address', 'address']);
  });

  test('a -402 in a handler causes a 403 for an API call', async () => {
    loggedIn();
    const answer = await browser.post(`${url}/account/address`, {}, isCall);
    expect([answer.status, answer.json()['missing'], handled]).toEqual([403, ['shipping_address'], ['posted address']]);
    expect(answer.headers['www-authenticate']).toContain('scope="shipping_address"');
  });

  test('a page that needs a recent login asks the user to log in again, and then opens', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/account/withdraw`);
    expect(asked(answer)).toEqual({ prompt: 'login' });
    expect((await atKakao(answer)).body).toBe('withdraw');
    expect((await browser.post(`${url}/account/withdraw`, {})).body).toBe('confirm');
  });

  test('an API call that needs a recent login gets the challenge of RFC 9470', async () => {
    loggedIn();
    const answer = await browser.post(`${url}/account/withdraw`, {}, isCall);
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      401,
      'Bearer error="insufficient_user_authentication", error_description="A more recent login is required", max_age="300"',
    ]);
    expect(answer.json()).toMatchObject({ code: 'login_too_old', maxAge: 300 });
  });

  test('another Kakao app asks for consent separately', async () => {
    loggedIn();
    const answer = await browser.get(`${url}/wholesale`);
    expect(asked(answer)).toEqual({ scope: 'account_email' });
    expect(new URL(answer.location).searchParams.get('client_id')).toBe(emulator.apps[1]!.restApiKey);
    expect((await atKakao(answer)).body).toBe('stock');
  });

  test('a route with a decorator but without the guard refuses every request', async () => {
    loggedIn();
    expect([(await browser.get(`${url}/forgotten`, isCall)).status, handled]).toEqual([500, []]);
    expect(started.log.join('\n')).toContain('KakaoConsentGuard');
  });
});

describe.each(platforms)('with a vault on %s', (platform) => {
  test('consent and the time of the login come from the vault', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const emulator = await createKakaoEmulator({ redirectUris: [`${url}/auth/kakao/callback`] });
    const { restApiKey: clientID, clientSecret } = emulator.app;
    const started = await start(
      platform,
      {
        imports: [
          KakaoModule.forRoot({
            clientID,
            clientSecret,
            callbackURL: `${url}/auth/kakao/callback`,
            hosts: emulator.url,
            vault: {},
            currentUser: (request: Request) => request.user?.kakaoId,
          }),
        ],
        controllers: [AuthController, ShopController, AccountController],
      },
      { port },
    );
    const browser = new Browser();
    [handled, saved] = [[], []];
    const atKakao = async ({ location: authorizeUrl }: Answer, agree?: string[]) => {
      const { callbackUrl } = await emulator.signIn(user, { authorizeUrl, ...(agree && { agree }) });
      return browser.get(callbackUrl);
    };
    await atKakao(await browser.get(`${url}/shop/orders`), ['profile_image']);
    browser.cookies(url).set('sid', user);
    const asking = await browser.get(`${url}/shop/orders`);
    expect(new URL(asking.location).searchParams.get('scope')).toBe('shipping_address');
    await atKakao(asking);
    expect((await browser.get(`${url}/shop/orders`)).body).toBe('orders');
    const before = emulator.requests.length;
    expect((await browser.get(`${url}/account/withdraw`)).status).toBeLessThan(400);
    expect((await browser.get(`${url}/shop/orders`)).body).toBe('orders');
    expect(emulator.requests.slice(before)).toEqual([]);
    await browser.close();
    await started.close();
    await emulator.close();
  });
});
