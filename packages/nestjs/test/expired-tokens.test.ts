import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthService,
  KakaoClient,
  KakaoModule,
  KakaoOidcService,
  KakaoUserService,
  isKakaoError,
} from '@kakao-login/nestjs';
import type { TokenResponse, UserMe } from '@kakao-login/nestjs';

/* The example of the documentation, under "Expired tokens". */

@Injectable()
class MemberProfiles {
  constructor(
    private readonly users: KakaoUserService,
    private readonly auth: KakaoAuthService,
  ) {}

  async load(tokens: TokenResponse): Promise<{ tokens: TokenResponse; user: UserMe }> {
    try {
      return { tokens, user: await this.users.me({ accessToken: tokens.access_token }) };
    } catch (error) {
      if (!isKakaoError(error) || error.code !== -401 || tokens.refresh_token === undefined) throw error;
      const renewed = { ...tokens, ...(await this.auth.refresh({ refreshToken: tokens.refresh_token })) };
      return { tokens: renewed, user: await this.users.me({ accessToken: renewed.access_token }) };
    }
  }
}

let emulator: KakaoEmulator;
let module: TestingModule;
let client: KakaoClient;

beforeEach(async () => {
  emulator = await createKakaoEmulator();
  const { restApiKey: clientID, clientSecret } = emulator.app;
  client = new KakaoClient({ clientId: clientID, clientSecret, hosts: emulator.url, now: () => emulator.clock.now() });
  const callbackURL = 'http://localhost:3000/auth/kakao/callback';
  module = await Test.createTestingModule({
    imports: [KakaoModule.forRoot({ clientID, clientSecret, callbackURL, client })],
    providers: [MemberProfiles],
  }).compile();
});
afterEach(async () => {
  await module.close();
  await client.close();
  await emulator.close();
});

const answers = () => emulator.requests.map(({ path, status }) => `${path.split('?')[0]} ${status}`);

test('a service that gets -401 refreshes the token and tries again', async () => {
  const tokens = await emulator.issueTokens('moonlight@example.com');
  const profiles = module.get(MemberProfiles);
  expect((await profiles.load(tokens)).tokens).toBe(tokens);

  emulator.clock.advance({ hours: 7 });
  const { user, tokens: renewed } = await profiles.load(tokens);
  expect(user.id).toBe('1001');
  expect(renewed.access_token).not.toBe(tokens.access_token);
  expect(answers()).toEqual(['/v2/user/me 200', '/v2/user/me 401', '/oauth/token 200', '/v2/user/me 200']);
  expect((await profiles.load(renewed)).tokens).toBe(renewed);
});

test('if the refresh token has expired as well, the error says so', async () => {
  const tokens = await emulator.issueTokens('moonlight@example.com');
  emulator.clock.advance({ days: 61 });
  await expect(module.get(MemberProfiles).load(tokens)).rejects.toMatchObject({ code: 'KOE322', status: 401 });
});

test('a client with the emulator’s clock also sees the ID token expire', async () => {
  const { id_token: idToken = '' } = await emulator.issueTokens('moonlight@example.com');
  const oidc = module.get(KakaoOidcService);
  expect(await oidc.verifyIdToken(idToken)).toMatchObject({ sub: '1001' });
  emulator.clock.advance({ hours: 7 });
  await expect(oidc.verifyIdToken(idToken)).rejects.toMatchObject({ kind: 'token', code: 'expired' });
});
