import { afterEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { CanActivate, INestApplication, Type } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  KakaoAuthGuard,
  KakaoExceptionFilter,
  KakaoLogin,
  KakaoLoginError,
  KakaoTokenGuard,
  KakaoUser,
} from '@kakao-login/nestjs';
import type { KakaoTokenLogin } from '@kakao-login/nestjs';
import { fakeKakaoLogin, fakeKakaoTokenLogin, kakaoLoginGuard, kakaoTokenGuard } from '@kakao-login/nestjs/testing';
import type { FakeKakaoLogin } from '@kakao-login/nestjs/testing';
import { Browser } from './support/browser.js';
import { platforms } from './support/start.js';
import type { Platform } from './support/start.js';

/* Tests of a controller as users write them, without the module and the emulator. */

let app: INestApplication | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

@Injectable()
class MembersOnly extends KakaoAuthGuard {}

function loginController(guard: Type<CanActivate>): Type {
  @Controller('callback')
  @UseGuards(guard)
  @UseFilters(KakaoExceptionFilter)
  class LoginController {
    @Get()
    get(
      @KakaoLogin() { profile, tokens, claims }: KakaoLogin,
      @KakaoLogin('state') state: unknown,
      @KakaoUser() user: unknown,
      @Req() request: { user?: unknown; member?: unknown; authInfo?: unknown },
    ): object {
      const { user: own = null, member = null, authInfo } = request;
      return { nickname: profile.nickname, scope: tokens.scope, sub: claims?.sub, state, user, own, member, authInfo };
    }
  }
  return LoginController;
}

function tokenController(guard: Type<CanActivate>): Type {
  @Controller('callback')
  @UseGuards(guard)
  class TokenController {
    @Get()
    async get(@KakaoUser() user: KakaoTokenLogin, @Req() request: { user?: KakaoTokenLogin }): Promise<object> {
      const { id, accessToken } = user;
      return { id, accessToken, own: request.user?.id, name: (await user.profile()).displayName };
    }
  }
  return TokenController;
}

async function answerOf(platform: Platform, controller: Type, guard: Type<CanActivate>, fake: CanActivate) {
  const builder = Test.createTestingModule({ controllers: [controller] });
  const module = await builder.overrideGuard(guard).useValue(fake).compile();
  app = module.createNestApplication(platform === 'express' ? new ExpressAdapter() : new FastifyAdapter());
  await app.listen(0, '127.0.0.1');
  const browser = new Browser();
  const answer = await browser.get(`${await app.getUrl()}/callback`, { accept: 'application/json' });
  await browser.close();
  return answer;
}

const loginGuards: Record<string, Type<CanActivate>> = {
  KakaoAuthGuard,
  "KakaoAuthGuard.for('wholesale')": KakaoAuthGuard.for('wholesale'),
  "AuthGuard('kakao')": AuthGuard('kakao'),
  'a guard that extends KakaoAuthGuard': MembersOnly,
};
const tokenGuards: Record<string, Type<CanActivate>> = {
  KakaoTokenGuard,
  "KakaoTokenGuard.for('wholesale')": KakaoTokenGuard.for('wholesale'),
  "AuthGuard('kakao-token')": AuthGuard('kakao-token'),
};

describe.each(platforms)('on %s', (platform) => {
  test.each(Object.entries(loginGuards))('a fake login replaces %s', async (_name, guard) => {
    const login = fakeKakaoLogin({ profile: { id: '42', nickname: '별빛' }, state: { cart: 7 }, returnTo: '/cart' });
    const answer = await answerOf(platform, loginController(guard), guard, kakaoLoginGuard(login));
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        nickname: '별빛',
        scope: 'openid account_email profile_nickname',
        sub: '42',
        state: { cart: 7 },
        user: JSON.parse(JSON.stringify(login)),
        own: JSON.parse(JSON.stringify(login)),
        member: null,
        authInfo: { state: { cart: 7 }, returnTo: '/cart' },
      },
    ]);
  });

  test.each(Object.entries(tokenGuards))('a fake token replaces %s', async (_name, guard) => {
    const fake = kakaoTokenGuard(fakeKakaoTokenLogin({ id: '42', profile: { nickname: '별빛' } }));
    const answer = await answerOf(platform, tokenController(guard), guard, fake);
    expect([answer.status, answer.json()]).toEqual([
      200,
      { id: '42', accessToken: 'fake-access-token', own: '42', name: '별빛' },
    ]);
  });

  test('the user can be the result of a login handler, in the property set in PassportModule', async () => {
    const fake = kakaoLoginGuard(fakeKakaoLogin(), { user: { is: 'member' }, property: 'member' });
    const answer = await answerOf(platform, loginController(KakaoAuthGuard), KakaoAuthGuard, fake);
    const member = { is: 'member' };
    expect(answer.json()).toMatchObject({ nickname: '달빛', user: member, own: null, member });
  });

  test('a function can refuse the login', async () => {
    const fake = kakaoLoginGuard(() => {
      throw new KakaoLoginError('access_denied');
    });
    const answer = await answerOf(platform, loginController(KakaoAuthGuard), KakaoAuthGuard, fake);
    expect([answer.status, answer.json()]).toMatchObject([403, { error: 'access_denied' }]);
  });
});

describe('a fake login', () => {
  const moonlight = { id: '1001', nickname: '달빛', displayName: '달빛', email: 'moonlight@example.com' };
  const verified = { verifiedEmail: 'star@example.com', emails: [{ value: 'star@example.com', verified: true }] };
  const cases: [string, FakeKakaoLogin, object, object][] = [
    ['nothing', {}, { ...moonlight, verifiedEmail: moonlight.email }, { sub: '1001', email: moonlight.email }],
    ['an ID', { profile: { id: '42' } }, { ...moonlight, id: '42' }, { sub: '42' }],
    ['a subject', { claims: { sub: '42' } }, { ...moonlight, id: '42' }, { sub: '42' }],
    ['a name', { profile: { displayName: '별빛' } }, { nickname: '별빛', displayName: '별빛' }, { nickname: '별빛' }],
    ['a nickname', { profile: { nickname: '별빛' } }, { nickname: '별빛', displayName: '별빛' }, { nickname: '별빛' }],
    ['an e-mail address', { profile: { email: 'star@example.com' } }, verified, { email: 'star@example.com' }],
    [
      'an e-mail address in the ID token',
      { claims: { email: 'star@example.com' } },
      verified,
      { email: 'star@example.com' },
    ],
    [
      'an unverified e-mail address',
      { profile: { email: 'star@example.com', verifiedEmail: undefined } },
      { email: 'star@example.com', emails: [{ value: 'star@example.com', verified: false }] },
      { sub: '1001' },
    ],
    ['no e-mail address', { profile: { email: undefined } }, { id: '1001' }, { sub: '1001' }],
    [
      'a response of /v2/user/me',
      { user: { id: '42', kakao_account: { profile: { nickname: '별빛' }, gender: 'female' } } },
      { id: '42', displayName: '별빛', gender: 'female' },
      { sub: '42', nickname: '별빛' },
    ],
    [
      'a phone number',
      { profile: { phoneNumber: '+821012345678' } },
      { phoneNumber: '+821012345678' },
      { sub: '1001' },
    ],
    ['a scope', { tokens: { scope: 'openid' } }, { grantedScopes: ['openid'] }, { sub: '1001' }],
  ];
  test.each(cases)('with %s has a consistent profile and ID token', (_what, fields, profile, claims) => {
    const login = fakeKakaoLogin(fields);
    expect(login).toMatchObject({ profile, claims, tokens: { access_token: expect.any(String) } });
    const { id, nickname, verifiedEmail } = login.profile;
    expect({ id, nickname, verifiedEmail }).toEqual({
      id: login.claims?.sub,
      nickname: login.claims?.nickname,
      verifiedEmail: login.claims?.email,
    });
  });

  test('has no field that was set to undefined', () => {
    const login = fakeKakaoLogin({ profile: { email: undefined }, tokens: { refresh_token: undefined } });
    expect(Object.keys(login.profile)).not.toEqual(expect.arrayContaining(['email']));
    expect(Object.keys(login.profile)).not.toEqual(expect.arrayContaining(['emails']));
    expect(Object.keys(login.tokens)).not.toContain('refresh_token');
  });

  test('without claims is like that of an app without OpenID Connect', () => {
    const login = fakeKakaoLogin({ claims: undefined });
    expect(Object.keys(login)).not.toContain('claims');
    expect(Object.keys(login.tokens)).not.toContain('id_token');
    expect(login.tokens.scope).toBe('account_email profile_nickname');
  });
});

test('a fake token with claims is an ID token', async () => {
  const login = fakeKakaoTokenLogin({ claims: { sub: '42', nickname: '별빛' } });
  expect(login).toEqual({ id: '42', claims: expect.objectContaining({ sub: '42' }), profile: expect.any(Function) });
  expect(await login.profile()).toMatchObject({ id: '42', displayName: '별빛' });
});

/** Checked by tsc (`npm run types`), never called. */
function mistakes(): unknown[] {
  return [
    // @ts-expect-error -- IDs are strings
    fakeKakaoLogin({ profile: { id: 42 } }),
    // @ts-expect-error -- not a field of a login
    fakeKakaoLogin({ nickname: '별빛' }),
    // @ts-expect-error -- a login with a token is not a login with a code
    kakaoLoginGuard(fakeKakaoTokenLogin()),
  ];
}
test('the mistakes above are only for the compiler', () => {
  expect(mistakes).toBeInstanceOf(Function);
});
