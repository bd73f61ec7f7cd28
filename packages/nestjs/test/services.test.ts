import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import { KakaoApiError, KakaoClient, KakaoUsageError } from '@kakao-login/client';
import { optionsOf } from '@kakao-login/client/internal';
import type { UserCaller } from '@kakao-login/client';
import {
  InjectKakao,
  KakaoAuthService,
  KakaoLogoutService,
  KakaoModule,
  KakaoOidcService,
  KakaoScopesService,
  KakaoShippingService,
  KakaoSignupService,
  KakaoTermsService,
  KakaoUnlinkService,
  KakaoUserService,
  getKakaoToken,
} from '@kakao-login/nestjs';
import { Browser } from './support/browser.js';
import { start } from './support/start.js';
import type { Started } from './support/start.js';

/** Injects everything by class, from a module that does not import KakaoModule. */
@Injectable()
class Membership {
  constructor(
    readonly client: KakaoClient,
    readonly auth: KakaoAuthService,
    readonly users: KakaoUserService,
    readonly scopes: KakaoScopesService,
    readonly terms: KakaoTermsService,
    readonly shipping: KakaoShippingService,
    readonly signups: KakaoSignupService,
    readonly unlinks: KakaoUnlinkService,
    readonly logouts: KakaoLogoutService,
    readonly oidc: KakaoOidcService,
    @InjectKakao('wholesale') readonly wholesale: KakaoClient,
    @InjectKakao('wholesale', KakaoSignupService) readonly wholesaleSignups: KakaoSignupService,
    @InjectKakao('wholesale', KakaoUserService) readonly wholesaleUsers: KakaoUserService,
  ) {}
}

@Controller()
class ExpiredController {
  constructor(private readonly users: KakaoUserService) {}

  @Get('expired')
  me(): Promise<unknown> {
    return this.users.me({ accessToken: 'not-a-token' });
  }
}

@Module({ providers: [Membership], controllers: [ExpiredController] })
class MembershipModule {}

type Emulator = Awaited<ReturnType<typeof createKakaoEmulator>>;

describe('services', () => {
  let emulator: Emulator;
  let started: Started;
  let kakao: Membership;
  let caller: UserCaller;

  beforeAll(async () => {
    emulator = await createKakaoEmulator(defaultSeed);
    const options = (app: number) => {
      const { restApiKeys, adminKeys } = defaultSeed.apps[app]!;
      const { key, clientSecret } = restApiKeys![0]!;
      return {
        clientID: key,
        clientSecret: clientSecret!,
        adminKey: adminKeys![0]!.key,
        callbackURL: '/callback',
        hosts: emulator.url,
      };
    };
    started = await start('express', {
      imports: [
        MembershipModule,
        KakaoModule.forRoot(options(0)),
        KakaoModule.forRoot({ name: 'wholesale', ...options(1) }),
      ],
    });
    kakao = started.app.get(Membership, { strict: false });
  });
  beforeEach(async () => {
    emulator.reset();
    caller = { accessToken: (await emulator.issueTokens(emulator.people[0]!)).access_token };
  });
  afterAll(async () => {
    await started.close();
    await emulator.close();
  });

  test('KakaoUserService loads a user by token and by admin key', async () => {
    expect(await kakao.users.me(caller)).toMatchObject({ id: '1001' });
    expect(
      await kakao.users.me({ admin: true, targetId: '1001' }, { propertyKeys: ['kakao_account.email'] }),
    ).toMatchObject({
      id: '1001',
      kakao_account: { email: 'moonlight@example.com' },
    });
    await kakao.users.updateProfile(caller, { favorite_color: '노랑' });
    expect((await kakao.users.me(caller)).properties).toMatchObject({ favorite_color: '노랑' });
    expect((await kakao.users.ids()).elements).toContain('1001');
  });

  test('KakaoAuthService provides tokens and URLs', async () => {
    expect(await kakao.auth.accessTokenInfo(caller)).toMatchObject({ id: '1001', app_id: '100001' });
    const tokens = await emulator.issueTokens(emulator.people[0]!);
    const fresh = await kakao.auth.refresh({ refreshToken: tokens.refresh_token! });
    expect(fresh.refresh_token).toBe(tokens.refresh_token);
    const url = new URL(kakao.auth.authorizationUrl({ redirectUri: 'http://localhost:3000/auth/kakao/callback' }));
    expect(url.origin).toBe(emulator.url);
    expect(kakao.auth.accountLogoutUrl({ logoutRedirectUri: 'http://localhost:3000/' })).toContain('/oauth/logout?');
    await expect(
      kakao.auth.exchangeCode({ code: 'made-up', redirectUri: 'http://localhost:3000/' }),
    ).rejects.toMatchObject({
      code: 'KOE320',
    });
  });

  test('KakaoScopesService lists and revokes consent', async () => {
    const email = (scopes: { id: string; agreed: boolean }[]) => scopes.find(({ id }) => id === 'account_email');
    expect(email((await kakao.scopes.list(caller)).scopes)).toMatchObject({ agreed: true });
    expect(email((await kakao.scopes.revoke(caller, ['account_email'])).scopes)).toMatchObject({ agreed: false });
  });

  test('KakaoTermsService lists, revokes and agrees', async () => {
    await kakao.terms.agree(caller, ['marketing_20260101']);
    const tags = async () => (await kakao.terms.list(caller)).service_terms?.map(({ tag }) => tag) ?? [];
    expect(await tags()).toContain('marketing_20260101');
    await kakao.terms.revoke(caller, ['marketing_20260101']);
    expect(await tags()).not.toContain('marketing_20260101');
  });

  test('KakaoShippingService lists addresses', async () => {
    const { shipping_addresses: addresses } = await kakao.shipping.list(caller);
    expect(addresses).toHaveLength(1);
    const id = addresses![0]!.id;
    expect((await kakao.shipping.get(caller, id)).shipping_addresses).toMatchObject([{ id, receiver_name: '김달빛' }]);
  });

  test('KakaoOidcService verifies an ID token', async () => {
    const { id_token: idToken } = await emulator.issueTokens(emulator.people[0]!);
    expect(await kakao.oidc.verifyIdToken(idToken!)).toMatchObject({ sub: '1001' });
    expect(await kakao.oidc.userInfo(caller)).toMatchObject({ sub: '1001' });
  });

  test('KakaoLogoutService ends a token', async () => {
    await kakao.logouts.logout(caller);
    await expect(kakao.users.me(caller)).rejects.toMatchObject({ code: -401, status: 401 });
  });

  test('KakaoUnlinkService unlinks the user', async () => {
    await kakao.unlinks.unlink({ admin: true, targetId: '1001' });
    await expect(kakao.users.me({ admin: true, targetId: '1001' })).rejects.toMatchObject({ code: -101 });
  });

  test('KakaoSignupService of the second app links a user without auto-link', async () => {
    const tokens = await emulator.issueTokens(emulator.people[0]!, { app: emulator.apps[1] });
    const wholesaler = { accessToken: tokens.access_token };
    expect(await kakao.wholesaleUsers.me(wholesaler)).toMatchObject({ has_signed_up: false });
    await kakao.wholesaleSignups.signup(wholesaler, { properties: { company_name: '달빛상사' } });
    expect(await kakao.wholesaleUsers.me(wholesaler)).toMatchObject({ has_signed_up: true });
  });

  test('each app has its own client and services', () => {
    const { app } = started;
    expect(optionsOf(kakao.wholesale)?.clientId).not.toBe(optionsOf(kakao.client)?.clientId);
    expect(kakao.users).toBe(kakao.client.user);
    expect(kakao.wholesaleUsers).toBe(kakao.wholesale.user);
    expect(app.get(getKakaoToken(KakaoUserService, 'wholesale'))).toBe(kakao.wholesale.user);
    expect(getKakaoToken(KakaoUserService)).toBe(KakaoUserService);
  });

  test('a class alone refers to the app without a name, regardless of the order of the modules', async () => {
    const named = (name: string, clientID: string) =>
      KakaoModule.forRoot({ name, clientID, clientSecret: 'ClientSecretFromTheKakaoConsole1', callbackURL: '/' });
    for (const imports of [
      [named('kakao', 'retail'), named('wholesale', 'b2b')],
      [named('wholesale', 'b2b'), named('kakao', 'retail')],
    ]) {
      const app = await start('express', { imports });
      const clients = [KakaoClient, getKakaoToken(KakaoClient, 'wholesale')].map((token) =>
        app.app.get<KakaoClient>(token),
      );
      expect(clients.map((client) => optionsOf(client)?.clientId)).toEqual(['retail', 'b2b']);
      await app.close();
    }
    const both = await start('express', { imports: [named('retail', 'a'), named('wholesale', 'b')] });
    expect(() => both.app.get(KakaoUserService)).toThrow(/KakaoUserService/);
    await both.close();
  });

  test('services throw the errors of the client, for which Nest responds with their status', async () => {
    await expect(kakao.users.me({ accessToken: 'not-a-token' })).rejects.toBeInstanceOf(KakaoApiError);
    const browser = new Browser();
    const answer = await browser.get(`${started.url}/expired`);
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ statusCode: 401, message: expect.stringContaining('-401') });
    await browser.close();
  });

  test('a call without the admin key that it needs names the option', async () => {
    const client = new KakaoClient({ clientId: 'x', hosts: emulator.url });
    await expect(client.user.ids()).rejects.toBeInstanceOf(KakaoUsageError);
  });

  test('a service can be replaced in a test', async () => {
    const { key, clientSecret } = defaultSeed.apps[0].restApiKeys![0]!;
    const module = await Test.createTestingModule({
      imports: [
        MembershipModule,
        KakaoModule.forRoot({ clientID: key, clientSecret: clientSecret!, callbackURL: '/' }),
      ],
    })
      .overrideProvider(KakaoUserService)
      .useValue({ me: () => Promise.resolve({ id: '7' }) })
      .useMocker(() => ({}))
      .compile();
    expect(await module.get(ExpiredController, { strict: false }).me()).toEqual({ id: '7' });
  });
});
