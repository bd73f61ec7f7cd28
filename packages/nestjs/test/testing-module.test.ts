import { afterEach, describe, expect, test } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Req,
  Res,
  UnauthorizedException,
  UseGuards,
  VersioningType,
} from '@nestjs/common';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { defaultSeed } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoLogin,
  KakaoLoginHandler,
  KakaoModule,
  KakaoUserService,
  getKakaoToken,
} from '@kakao-login/nestjs';
import { KakaoTestingModule, kakaoEmulatorOf, loginAs } from '@kakao-login/nestjs/testing';
import request from 'supertest';
import { platforms } from './support/start.js';
import type { Platform } from './support/start.js';

/* Tests of an application, as its developers write them. */

interface Request {
  headers: { cookie?: string };
}
interface Response {
  header(name: string, value: string): unknown;
}

const sessionOf = ({ headers: { cookie = '' } }: Request) => /(?:^|; )session=([^;]*)/.exec(cookie)?.[1];

@Injectable()
class MemberLogin extends KakaoLoginHandler<{ name: string }> {
  handle({ profile }: KakaoLogin): { name: string } | null {
    return profile.nickname === '보름' ? null : { name: profile.displayName };
  }
}

@Controller('members')
class MembersController {
  @Get('come-in')
  @UseGuards(KakaoAuthGuard)
  login(): void {}

  @Get('back-from-kakao')
  @UseGuards(KakaoAuthGuard)
  callback(@Req() { user }: { user: { name: string } }, @Res({ passthrough: true }) response: Response): object {
    response.header('set-cookie', `session=${encodeURIComponent(user.name)}; Path=/; HttpOnly`);
    return { token: 'a-token-of-the-service' };
  }

  @Get('me')
  me(@Req() request: Request): object {
    const session = sessionOf(request);
    if (session === undefined) throw new UnauthorizedException();
    return { name: decodeURIComponent(session) };
  }

  @Get('leave')
  leave(@Res({ passthrough: true }) response: Response): void {
    response.header('set-cookie', 'session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
  }
}

/** As in an application whose environment variables are not set in tests. */
const fromEnvironment = {
  clientID: undefined as unknown as string,
  clientSecret: undefined,
  adminKey: undefined,
  issuer: 'https://kauth.kakao.com',
  tokenURL: 'https://kauth.kakao.com/oauth/token',
};

@Module({
  imports: [
    KakaoModule.forRootAsync({
      useFactory: () => ({ ...fromEnvironment, callbackURL: '/members/back-from-kakao' }),
      loginHandler: MemberLogin,
    }),
  ],
  controllers: [MembersController],
})
class AppModule {}

let app: INestApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(
  platform: Platform,
  imports: ModuleMetadata['imports'] = [AppModule, KakaoTestingModule],
  prepare?: (app: INestApplication) => void,
): Promise<INestApplication> {
  const module = await Test.createTestingModule({ imports }).compile();
  app = module.createNestApplication(platform === 'express' ? new ExpressAdapter() : new FastifyAdapter(), {
    logger: false,
  });
  prepare?.(app);
  return app.init();
}

describe.each(platforms)('on %s', (platform) => {
  test('an agent of supertest is logged in as any user, and logs out like a browser', async () => {
    const app = await start(platform);
    const agent = await loginAs(app, '달빛', { agent: request.agent(app.getHttpServer()) });
    expect((await agent.get('/members/me').expect(200)).body).toEqual({ name: '달빛' });
    await agent.get('/members/leave').expect(200);
    await agent.get('/members/me').expect(401);
  });

  test('the headers of a login work for single requests, and the response is that of the callback route', async () => {
    const app = await start(platform);
    const { headers, response } = await loginAs(app, '1001');
    expect([response.status, JSON.parse(response.body)]).toEqual([200, { token: 'a-token-of-the-service' }]);
    const me = await request(app.getHttpServer()).get('/members/me').set(headers);
    expect(me.body).toEqual({ name: '달빛' });
  });

  test('several users can be logged in at the same time, even while the application listens', async () => {
    const app = await start(platform);
    await app.listen(0, '127.0.0.1');
    const [one, other] = [await loginAs(app, '달빛'), await loginAs(app, '큰숫자')];
    const me = async ({ headers }: typeof one) =>
      (await fetch(`${await app.getUrl()}/members/me`, { headers: { ...headers } })).json();
    expect([await me(one), await me(other)]).toEqual([{ name: '달빛' }, { name: '큰숫자' }]);
  });

  test('the login route can have any name, prefix and version, and any login guard', async () => {
    @Controller({ path: ['kakao', 'kko'], version: '2' })
    @UseGuards(AuthGuard('kakao'))
    class Routes {
      @Get('back')
      callback(@KakaoLogin('profile') { id }: KakaoLogin['profile']): object {
        return { id };
      }
      @Get(['start', 'begin'])
      login(): void {}
    }
    @Module({
      imports: [KakaoModule.forRoot({ clientID: 'any', callbackURL: '/api/v2/kakao/back' })],
      controllers: [Routes],
    })
    class Versioned {}
    const app = await start(platform, [Versioned, KakaoTestingModule], (app) =>
      app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI }),
    );
    const { response } = await loginAs(app, 'moonlight@example.com');
    expect(JSON.parse(response.body)).toEqual({ id: '1001' });
  });
});

test('a missing login route is named in the error', async () => {
  @Controller(':company/login')
  class Routes {
    @Get()
    @UseGuards(KakaoAuthGuard)
    both(@KakaoLogin('profile') { id }: KakaoLogin['profile']): object {
      return { id };
    }
  }
  @Module({
    imports: [KakaoModule.forRoot({ clientID: 'any', callbackURL: '/kakao/login' })],
    controllers: [Routes],
  })
  class OneRoute {}
  const app = await start('express', [OneRoute, KakaoTestingModule]);
  await expect(loginAs(app, '달빛')).rejects.toThrow("loginAs(app, person, { path: '/auth/kakao' })");
  await expect(loginAs(app, '달빛', { path: '/nothing/here' })).rejects.toThrow('/nothing/here (404)');
  const { response } = await loginAs(app, '달빛', { path: '/naver/login' });
  expect(JSON.parse(response.body)).toEqual({ id: '1001' });
});

test('a user whom the login handler refuses is not logged in', async () => {
  const app = await start('express');
  await kakaoEmulatorOf(app).addPerson({ id: '77', loginId: 'full@example.com', password: 'moon', nickname: '보름' });
  await expect(loginAs(app, '보름')).rejects.toThrow(/^loginAs: \/members\/back-from-kakao answered 401/);
  await expect(loginAs(app, '그믐')).rejects.toThrow('nobody in the emulator has the id or login id "그믐"');
});

test('the emulator starts with its options, has keys for each Kakao app, and closes with the application', async () => {
  const [shop, wholesale] = defaultSeed.apps;
  const clientID = wholesale.restApiKeys?.[0]?.key ?? '';
  @Module({
    imports: [AppModule, KakaoModule.forRoot({ name: 'wholesale', clientID, callbackURL: '/wholesale' })],
  })
  class TwoApps {}
  const people = [{ id: '4242', loginId: 'only@example.com', password: 'only', nickname: '외길' }];
  const app = await start('express', [TwoApps, KakaoTestingModule.forRoot({ apps: [shop, wholesale], people })]);
  const emulator = kakaoEmulatorOf(app);
  await loginAs(app, '외길');
  const me = await app.get(KakaoUserService).me({ admin: true, targetId: '4242' });
  const { access_token: accessToken } = await emulator.issueTokens('4242', { app: '100002' });
  const users = app.get<KakaoUserService>(getKakaoToken(KakaoUserService, 'wholesale'));
  expect([me.id, (await users.accessTokenInfo({ accessToken })).app_id]).toEqual(['4242', '100002']);
  await app.close();
  await expect(fetch(emulator.url)).rejects.toThrow('fetch failed');
});

test('the user agrees to the items that the test specifies', async () => {
  const app = await start('express');
  await loginAs(app, '달빛', { agree: [] });
  const { kakao_account: account } = await app.get(KakaoUserService).me({ admin: true, targetId: '1001' });
  expect(account).toMatchObject({ email_needs_agreement: true });
});

test('the application uses the clock of the emulator, so a user can log in again after a day', async () => {
  const app = await start('express');
  await loginAs(app, '달빛');
  kakaoEmulatorOf(app).clock.advance({ days: 1 });
  const { response } = await loginAs(app, '달빛');
  expect(response.status).toBe(200);
});

test('an application without the testing module gets an error that says to import it', async () => {
  const app = await start('express', [
    KakaoModule.forRoot({ clientID: 'any', clientSecret: 'none-of-kakao'.repeat(3), callbackURL: '/callback' }),
  ]);
  await expect(loginAs(app, '달빛')).rejects.toThrow('This application does not import KakaoTestingModule.');
});
