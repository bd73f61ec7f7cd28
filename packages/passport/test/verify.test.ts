import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { KakaoProfile } from '@kakao-login/client';
import {
  KakaoStrategy,
  type KakaoStrategyOptions,
  type VerifyParams,
  type VerifyParamsWithRequest,
  type VerifyProfile,
  type VerifyProfileWithRequest,
} from '@kakao-login/passport';
import type { Request } from 'express';
import { person, startKakao, type Kakao } from './support/kakao.js';
import { openShop } from './support/shop.js';

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(() => kakao.close());

/** Logs in with this strategy. Returns the response, and the errors that the error handler received. */
async function logIn(
  make: (options: KakaoStrategyOptions) => KakaoStrategy,
  strategy: Partial<KakaoStrategyOptions> = {},
) {
  const shop = await openShop({ kakao, make, strategy, login: { state: 'mine' } });
  const response = await shop.browser().follow('/auth/kakao');
  const text = await response.text();
  await shop.close();
  const body = text.startsWith('{') ? (JSON.parse(text) as { user?: unknown; authInfo?: unknown }) : {};
  return { status: response.status, ...body, errors: shop.errors };
}

const params = expect.objectContaining({ expires_in: 21599, id_token: expect.any(String) });
const profile = expect.objectContaining({ id: person.id, provider: 'kakao' });
const access = `access-${person.id}`;
const req = expect.objectContaining({ method: 'GET' });

describe('the verify callback', () => {
  test('(login) returns the user', async () => {
    const { user } = await logIn((options) => new KakaoStrategy(options, (login) => ({ id: login.profile.id })));
    expect(user).toEqual({ id: person.id });
  });

  test('(login) can return a promise of the user', async () => {
    const { user } = await logIn(
      (options) => new KakaoStrategy(options, async ({ profile, state }) => Promise.resolve({ id: profile.id, state })),
    );
    expect(user).toEqual({ id: person.id, state: 'mine' });
  });

  test('(req, login) gets the request', async () => {
    const { user } = await logIn(
      (options) =>
        new KakaoStrategy({ ...options, passReqToCallback: true }, (req, login) => ({
          path: req.path,
          id: login.profile.id,
        })),
    );
    expect(user).toEqual({ path: '/auth/kakao/callback', id: person.id });
  });

  test('can have the four arguments of passport-oauth2', async () => {
    const seen: unknown[] = [];
    const { user, authInfo } = await logIn(
      (options) =>
        new KakaoStrategy(options, ((accessToken, refreshToken, profile, done) => {
          seen.push(accessToken, refreshToken, profile);
          done(null, { id: profile.id }, { message: 'hello' });
        }) satisfies VerifyProfile),
    );
    expect(seen).toEqual([access, 'refresh-1', profile]);
    expect(user).toEqual({ id: person.id });
    expect(authInfo).toEqual({ message: 'hello', state: 'mine' });
  });

  test('can have five, with the token response', async () => {
    const seen: unknown[] = [];
    await logIn(
      (options) =>
        new KakaoStrategy(options, ((accessToken, refreshToken, params, profile, done) => {
          seen.push(accessToken, refreshToken, params, profile);
          done(null, {});
        }) satisfies VerifyParams),
    );
    expect(seen).toEqual([access, 'refresh-1', params, profile]);
  });

  test('can have five, with the request', async () => {
    const seen: unknown[] = [];
    await logIn(
      (options) =>
        new KakaoStrategy({ ...options, passReqToCallback: true }, ((req, accessToken, refreshToken, profile, done) => {
          seen.push(req, accessToken, refreshToken, profile);
          done(null, {});
        }) satisfies VerifyProfileWithRequest),
    );
    expect(seen).toEqual([req, access, 'refresh-1', profile]);
  });

  test('can have six, with the request and the token response', async () => {
    const seen: unknown[] = [];
    await logIn(
      (options) =>
        new KakaoStrategy({ ...options, passReqToCallback: true }, ((
          req,
          accessToken,
          refreshToken,
          params,
          profile,
          done,
        ) => {
          seen.push(req, accessToken, refreshToken, params, profile);
          done(null, {});
        }) satisfies VerifyParamsWithRequest),
    );
    expect(seen).toEqual([req, access, 'refresh-1', params, profile]);
  });

  test('gets four if it declares none, as in Nest', async () => {
    const seen: unknown[] = [];
    const nest = async (...given: unknown[]) => {
      seen.push(...given.slice(0, -1));
      await Promise.resolve();
      (given.at(-1) as (error: unknown, user: object) => void)(null, {});
    };
    await logIn((options) => new KakaoStrategy(options, nest));
    expect(seen).toEqual([access, 'refresh-1', profile]);
  });

  test('can ignore its arguments', async () => {
    expect((await logIn((options) => new KakaoStrategy(options, () => ({ id: 'guest' })))).user).toEqual({
      id: 'guest',
    });
    expect((await logIn((options) => new KakaoStrategy(options, () => false))).status).toBe(401);
  });

  test.each([false, null, undefined])('can refuse a user by returning %p', async (user) => {
    const { status } = await logIn((options) => new KakaoStrategy(options, (_login) => user));
    expect(status).toBe(401);
  });

  test('can refuse a user with done(null, false)', async () => {
    const { status } = await logIn(
      (options) => new KakaoStrategy(options, ((_a, _r, _p, done) => done(null, false)) satisfies VerifyProfile),
    );
    expect(status).toBe(401);
  });

  const mine = new RangeError('the database is away');
  test.each<[string, (options: KakaoStrategyOptions) => KakaoStrategy]>([
    [
      'throws',
      (options) =>
        new KakaoStrategy(options, (_login): false => {
          throw mine;
        }),
    ],
    ['rejects', (options) => new KakaoStrategy(options, (_login) => Promise.reject(mine))],
    [
      'throws with four arguments',
      (options) =>
        new KakaoStrategy(options, ((_a, _r, _p, _done) => {
          throw mine;
        }) satisfies VerifyProfile),
    ],
    [
      'rejects with four arguments',
      (options) =>
        new KakaoStrategy(options, (async (_a, _r, _p, _done) => Promise.reject(mine)) satisfies VerifyProfile),
    ],
    [
      'calls done with an error',
      (options) => new KakaoStrategy(options, ((_a, _r, _p, done) => done(mine)) satisfies VerifyProfile),
    ],
  ])('that %s: the error is passed on unchanged', async (_how, make) => {
    expect((await logIn(make)).errors[0]).toBe(mine);
  });
});

describe('the profile', () => {
  test('always comes from Kakao with `user`', async () => {
    await logIn((options) => new KakaoStrategy(options, (_login) => ({})), { profile: 'user' });
    expect(kakao.calls()).toEqual(['/oauth/token', '/v2/user/me']);
  });

  test('always comes from Kakao if fields are named', async () => {
    await logIn((options) => new KakaoStrategy(options, (_login) => ({})), { propertyKeys: ['kakao_account.email'] });
    const { parameters } = kakao.requests.find(({ path }) => path === '/v2/user/me')!;
    expect(parameters.get('property_keys')).toBe('["kakao_account.email"]');
    expect(parameters.get('secure_resource')).toBe('true');
  });

  test.each<[string, Partial<KakaoStrategyOptions>]>([
    ['`id_token`', { profile: 'id_token' }],
    ['skipUserProfile', { skipUserProfile: true }],
    ['a skipUserProfile that returns true', { skipUserProfile: () => true }],
    ['a skipUserProfile that passes true to a callback', { skipUserProfile: (_accessToken, done) => done(null, true) }],
  ])('never comes from a second request with %s', async (_how, strategy) => {
    kakao.bends.scope = 'openid gender';
    const { user } = await logIn(
      (options) => new KakaoStrategy(options, ({ profile }) => ({ id: profile.id })),
      strategy,
    );
    expect(user).toEqual({ id: person.id });
    expect(kakao.calls()).toEqual(['/oauth/token']);
  });

  test('that is not available is explained as a mistake of the developer', async () => {
    kakao.bends.oidc = false;
    const { errors } = await logIn((options) => new KakaoStrategy(options, (_login) => ({})), { profile: 'id_token' });
    expect(errors[0]).toMatchObject({ kind: 'usage', code: 'profile_unavailable', option: 'profile' });
  });

  test('is undefined for a callback of passport-oauth2 that skips it, as in passport-oauth2', async () => {
    kakao.bends.oidc = false;
    const seen: unknown[] = [];
    const make = (options: KakaoStrategyOptions) =>
      new KakaoStrategy(options, ((accessToken, _refreshToken, profile, done) => {
        seen.push(accessToken, profile);
        done(null, {});
      }) satisfies VerifyProfile);
    await logIn(make, { skipUserProfile: true });
    expect(seen).toEqual([access, undefined]);
  });
});

describe('the seams of passport-oauth2', () => {
  class Ours extends KakaoStrategy {
    override authorizationParams() {
      return { ...super.authorizationParams({ prompt: 'login' }), device_type: 'tv' };
    }
    override tokenParams() {
      return { further: 'parameter' };
    }
    override userProfile(_accessToken: string, done: (error?: unknown, profile?: unknown) => void) {
      done(null, { id: 'our own' });
    }
  }

  test('let a subclass add parameters and load profiles', async () => {
    const shop = await openShop({
      kakao,
      make: (options) => new Ours(options, ({ profile }: { profile: KakaoProfile }) => profile),
    });
    const { query } = await shop.browser().begin();
    expect([query.get('prompt'), query.get('device_type')]).toEqual(['login', 'tv']);
    expect(await (await shop.browser().follow('/auth/kakao')).json()).toMatchObject({ user: { id: 'our own' } });
    await shop.close();
  });

  test('let a test replace the token endpoint', async () => {
    type Done = (error: null, accessToken: string, refreshToken: string, params: object) => void;
    const make = (options: KakaoStrategyOptions) => {
      const strategy = new KakaoStrategy(options, ((accessToken, refreshToken, _profile, done) =>
        done(null, { accessToken, refreshToken })) satisfies VerifyProfile);
      (strategy as unknown as { _oauth2: object })._oauth2 = Object.assign(
        (strategy as unknown as { _oauth2: object })._oauth2,
        { getOAuthAccessToken: (_code: string, _params: object, done: Done) => done(null, access, 'r', {}) },
      );
      return strategy;
    };
    expect((await logIn(make)).user).toEqual({ accessToken: access, refreshToken: 'r' });
  });
});

test('two concurrent logins do not affect each other', async () => {
  const make = (options: KakaoStrategyOptions) =>
    new KakaoStrategy({ ...options, passReqToCallback: true }, (req: Request, login) => ({
      asked: req.query['state'],
      state: login.state,
    }));
  const shop = await openShop({ kakao, make });
  kakao.bends.delay = 10;
  const names = Array.from({ length: 20 }, (_, index) => `person-${index}`);
  const backs: string[] = [];
  const browsers = names.map(() => shop.browser());
  for (const [index, name] of names.entries()) {
    shop.login = { state: name };
    backs.push(await browsers[index]!.comeBack());
  }
  const answers = await Promise.all(browsers.map(async (browser, index) => (await browser.open(backs[index]!)).json()));
  expect(answers.map((answer) => (answer as { user: { state: string } }).user.state)).toEqual(names);
  await shop.close();
});
