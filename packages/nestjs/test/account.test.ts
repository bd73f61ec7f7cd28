import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  All,
  Controller,
  Delete,
  Get,
  Injectable,
  Module,
  Post,
  Redirect,
  Req,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { AppSeed, KakaoEmulator } from '@kakao-login/emulator';
import {
  InjectKakao,
  KakaoAccount,
  KakaoAuthGuard,
  KakaoAuthorize,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginError,
  KakaoLoginHandler,
  KakaoLogoutGuard,
  KakaoModule,
  KakaoSignup,
  KakaoSignupGuard,
  KakaoVault,
} from '@kakao-login/nestjs';
import type { HttpRequest } from '@kakao-login/passport';
import type { KakaoModuleOptions, KakaoPendingSignup } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

const moon = '1001';

interface Request extends HttpRequest {
  authInfo: { returnTo: string };
}

/** The Kakao Account of each member. A cookie contains the member who is logged in. */
@Injectable()
class Members {
  readonly kakaoIds = new Map<string, string | undefined>();
}

@Module({ providers: [Members], exports: [Members] })
class MembersModule {}

@Injectable()
class MemberLogin extends KakaoLoginHandler {
  constructor(private readonly members: Members) {
    super();
  }

  handle({ profile, link }: KakaoLogin): object {
    const { kakaoIds } = this.members;
    const [owner] = [...kakaoIds].find(([, kakaoId]) => kakaoId === profile.id) ?? [];
    if (link === undefined) return { member: owner ?? 'new' };
    if (owner !== undefined && owner !== link) throw new KakaoLoginError('link_conflict');
    const linked = kakaoIds.get(link);
    if (linked !== undefined && linked !== profile.id) throw new KakaoLoginError('link_exists');
    kakaoIds.set(link, profile.id);
    return { member: link };
  }
}

const memberOf = (request: HttpRequest): string | undefined =>
  /(?:^|; )member=(\w+)/.exec(request.headers.cookie ?? '')?.[1];

@Controller()
@UseFilters(KakaoExceptionFilter)
class AccountController {
  loggedOut = 0;

  constructor(
    readonly account: KakaoAccount,
    readonly members: Members,
  ) {}

  @Get('auth/kakao')
  @UseGuards(KakaoAuthGuard)
  logIn(): void {}

  @Get('auth/kakao/link')
  @UseGuards(KakaoAuthGuard)
  @KakaoAuthorize({ link: true })
  link(): void {}

  @Get('auth/kakao/callback')
  @UseGuards(KakaoAuthGuard)
  callback(@Req() request: { user: unknown }): unknown {
    return request.user;
  }

  @Delete('auth/kakao/link')
  async unlink(@Req() request: Request): Promise<void> {
    const { kakaoIds } = this.members;
    const member = memberOf(request) ?? '';
    await this.account.unlink(kakaoIds.get(member) ?? '');
    kakaoIds.set(member, undefined);
  }

  @All('logout/kakao')
  @UseGuards(KakaoLogoutGuard)
  @Redirect()
  logOut(@Req() request: Request): { url: string } {
    this.loggedOut += 1;
    return { url: request.authInfo.returnTo };
  }

  @Get('signup')
  @UseGuards(KakaoSignupGuard)
  page(@KakaoSignup() signup: KakaoPendingSignup): KakaoPendingSignup {
    return signup;
  }

  @Get('signup/unguarded')
  unguarded(@KakaoSignup() signup: KakaoPendingSignup): KakaoPendingSignup {
    return signup;
  }

  @Post('signup')
  @Redirect()
  async signUp(@Req() request: Request): Promise<{ url: string; statusCode: number }> {
    const { returnTo = '/' } = await this.account.finishSignup(request, { properties: { company_name: '별빛상사' } });
    return { url: returnTo, statusCode: 303 };
  }
}

let emulator: KakaoEmulator;
let origin: string;
let port: number;
let started: Started | undefined;
let browser: Browser;

beforeEach(async () => {
  port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const redirectUris = [`${origin}/auth/kakao/callback`];
  emulator = await createKakaoEmulator({
    ...defaultSeed,
    apps: defaultSeed.apps.map((app: AppSeed) => ({
      ...app,
      restApiKeys: (app.restApiKeys ?? []).map((key) => ({ ...key, redirectUris })),
      logoutRedirectUris: [`${origin}/logout/kakao`],
    })),
  });
  browser = new Browser();
});
afterEach(async () => {
  await browser.close();
  await started?.close();
  started = undefined;
  await emulator.close();
});

function options(given: Partial<KakaoModuleOptions> = {}, app: 0 | 1 = 0): KakaoModuleOptions {
  const { restApiKey: clientID, clientSecret, adminKey } = emulator.apps[app]!;
  const callbackURL = `${origin}/auth/kakao/callback`;
  const currentMember = (request: unknown): string | undefined => memberOf(request as HttpRequest);
  return { clientID, clientSecret, adminKey, callbackURL, hosts: emulator.url, vault: {}, currentMember, ...given };
}

async function run(given: KakaoModuleOptions, platform: Platform = 'express'): Promise<AccountController> {
  const kakao = KakaoModule.forRoot({ ...given, loginHandler: MemberLogin, imports: [MembersModule] });
  started = await start(platform, { imports: [MembersModule, kakao], controllers: [AccountController] }, { port });
  return started.app.get(AccountController);
}

const visit = (path = '/auth/kakao', person = moon) => logIn(browser, origin + path, person, emulator.url);

/** The status of a response, and the code of its error. */
async function answerTo(path: string, headers: Record<string, string> = {}): Promise<unknown[]> {
  const answer = await browser.get(path.startsWith('http') ? path : origin + path, {
    accept: 'application/json',
    ...headers,
  });
  return answer.body.startsWith('{') ? [answer.status, answer.json()['error']] : [answer.status];
}

describe.each(platforms)('on %s', (platform) => {
  test('a member links Kakao, logs in with it, and unlinks it again', async () => {
    const { members } = await run(options(), platform);
    browser.cookies(origin).set('member', 'ann');
    expect((await visit('/auth/kakao/link')).json()).toEqual({ member: 'ann' });
    expect(members.kakaoIds.get('ann')).toBe(moon);
    expect((await visit()).json()).toEqual({ member: 'ann' });

    expect((await browser.send('DELETE', `${origin}/auth/kakao/link`)).status).toBe(200);
    expect(members.kakaoIds.get('ann')).toBeUndefined();
    expect(await started!.app.get(KakaoVault).status(moon)).toBeUndefined();
    expect((await visit()).json()).toEqual({ member: 'new' });
  });

  test('linking fails if the member has logged out, or if the Kakao Account belongs to another member', async () => {
    const { members } = await run(options(), platform);
    expect(await answerTo('/auth/kakao/link')).toEqual([401, 'not_logged_in']);
    browser.cookies(origin).set('member', 'ann');
    const callback = await logIn(browser, `${origin}/auth/kakao/link`, moon, emulator.url, (url) =>
      url.includes('code='),
    );
    browser.cookies(origin).set('member', 'bea');
    expect(await answerTo(callback.location)).toEqual([403, 'link_member_changed']);
    members.kakaoIds.set('ann', moon);
    const conflict = await visit('/auth/kakao/link');
    expect([conflict.status, conflict.body]).toEqual([409, expect.stringContaining('이미 다른 회원에게 연결')]);
    expect(await started!.app.get(KakaoVault).status(moon)).toBeUndefined();
  });

  test('a logout goes through Kakao and returns to the page of the user', async () => {
    const controller = await run(options({ logoutRedirectURL: '/logout/kakao', returnTo: true }), platform);
    const kakao = await browser.post(`${origin}/logout/kakao?returnTo=/orders`, {});
    expect([kakao.status, kakao.location]).toEqual([303, expect.stringContaining('/oauth/logout?')]);
    expect(controller.loggedOut).toBe(0);
    const back = (await browser.get(kakao.location)).location;
    expect((await browser.get(back)).location).toBe(`${origin}/orders`);
    expect(controller.loggedOut).toBe(1);
    const other = new Browser();
    expect((await other.get(back)).status).toBe(403);
    await other.close();
    expect(controller.loggedOut).toBe(1);
  });

  test('a new user of an app with auto-link off signs up first', async () => {
    await run(options({ signup: { url: '/signup' }, returnTo: true }, 1), platform);
    const page = await visit('/auth/kakao?returnTo=/orders');
    expect([page.url, page.json()['id']]).toEqual([`${origin}/signup`, moon]);
    const posted = await browser.post(`${origin}/signup`, {});
    expect([posted.status, posted.location]).toEqual([303, `${origin}/orders`]);
    const me = await started!.app.get(KakaoVault).forUser(moon).user.me();
    expect(me).toMatchObject({ has_signed_up: true, properties: { company_name: '별빛상사' } });
    expect(await answerTo('/signup')).toEqual([403, 'signup_missing']);
    expect((await visit()).json()).toEqual({ member: 'new' });
  });
});

describe('KakaoAccount', () => {
  test('uses the admin key in a module without a vault', async () => {
    const { account } = await run(options({ vault: undefined as never }));
    await emulator.issueTokens(moon);
    expect(await account.leave(moon, { others: { apple: () => {} } })).toEqual({
      finished: true,
      done: ['kakao', 'apple'],
      left: [],
    });
    await account.unlink(moon);
    await account.logout(moon);
  });

  test('names the option adminKey if there is neither a token nor the key', async () => {
    const { adminKey: _none, ...others } = options();
    const { account } = await run(others);
    await expect(account.unlink(moon)).rejects.toMatchObject({ code: 'admin_key_missing', option: 'adminKey' });
    const { finished, left } = await account.leave(moon);
    expect([finished, left.map(({ name }) => name)]).toEqual([false, ['kakao']]);
  });
});

@Controller('wholesale')
@UseFilters(KakaoExceptionFilter)
class WholesaleController {
  constructor(@InjectKakao('wholesale', KakaoAccount) readonly account: KakaoAccount) {}

  @Get('auth/kakao/callback')
  @UseGuards(KakaoAuthGuard.for('wholesale'))
  logIn(): void {}

  @Get('signup')
  @UseGuards(KakaoSignupGuard.for('wholesale'))
  page(@KakaoSignup() { id }: KakaoPendingSignup): object {
    return { id };
  }

  @Post('signup')
  signUp(@Req() request: Request): Promise<KakaoPendingSignup> {
    return this.account.finishSignup(request);
  }

  @All('logout')
  @UseGuards(KakaoLogoutGuard.for('wholesale'))
  logOut(): object {
    return { loggedOut: true };
  }
}

test('another Kakao app has its own signup and logout', async () => {
  const callbackURL = `${origin}/wholesale/auth/kakao/callback`;
  await emulator.configure(
    { redirectUris: [callbackURL], logoutRedirectUris: [`${origin}/wholesale/logout`] },
    { app: emulator.apps[1]! },
  );
  const wholesale = KakaoModule.forRoot({
    ...options({ signup: { url: '/wholesale/signup' }, logoutRedirectURL: '/wholesale/logout' }, 1),
    name: 'wholesale',
    callbackURL,
    callbackRoute: 'shared',
  });
  const imports = [KakaoModule.forRoot(options()), wholesale];
  started = await start('express', { imports, controllers: [WholesaleController] }, { port });
  expect((await visit('/wholesale/auth/kakao/callback')).json()).toEqual({ id: moon });
  expect((await browser.post(`${origin}/wholesale/signup`, {})).json()).toMatchObject({ id: moon });
  const { account } = started.app.get(WholesaleController);
  expect(await account.leave(moon)).toEqual({ finished: true, done: ['kakao'], left: [] });

  const { location } = await browser.post(`${origin}/wholesale/logout`, {});
  expect(new URL(location).searchParams.get('client_id')).toBe(emulator.apps[1]!.restApiKey);
});

test('a signup without a vault to store the token fails and names the option', async () => {
  await run(options({ signup: { url: '/signup' }, vault: undefined as never }, 1));
  const answer = await visit();
  expect([answer.status, answer.body]).toEqual([500, expect.stringContaining('option_missing')]);
});

test('@KakaoSignup() without its guard fails and names the guard', async () => {
  await run(options({ signup: { url: '/signup' } }, 1));
  expect(await answerTo('/signup/unguarded')).toEqual([500, 'no_login']);
});
