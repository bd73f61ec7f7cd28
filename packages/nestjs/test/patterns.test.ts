import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Post, Redirect, Req, Res, SetMetadata, UseGuards } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, Reflector } from '@nestjs/core';
import { PassportSerializer, PassportStrategy } from '@nestjs/passport';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginHandler,
  KakaoModule,
  KakaoStrategy,
  KakaoTokenGuard,
  KakaoUser,
} from '@kakao-login/nestjs';
import type { KakaoModuleOptions, KakaoProfile, KakaoTokenLogin, SimpleLoginSettings } from '@kakao-login/nestjs';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

/* Code from the documentation, as users would write it. */

const Public = () => SetMetadata('public', true);

@Injectable()
class MembersOnly extends KakaoTokenGuard {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']> {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean>('public', targets) || super.canActivate(context);
  }
}

@Controller()
class ShopController {
  @Get('me')
  me(@KakaoUser() { id }: KakaoTokenLogin): string {
    return id;
  }

  @Get('open')
  @Public()
  open(): string {
    return 'anybody';
  }
}

@Controller('auth/kakao')
class SimpleLoginController {
  constructor(private readonly kakao: KakaoStrategy) {}

  @Post('js')
  begin(@Req() request: Request | FastifyRequest): Promise<SimpleLoginSettings> {
    return this.kakao.simpleLogin(request, { state: 'cart' });
  }

  @Get('callback')
  @UseGuards(KakaoAuthGuard)
  callback(@KakaoLogin('profile') profile: KakaoLogin['profile'], @KakaoLogin('state') state: unknown): object {
    return { id: profile.id, state };
  }
}

interface Member {
  id: string;
}

@Injectable()
class MemberLogin extends KakaoLoginHandler<Member> {
  handle({ profile }: KakaoLogin): Member {
    return { id: profile.id };
  }
}

@Injectable()
class MemberSerializer extends PassportSerializer {
  serializeUser(member: Member, done: (error: unknown, id: string) => void): void {
    done(null, member.id);
  }
  deserializeUser(id: string, done: (error: unknown, member: Member) => void): void {
    done(null, { id });
  }
}

@Injectable()
class SessionLogin extends KakaoAuthGuard {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    await super.logIn(context.switchToHttp().getRequest());
    return true;
  }
}

@Controller()
class SessionController {
  @Get('login')
  @UseGuards(KakaoAuthGuard)
  login(): void {}

  @Get('callback')
  @UseGuards(SessionLogin)
  @Redirect('/me')
  callback(): void {}

  @Get('me')
  me(@KakaoUser() member?: Member): object {
    return { member: member ?? null };
  }

  @Get('logout')
  logout(@Req() request: { logOut(done: () => void): void }, @Res() response: { send(text: string): void }): void {
    request.logOut(() => response.send('bye'));
  }
}

let emulator: KakaoEmulator;
let browser: Browser;
let started: Started;
let port: number;
let options: KakaoModuleOptions;

beforeEach(async () => {
  port = await freePort();
  const callbackURL = `http://127.0.0.1:${port}/callback`;
  emulator = await createKakaoEmulator({
    redirectUris: [callbackURL, `http://127.0.0.1:${port}/auth/kakao/callback`],
  });
  const { appId, restApiKey: clientID, clientSecret, javascriptKey } = emulator.app;
  options = { appId, clientID, clientSecret, callbackURL, hosts: emulator.url, audiences: [javascriptKey] };
  browser = new Browser();
});
afterEach(async () => {
  await browser.close();
  await started.close();
  await emulator.close();
});

describe.each(platforms)('on %s', (platform) => {
  test('a global token guard skips routes with @Public()', async () => {
    started = await start(platform, {
      imports: [KakaoModule.forRoot(options)],
      controllers: [ShopController],
      providers: [{ provide: APP_GUARD, useClass: MembersOnly }],
    });
    const { access_token: token } = await emulator.issueTokens(emulator.people[0]!);
    expect((await browser.get(`${started.url}/open`)).body).toBe('anybody');
    expect((await browser.get(`${started.url}/me`)).status).toBe(401);
    expect((await browser.get(`${started.url}/me`, { authorization: `Bearer ${token}` })).body).toBe('1001');
  });

  test('a login that the JavaScript SDK starts finishes at the guarded callback', async () => {
    const callbackURL = `http://127.0.0.1:${port}/auth/kakao/callback`;
    const imports = [KakaoModule.forRoot({ ...options, callbackURL })];
    started = await start(platform, { imports, controllers: [SimpleLoginController] }, { port });
    const settings = (await browser.post(`${started.url}/auth/kakao/js`, {})).json() as Record<string, string>;
    expect(settings).toEqual({ redirectUri: callbackURL, state: expect.any(String), nonce: expect.any(String) });

    // The URL that Kakao.Auth.authorize(settings) opens.
    const address = new URL(`${emulator.url}/oauth/authorize?response_type=code`);
    address.searchParams.set('client_id', emulator.app.javascriptKey);
    address.searchParams.set('redirect_uri', settings['redirectUri']!);
    for (const name of ['state', 'nonce']) address.searchParams.set(name, settings[name]!);
    const answer = await logIn(browser, address.href, '1001', emulator.url);
    expect([answer.status, answer.json()]).toEqual([200, { id: '1001', state: 'cart' }]);
  });
});

describe('without the module, a class of PassportStrategy', () => {
  afterEach(() => {
    passport.unuse('kakao');
  });

  @Controller()
  @UseGuards(KakaoAuthGuard)
  class OwnController {
    @Get('login')
    login(): void {}

    @Get('callback')
    callback(@KakaoUser() user: object): object {
      return user;
    }
  }
  async function memberOf(strategy: Type): Promise<object> {
    started = await start('express', { controllers: [OwnController], providers: [strategy] }, { port });
    return (await logIn(browser, `${started.url}/login`, '1001', emulator.url)).json();
  }

  test('gets the login if the number of parameters is given', async () => {
    @Injectable()
    class ShopStrategy extends PassportStrategy(KakaoStrategy, 'kakao', true) {
      constructor() {
        super(options);
      }
      validate({ profile, tokens }: KakaoLogin): object {
        return { id: profile.id, token: typeof tokens.access_token };
      }
    }
    expect(await memberOf(ShopStrategy)).toEqual({ id: '1001', token: 'string' });
  });

  test('gets tokens, profile and done if it is not', async () => {
    @Injectable()
    class ShopStrategy extends PassportStrategy(KakaoStrategy, 'kakao') {
      constructor() {
        super(options);
      }
      validate(...[access, refresh, profile, done]: [string, string, KakaoProfile, unknown]): object {
        return { id: profile.id, given: [typeof access, typeof refresh, typeof done] };
      }
    }
    expect(await memberOf(ShopStrategy)).toEqual({ id: '1001', given: ['string', 'string', 'function'] });
  });
});

test.each(['login', 'token'])('a %s guard for an app without a module names the missing module', async (kind) => {
  const guard = kind === 'login' ? KakaoAuthGuard.for('wholesail') : KakaoTokenGuard.for('wholesail');
  @Controller()
  @UseGuards(guard)
  class TypoController {
    @Get('typo')
    typo(): void {}
  }
  const providers = [{ provide: APP_FILTER, useClass: KakaoExceptionFilter }];
  started = await start('express', {
    imports: [KakaoModule.forRoot(options)],
    controllers: [TypoController],
    providers,
  });
  const answer = await browser.get(`${started.url}/typo`, { accept: 'application/json', 'sec-fetch-mode': 'cors' });
  expect(answer.json()).toMatchObject({
    error: 'module_missing',
    remedy: { en: expect.stringContaining('wholesail') },
  });
});

test('with a session, the guard stores the member in it', async () => {
  const imports = [KakaoModule.forRoot({ ...options, loginHandler: MemberLogin })];
  const metadata = { imports, controllers: [SessionController], providers: [MemberSerializer] };
  const sessions = session({ secret: 'of the test', resave: false, saveUninitialized: false });
  started = await start('express', metadata, {
    port,
    prepare: (app) => app.use(sessions, passport.session() as RequestHandler),
  });
  expect((await browser.get(`${started.url}/me`)).json()).toEqual({ member: null });
  const answer = await logIn(browser, `${started.url}/login`, '1001', emulator.url);
  expect(answer.url).toBe(`${started.url}/me`);
  expect(answer.json()).toEqual({ member: { id: '1001' } });
  await browser.get(`${started.url}/logout`);
  expect((await browser.get(`${started.url}/me`)).json()).toEqual({ member: null });
});
