import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Module, Req, UseGuards } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { AuthGuard, PassportModule } from '@nestjs/passport';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoLoginHandler,
  KakaoModule,
  KakaoTokenGuard,
  KakaoTokenHandler,
  KakaoUser,
} from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Request {
  user?: unknown;
  member?: unknown;
}

@Injectable()
class Members extends KakaoLoginHandler {
  handle(): object {
    return { is: 'member' };
  }
}

@Injectable()
class TokenMembers extends KakaoTokenHandler {
  handle(): object {
    return { is: 'member' };
  }
}

/** For example, a guard for the application's own tokens that runs before another one. */
@Injectable()
class StaffGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getRequest<Request>().user = { is: 'staff' };
    return true;
  }
}

@Injectable()
class ReplacingGuard extends KakaoAuthGuard {
  override handleRequest(): never {
    return { is: 'replaced' } as never;
  }
}

@Injectable()
class ReplacingAuthGuard extends AuthGuard('kakao') {
  override handleRequest(): never {
    return { is: 'replaced' } as never;
  }
}

const routes = {
  'auth-guard': [AuthGuard('kakao')],
  'kakao-auth-guard': [KakaoAuthGuard],
  'beside-staff': [StaffGuard, KakaoAuthGuard],
  replaced: [ReplacingGuard],
  'auth-guard-token': [AuthGuard('kakao-token')],
  'kakao-token-guard': [KakaoTokenGuard],
  'token-beside-staff': [StaffGuard, KakaoTokenGuard],
};

/** One controller for each, because guards are set on classes. */
const controllers = (root: string, guarded: Record<string, Type<CanActivate>[]>): Type[] =>
  Object.entries(guarded).map(([path, guards]) => {
    @Controller(`${root}/${path}`)
    @UseGuards(...guards)
    class GuardedController {
      @Get()
      get(@Req() { user, member }: Request, @KakaoUser() decorated: unknown): object {
        return { decorated, user, member };
      }
    }
    return GuardedController;
  });

@Module({ imports: [PassportModule.register({ property: 'member' })], controllers: controllers('member', routes) })
class MemberModule {}

@Controller('nobody')
class OpenController {
  @Get()
  get(@KakaoUser() decorated: unknown): object {
    return { decorated: decorated ?? null };
  }
}

describe.each(platforms)('on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    const callbackURL = `http://127.0.0.1:${port}/member/auth-guard`;
    emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
    const { appId, restApiKey: clientID, clientSecret } = emulator.app;
    const options = { appId, clientID, clientSecret, callbackURL, hosts: emulator.url };
    const kakao = KakaoModule.forRoot({ ...options, loginHandler: Members, tokenHandler: TokenMembers });
    const usual = [...controllers('usual', { replaced: [ReplacingAuthGuard] }), OpenController];
    started = await start(platform, { imports: [kakao, MemberModule], controllers: usual }, { port });
  });
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => browser.close());
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  const person = { is: 'member' };

  /** Logs a user in, on the callback route with this path. */
  async function login(path: string) {
    const back = (location: string) => location.includes('code=');
    const { location } = await logIn(browser, `${started.url}/member/auth-guard`, '1001', emulator.url, back);
    return (await browser.get(started.url + path + new URL(location).search)).json();
  }
  async function byToken(path: string) {
    const { access_token: token } = await emulator.issueTokens(emulator.people[0]!);
    return (await browser.get(started.url + path, { authorization: `Bearer ${token}` })).json();
  }

  test.each(['auth-guard', 'kakao-auth-guard'])(
    '@KakaoUser() is the user that %s stored in another property',
    async (route) => {
      expect(await login(`/member/${route}`)).toEqual({ decorated: person, member: person });
    },
  );

  test.each(['auth-guard-token', 'kakao-token-guard'])(
    '@KakaoUser() is also the user that %s stored in another property',
    async (route) => {
      expect(await byToken(`/member/${route}`)).toEqual({ decorated: person, member: person });
    },
  );

  test('@KakaoUser() ignores a user that another guard has set', async () => {
    const both = { decorated: person, member: person, user: { is: 'staff' } };
    expect(await login('/member/beside-staff')).toEqual(both);
    expect(await byToken('/member/token-beside-staff')).toEqual(both);
  });

  test('@KakaoUser() is the user that the application’s own guard returns', async () => {
    const replaced = { is: 'replaced' };
    expect(await login('/member/replaced')).toEqual({ decorated: replaced, member: replaced });
    expect(await login('/usual/replaced')).toEqual({ decorated: replaced, user: replaced });
  });

  test('@KakaoUser() is undefined if no guard has accepted a user', async () => {
    expect(await browser.get(`${started.url}/nobody`).then((answer) => answer.json())).toEqual({ decorated: null });
  });
});
