import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Get, HttpCode, Injectable, Post, Req, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoModule, KakaoTokenGuard, KakaoTokenHandler, KakaoUser } from '@kakao-login/nestjs';
import type { KakaoTokenLogin } from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { platforms, start } from './support/start.js';
import type { Started } from './support/start.js';

interface Request {
  user?: Partial<KakaoTokenLogin>;
}

@Injectable()
class AppUser extends KakaoTokenHandler<{ member: string }> {
  async handle(login: KakaoTokenLogin): Promise<{ member: string } | null> {
    if (login.id === '1003') return null;
    return { member: `${login.id} ${(await login.profile()).displayName}` };
  }
}

@Injectable()
class MemberGuard extends KakaoTokenGuard {
  constructor() {
    super({ property: 'member' }); // the user is in the property of PassportModule.register({ property })
  }

  override getAuthenticateOptions() {
    return { session: false };
  }
}

@Controller('app')
class AppController {
  @Get('member')
  @UseGuards(MemberGuard)
  member(@Req() request: { member?: object; user?: object }): unknown {
    return { member: request.member, user: request.user ?? null };
  }

  @Get('plain')
  @UseGuards(AuthGuard('kakao-token'))
  plain(@Req() request: Request): unknown {
    return request.user;
  }

  @Post('me')
  @HttpCode(200)
  @UseGuards(KakaoTokenGuard)
  me(@KakaoUser() user: { member: string }): unknown {
    return user;
  }

  @Get('wholesale')
  @UseGuards(KakaoTokenGuard.for('wholesale'))
  wholesale(@Req() request: Request): unknown {
    return { id: request.user?.id, appId: request.user?.tokenInfo?.app_id };
  }
}

describe.each(platforms)('on %s', (platform) => {
  let emulator: KakaoEmulator;
  let started: Started;
  let browser: Browser;

  beforeAll(async () => {
    emulator = await createKakaoEmulator();
    const options = (index: number) => {
      const { appId, restApiKey, clientSecret } = emulator.apps[index]!;
      return { appId, clientID: restApiKey, clientSecret, callbackURL: '/callback', hosts: emulator.url };
    };
    started = await start(platform, {
      imports: [
        KakaoModule.forRoot({ ...options(0), tokenHandler: AppUser }),
        KakaoModule.forRoot({ ...options(1), name: 'wholesale' }),
      ],
      controllers: [AppController],
    });
    browser = new Browser();
  });
  afterAll(async () => {
    await browser.close();
    await started.close();
    await emulator.close();
  });

  const api = { accept: 'application/json', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' };
  const bearer = (token: string) => ({ ...api, authorization: `Bearer ${token}` });
  const tokens = (person = 0, app = 0) => emulator.issueTokens(emulator.people[person]!, { app: emulator.apps[app]! });

  test('the user is in the property that the options of AuthGuard set, together with options of the guard', async () => {
    const { id_token = '' } = await tokens();
    const answer = await fetch(`${started.url}/app/member`, { headers: bearer(id_token) });
    expect(await answer.json()).toEqual({ member: { member: expect.stringMatching(/./) }, user: null });
  });

  test('a request with an access token gets the user that the handler returns', async () => {
    const answer = await browser.post(`${started.url}/app/me`, {}, bearer((await tokens()).access_token));
    expect(answer.json()).toEqual({ member: '1001 달빛' });
  });

  test('a request with an ID token in the body gets the user too', async () => {
    const { id_token: idToken } = await tokens();
    const answer = await browser.postJson(`${started.url}/app/me`, { id_token: idToken }, api);
    expect(answer.json()).toEqual({ member: '1001 달빛' });
  });

  test('AuthGuard does the same', async () => {
    const answer = await browser.get(`${started.url}/app/plain`, bearer((await tokens()).access_token));
    expect(answer.json()).toEqual({ member: '1001 달빛' });
  });

  test('without a handler the user is the login', async () => {
    const answer = await browser.get(`${started.url}/app/wholesale`, bearer((await tokens(0, 1)).access_token));
    expect(answer.json()).toEqual({ id: '1001', appId: '100002' });
  });

  test('a token of another app is refused', async () => {
    const { access_token: foreign } = await tokens(0, 1);
    const answer = await browser.post(`${started.url}/app/me`, {}, bearer(foreign));
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('audience') });
    expect((await browser.get(`${started.url}/app/plain`, bearer(foreign))).status).toBe(401);
  });

  test('an invalid token gets 401 with the reason and the header of RFC 6750', async () => {
    const answer = await browser.post(`${started.url}/app/me`, {}, bearer('nonsense'));
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('-401') });
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test('without a token, a request gets a 401 that explains how to send one', async () => {
    const answer = await browser.post(`${started.url}/app/me`, {}, api);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('Authorization: Bearer') });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="kakao"');
  });

  test('a user whom the handler refuses gets 401', async () => {
    const person = emulator.people.findIndex(({ id }) => id === '1003');
    const answer = await browser.post(`${started.url}/app/me`, {}, bearer((await tokens(person)).access_token));
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ message: expect.stringContaining('login_refused') });
  });
});
