import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Controller,
  ForbiddenException,
  Get,
  Inject,
  Injectable,
  Module,
  Req,
  Scope,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoAuthorize,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginHandler,
  KakaoModule,
} from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Request {
  user?: unknown;
  query: Record<string, string>;
}
interface Member {
  name: string;
  kakaoId: string;
  logins: number;
}

@Injectable()
class MemberRepository {
  readonly members = new Map<string, Member>();

  logIn(kakaoId: string, name: string): Member {
    const member = this.members.get(kakaoId) ?? { name, kakaoId, logins: 0 };
    this.members.set(kakaoId, member);
    member.logins += 1;
    return member;
  }
}

@Module({ providers: [MemberRepository], exports: [MemberRepository] })
class MembersModule {}

@Injectable()
class MemberLogin extends KakaoLoginHandler<Member> {
  constructor(private readonly members: MemberRepository) {
    super();
  }

  handle({ profile, state }: KakaoLogin): Member | null {
    if (state === 'turn away') return null;
    if (state === 'throw') throw new ForbiddenException('탈퇴한 회원입니다.');
    return this.members.logIn(profile.id, profile.displayName);
  }
}

@Injectable({ scope: Scope.REQUEST })
class RequestScopedLogin extends KakaoLoginHandler {
  constructor(@Inject(REQUEST) private readonly request: Request) {
    super();
  }

  handle(login: KakaoLogin, request: Request): object {
    return { id: login.profile.id, same: this.request === request, code: typeof request.query['code'] };
  }
}

@Controller('auth/kakao')
class RetailController {
  @Get()
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize((context) => {
    const { keep, prompt, failure } = context.switchToHttp().getRequest<Request>().query;
    return {
      ...(keep !== undefined && { state: keep }),
      ...(prompt !== undefined && { prompt }),
      ...(failure !== undefined && { failureRedirect: failure }),
    };
  })
  login(): void {}

  @Get('callback')
  @UseGuards(AuthGuard('kakao'))
  callback(
    @Req() request: Request,
    @KakaoLogin() login: KakaoLogin,
    @KakaoLogin('profile') profile: KakaoLogin['profile'],
  ): unknown {
    const { tokens, claims, state } = login;
    return {
      user: request.user,
      tokens: Object.keys(tokens),
      subject: claims?.sub,
      profile: profile.displayName,
      state,
    };
  }

  @Get('unguarded')
  unguarded(@KakaoLogin() login: KakaoLogin): unknown {
    return login;
  }
}

@Controller('auth/wholesale')
@UseGuards(KakaoAuthGuard.for('wholesale'))
@UseFilters(KakaoExceptionFilter)
class WholesaleController {
  /** One route for both legs, as many applications have it. */
  @Get()
  @KakaoAuthorize({ failureRedirect: '' })
  both(@Req() request: Request): unknown {
    return request.user;
  }
}

@Controller('auth/scoped')
@UseGuards(AuthGuard('scoped'))
class ScopedController {
  @Get()
  both(@Req() request: Request): unknown {
    return request.user;
  }
}

type Emulator = Awaited<ReturnType<typeof createKakaoEmulator>>;

describe.each(platforms)('on %s', (platform) => {
  let emulator: Emulator;
  let started: Started;
  let origin: string;
  const browsers: Browser[] = [];

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const [retail, wholesale] = defaultSeed.apps;
    const withRedirects = (app: NonNullable<typeof retail>, ...paths: string[]) => ({
      ...app,
      restApiKeys: app.restApiKeys!.map((key) => ({ ...key, redirectUris: paths.map((path) => origin + path) })),
    });
    emulator = await createKakaoEmulator({
      ...defaultSeed,
      apps: [
        withRedirects(retail, '/auth/kakao/callback', '/auth/scoped'),
        withRedirects(wholesale, '/auth/wholesale'),
      ],
    });
    const options = (app: number, path: string): KakaoModuleOptions => {
      const { key, clientSecret } = defaultSeed.apps[app]!.restApiKeys![0]!;
      return { clientID: key, clientSecret: clientSecret!, callbackURL: origin + path, hosts: emulator.url };
    };
    started = await start(
      platform,
      {
        imports: [
          KakaoModule.forRootAsync({
            imports: [MembersModule],
            useFactory: () => Promise.resolve(options(0, '/auth/kakao/callback')),
            loginHandler: MemberLogin,
          }),
          KakaoModule.forRoot({ name: 'wholesale', ...options(1, '/auth/wholesale') }),
          KakaoModule.forRoot({
            name: 'scoped',
            ...options(0, '/auth/scoped'),
            callbackURL: '/auth/scoped',
            loginHandler: RequestScopedLogin,
          }),
        ],
        controllers: [RetailController, WholesaleController, ScopedController],
      },
      { port },
    );
  });
  afterEach(async () => {
    emulator.reset();
    await Promise.all(browsers.splice(0).map((browser) => browser.close()));
  });
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  function open(): Browser {
    const browser = new Browser();
    browsers.push(browser);
    return browser;
  }
  const person = () => emulator.people[0]!;

  /** Goes as far as Kakao's redirect back, and returns its address unopened. */
  async function callbackAddress(browser: Browser): Promise<string> {
    const first = await logIn(browser, `${origin}/auth/kakao`, person().id, emulator.url);
    expect(first.status).toBe(200);
    const again = await browser.follow(`${origin}/auth/kakao`, (location) => location.includes('/callback?'));
    return again.location;
  }

  test('a person logs in; the handler decides who they are; @KakaoLogin has the whole login', async () => {
    const browser = open();
    const answer = await logIn(browser, `${origin}/auth/kakao?keep=from-the-cart`, person().id, emulator.url);
    expect(answer.status).toBe(200);
    const body = answer.json();
    expect(body).toMatchObject({
      user: { kakaoId: '1001', name: '달빛', logins: expect.any(Number) },
      profile: '달빛',
      subject: '1001',
      state: 'from-the-cart',
    });
    expect(body['tokens']).toEqual(
      expect.arrayContaining([
        'access_token',
        'expires_in',
        'refresh_token',
        'refresh_token_expires_in',
        'scope',
        'id_token',
      ]),
    );
    expect([...browser.cookies(origin).keys()].filter((name) => name.includes('kakao_login'))).toEqual([]);
  });

  test('a second app has its own people, and req.user is the login where there is no handler', async () => {
    const answer = await logIn(open(), `${origin}/auth/wholesale`, person().id, emulator.url);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ profile: { id: '1001', provider: 'kakao' }, user: { has_signed_up: false } });
  });

  test('a handler may be request-scoped', async () => {
    const answer = await logIn(open(), `${origin}/auth/scoped`, person().id, emulator.url);
    expect(answer.json()).toEqual({ id: '1001', same: true, code: 'string' });
  });

  test('a callback opened twice at once gives the login twice, though Kakao takes its code once', async () => {
    const browser = open();
    const address = await callbackAddress(browser);
    const cookie = [...browser.cookies(origin)].map((pair) => pair.join('=')).join('; ');
    const answers = await Promise.all([browser.get(address, { cookie }), browser.get(address, { cookie })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map((answer) => answer.json()['profile'])).toEqual(['달빛', '달빛']);
  });

  test('a callback in another browser is refused, not a 500', async () => {
    const address = await callbackAddress(open());
    const answer = await open().get(address);
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ statusCode: 403, message: expect.stringContaining('state_missing') });
  });

  test('prompt=none without a session at Kakao is 401, not a 500', async () => {
    const answer = await open().follow(`${origin}/auth/kakao?prompt=none`);
    expect(answer.url).toContain(origin);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('login_required') });
  });

  test('a code that Kakao does not know is 401, not a 500', async () => {
    const browser = open();
    const address = new URL(await callbackAddress(browser));
    address.searchParams.set('code', 'made-up');
    const answer = await browser.get(address.href);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('KOE320') });
  });

  test('failureRedirect is followed, with the code of the error', async () => {
    const browser = open();
    const begun = await browser.get(`${origin}/auth/kakao`);
    const state = new URL(begun.location).searchParams.get('state')!;
    const answer = await browser.get(
      `${origin}/auth/kakao?error=access_denied&state=${state}&failure=${encodeURIComponent('/login?from=kakao')}`,
    );
    expect(answer.status).toBe(302);
    expect(answer.location).toBe(`${origin}/login?from=kakao&error=access_denied`);
  });

  test('with the filter a browser gets a page, on the callback of a login that it did not begin', async () => {
    const answer = await open().get(`${origin}/auth/wholesale?code=stolen&state=forged`);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('로그인을 마치지 못했습니다');
  });

  test('whom the handler turns away gets 401', async () => {
    const answer = await logIn(
      open(),
      `${origin}/auth/kakao?keep=${encodeURIComponent('turn away')}`,
      person().id,
      emulator.url,
    );
    expect(answer.status).toBe(401);
  });

  test('what the handler throws is the answer', async () => {
    const answer = await logIn(open(), `${origin}/auth/kakao?keep=throw`, person().id, emulator.url);
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ message: '탈퇴한 회원입니다.' });
  });

  test('@KakaoLogin on a route without a guard says what is missing', async () => {
    const answer = await open().get(`${origin}/auth/kakao/unguarded`);
    expect(answer.status).toBe(500);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('KakaoAuthGuard') });
  });
});
