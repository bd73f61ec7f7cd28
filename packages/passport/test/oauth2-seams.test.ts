import { inherits } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  KakaoStrategy,
  Strategy,
  type KakaoAuthenticateOptions,
  type KakaoStrategyOptions,
} from '@kakao-login/passport';
import OAuth2Strategy from 'passport-oauth2';
import { clientSecret, person, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop } from './support/shop.js';

/* The behaviour on which subclasses and stubs for passport-oauth2 1.8 depend. */

let kakao: Kakao;
beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(() => kakao.close());

type Done = (error?: unknown, user?: unknown, info?: unknown) => void;
type TokenDone = (error?: unknown, accessToken?: unknown, refreshToken?: unknown, params?: unknown) => void;
type Verify = (...given: unknown[]) => void;
const Untyped = KakaoStrategy as unknown as new (options: object, verify: unknown) => KakaoStrategy;

/** A callback with the five arguments of passport-oauth2 that returns them. */
const tells: Verify = (accessToken, refreshToken, params, profile, done) =>
  (done as Done)(null, { accessToken, refreshToken, params, profile, profileType: typeof profile });

interface Told {
  accessToken: string;
  refreshToken?: string;
  params: Record<string, unknown>;
  profile?: Record<string, unknown>;
  profileType: string;
}

interface Case {
  options?: object;
  verify?: unknown;
  Strategy?: new (options: KakaoStrategyOptions, verify: never) => KakaoStrategy;
  /** Changes the strategy like a test or an application for passport-oauth2. */
  stub?: (strategy: Omit<KakaoStrategy, '_oauth2'> & { _oauth2: Record<string, unknown> }) => void;
  login?: KakaoAuthenticateOptions;
}

const shopOf = ({ options = {}, verify = tells, Strategy = Untyped, stub, login = {} }: Case) =>
  openShop({
    kakao,
    login,
    make: (common) => {
      const strategy = new Strategy({ ...common, ...options }, verify as never);
      stub?.(strategy as never);
      return strategy;
    },
  });

async function logIn(given: Case) {
  const shop = await shopOf(given);
  const response = await shop.browser().follow('/auth/kakao');
  const text = await response.text();
  const body = (text.startsWith('{') ? JSON.parse(text) : {}) as { user?: Told; authInfo?: unknown; error?: string };
  await shop.close();
  const sent = kakao.requests.filter(({ path }) => path === '/oauth/token').at(-1)?.parameters;
  return { status: response.status, ...body, error: shop.errors[0] as Error & { [name: string]: unknown }, sent };
}

/** The parameters of the authorize request. */
async function begin(given: Case): Promise<URLSearchParams> {
  const shop = await shopOf(given);
  const { query } = await shop.browser().begin();
  await shop.close();
  return query;
}

describe('the token request', () => {
  class Extras extends KakaoStrategy {
    override tokenParams(options: KakaoAuthenticateOptions): object {
      return {
        ...super.tokenParams(options),
        audience: 'x y',
        level: 3,
        off: false,
        none: undefined,
        redirect_uri: 'z',
      };
    }
  }

  test('has the parameters of `tokenParams`, which cannot replace those of OAuth', async () => {
    const { status, sent } = await logIn({ Strategy: Extras });
    expect(status).toBe(200);
    expect(Object.fromEntries(sent ?? [])).toMatchObject({ audience: 'x y', level: '3', off: 'false' });
    expect([sent?.has('none'), sent?.get('redirect_uri')]).toEqual([false, expect.stringMatching(/^http:.*callback$/)]);
  });

  test('is passed to a stub with everything that passport-oauth2 includes', async () => {
    let given: [unknown, Record<string, unknown>] | undefined;
    const { user } = await logIn({
      Strategy: Extras,
      stub: ({ _oauth2 }) => {
        _oauth2['getOAuthAccessToken'] = (code: unknown, params: Record<string, unknown>, done: TokenDone) => {
          given = [code, params];
          done(null, `access-${person.id}`, 'refresh', { expires_in: 3600, from: 'stub' });
        };
      },
    });
    const [code, params] = given ?? [];
    expect(code).toMatch(/^code-/);
    expect(params).toMatchObject({ grant_type: 'authorization_code', audience: 'x y' });
    expect(params?.['redirect_uri']).toMatch(/callback$/);
    expect(params?.['code_verifier']).toMatch(/^[\w-]{43}$/);
    expect(user).toMatchObject({
      accessToken: `access-${person.id}`,
      refreshToken: 'refresh',
      params: { from: 'stub' },
    });
  });

  test('has no code verifier without PKCE', async () => {
    let params = {};
    await logIn({
      options: { pkce: false },
      stub: ({ _oauth2 }) => {
        _oauth2['getOAuthAccessToken'] = (_code: unknown, given: object, done: TokenDone) => {
          params = given;
          done(null, `access-${person.id}`);
        };
      },
    });
    expect(Object.keys(params).toSorted()).toEqual(['grant_type', 'redirect_uri']);
  });

  test('can also refresh with `grant_type`, as in node-oauth', async () => {
    const shop = await shopOf({});
    kakao.bends.token = { status: 200, body: { token_type: 'bearer', access_token: 'new', expires_in: 60 } };
    const { _oauth2 } = shop.strategy as unknown as { _oauth2: OAuth2Strategy['_oauth2'] };
    const token = await new Promise((resolve, reject) => {
      const done = (error: unknown, accessToken?: string) => (error ? reject(error) : resolve(accessToken));
      _oauth2.getOAuthAccessToken('old', { grant_type: 'refresh_token' }, done as never);
    });
    await shop.close();
    const { parameters } = kakao.requests.at(-1)!;
    expect([token, parameters.get('refresh_token'), parameters.get('code')]).toEqual(['new', 'old', null]);
  });

  test('can be sent by a helper that reads key and secret from `_oauth2`', async () => {
    const shop = await shopOf({});
    const { _oauth2 } = shop.strategy as unknown as { _oauth2: { _clientId: string; _clientSecret: string } };
    await shop.close();
    expect([_oauth2._clientId, _oauth2._clientSecret]).toEqual([restApiKey, clientSecret]);
  });
});

describe('a token request that fails', () => {
  const failing = (error: unknown): Case => ({
    stub: ({ _oauth2 }) => {
      _oauth2['getOAuthAccessToken'] = (_code: unknown, _params: unknown, done: TokenDone) => done(error);
    },
  });

  test.each<[string, unknown, string, object]>([
    [
      'an object of node-oauth with an OAuth error',
      { statusCode: 400, data: '{"error":"invalid_grant"}' },
      'TokenError',
      { code: 'invalid_grant' },
    ],
    [
      'one that is not JSON',
      { statusCode: 500, data: '<html>' },
      'InternalOAuthError',
      { oauthError: { statusCode: 500, data: '<html>' } },
    ],
    ['one without an error', { statusCode: 500, data: '{}' }, 'InternalOAuthError', {}],
    ['an Error', new Error('boom'), 'InternalOAuthError', { oauthError: expect.objectContaining({ message: 'boom' }) }],
    ['a string', 'boom', 'InternalOAuthError', { oauthError: 'boom' }],
  ])('reaches the application as an Error: %s', async (_what, error, name, more) => {
    const got = await logIn(failing(error));
    expect(got.error).toBeInstanceOf(Error);
    expect(got.error).toMatchObject({ name, ...more });
  });

  test('at Kakao has a typed error of ours', async () => {
    const body = { error: 'invalid_client', error_code: 'KOE010', error_description: 'Bad client credentials' };
    kakao.bends.token = { status: 401, body };
    const { error } = await logIn({});
    expect(error).toMatchObject({ kind: 'auth', code: 'KOE010' });
  });

  test('is passed to `parseErrorResponse` of a subclass', async () => {
    class Parsing extends KakaoStrategy {
      override parseErrorResponse(body: string, status: number): Error {
        return new Error(`${status} ${(JSON.parse(body) as { error_code: string }).error_code}`);
      }
    }
    kakao.bends.token = {
      status: 401,
      body: { error: 'invalid_client', error_code: 'KOE010', error_description: 'x' },
    };
    expect((await logIn({ Strategy: Parsing })).error.message).toBe('401 KOE010');
    const literal = failing({ statusCode: 400, data: '{"error_code":"A"}' });
    expect((await logIn({ ...literal, Strategy: Parsing })).error.message).toBe('400 A');
  });

  test('is the error of the login if `parseErrorResponse` of a subclass throws, as in passport-oauth2', async () => {
    class Throwing extends KakaoStrategy {
      override parseErrorResponse(): Error {
        throw new SyntaxError('no JSON');
      }
    }
    kakao.bends.token = { status: 401, body: { error: 'invalid_client', error_code: 'KOE010' } };
    expect((await logIn({ Strategy: Throwing })).error).toMatchObject({ kind: 'auth', code: 'KOE010' });
    const literal = failing({ statusCode: 400, data: '{"error_code":"A"}' });
    expect((await logIn({ ...literal, Strategy: Throwing })).error).toMatchObject({ name: 'InternalOAuthError' });
  });

  test.each([undefined, null, '', 42])('%p as an access token does not log in', async (token) => {
    let asked = false;
    const { status, error } = await logIn({
      options: { skipUserProfile: true },
      verify: (...given: unknown[]) => {
        asked = true;
        (given.at(-1) as Done)(null, { id: 1 });
      },
      stub: ({ _oauth2 }) => {
        _oauth2['getOAuthAccessToken'] = (_code: unknown, _params: unknown, done: TokenDone) => done(null, token);
      },
    });
    expect([status, error.code, asked]).toEqual([502, 'shape', false]);
  });
});

describe('the authorize request', () => {
  const returning = (parameters: object) =>
    class extends KakaoStrategy {
      override authorizationParams(): object {
        return parameters;
      }
    } as never;

  test.each<[string, object, KakaoAuthenticateOptions, string]>([
    ['the strategy', { scope: ['openid', 'account_email'] }, {}, 'openid,account_email'],
    ['the request', { scope: 'openid' }, { scope: 'account_email' }, 'account_email'],
    ['the request alone', {}, { scope: ['account_email'] }, 'account_email'],
  ])('has the `scope` of %s if `authorizationParams` returns none', async (_whose, options, login, scope) => {
    const query = await begin({ Strategy: returning({ approval: 'x' }), options, login });
    expect([query.get('scope'), query.get('approval')]).toEqual([scope, 'x']);
  });

  const url = (query: string) => `${kakao.url}/oauth/authorize?${query}`;

  test.each<[string, string, object, KakaoAuthenticateOptions, object, [string, string]]>([
    ['the query of `authorizationURL`', 'prompt=login', {}, {}, {}, ['prompt', 'login']],
    ['an option of the strategy', 'prompt=login', { prompt: 'create' }, {}, {}, ['prompt', 'create']],
    ['an option of the request', 'prompt=login', { prompt: 'create' }, { prompt: 'none' }, {}, ['prompt', 'none']],
    ['a subclass', 'prompt=login', { prompt: 'create' }, {}, { prompt: 'none' }, ['prompt', 'none']],
    ['a subclass, for another parameter', 'theme=dark', {}, {}, { theme: 'light' }, ['theme', 'light']],
    ['the scope of the options over that of a subclass', 'scope=a', { scope: 'b' }, {}, { scope: 'c' }, ['scope', 'b']],
    ['the scope of a subclass over the query', 'scope=a', {}, {}, { scope: 'c' }, ['scope', 'c']],
    ['always the key', 'client_id=a', {}, {}, { client_id: 'b' }, ['client_id', restApiKey]],
    ['always the response type', 'response_type=token', {}, {}, { response_type: 'token' }, ['response_type', 'code']],
    ['the query, for other parameters', 'theme=dark%20blue', {}, {}, {}, ['theme', 'dark blue']],
  ])('has each parameter once, with the value of %s', async (_what, query, options, login, returned, [name, value]) => {
    const given = { ...options, authorizationURL: url(query) };
    const sent = await begin({ Strategy: returning(returned), options: given, login });
    expect(sent.getAll(name)).toEqual([value]);
  });

  test.each(['redirect_uri', 'state', 'nonce', 'code_challenge', 'code_challenge_method'])(
    'takes `%s` from nowhere else',
    async (name) => {
      const sent = await begin({
        Strategy: returning({ [name]: 'x' }),
        options: { authorizationURL: url(`${name}=y`) },
      });
      expect(sent.getAll(name)).toEqual([expect.not.stringMatching(/^[xy]$/)]);
    },
  );

  test('passes the options of the request to `authorizationParams`', async () => {
    let given: object = {};
    class Looking extends KakaoStrategy {
      override authorizationParams(options: KakaoAuthenticateOptions): object {
        given = options;
        return super.authorizationParams(options);
      }
    }
    const query = await begin({ Strategy: Looking, login: { prompt: 'login', loginHint: 'a@example.com' } });
    expect(given).toMatchObject({ prompt: 'login', loginHint: 'a@example.com' });
    expect([query.get('prompt'), query.get('login_hint')]).toEqual(['login', 'a@example.com']);
  });

  test.each<[string, object, number]>([
    ['true', { pkce: true }, 43],
    ["'S256'", { pkce: 'S256' }, 43],
    ['false', { pkce: false }, 0],
  ])('pkce: %s', async (_pkce, options, length) => {
    const query = await begin({ options });
    expect(query.get('code_challenge') ?? '').toHaveLength(length);
    expect(query.get('code_challenge_method')).toBe(length === 0 ? null : 'S256');
  });
});

describe('the profile', () => {
  test('is the result of `userProfile` in a subclass', async () => {
    class Own extends KakaoStrategy {
      override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
        this._oauth2.get(`${kakao.url}/v2/user/me`, accessToken, (error, body) =>
          error ? done(error) : done(null, { id: `own-${(JSON.parse(String(body)) as { id: number }).id}` }),
        );
      }
    }
    const { user } = await logIn({ Strategy: Own });
    expect(user?.profile).toEqual({ id: `own-${Number(person.id)}` });
    // Kakao accepts the token in the header, and a URL must not contain it.
    expect([...kakao.requests.at(-1)!.parameters]).toEqual([]);

    kakao.bends.me = { status: 401, body: { code: -401, msg: 'x' } };
    const { error } = await logIn({ Strategy: Own });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ oauthError: { statusCode: 401 } });
  });

  test('can extend the result of `super.userProfile`', async () => {
    class More extends KakaoStrategy {
      override userProfile(accessToken: string, done: (error?: unknown, profile?: unknown) => void): void {
        super.userProfile(accessToken, (error, profile) => done(error, { ...(profile as object), more: true }));
      }
    }
    const { user } = await logIn({ Strategy: More });
    expect(user?.profile).toMatchObject({ id: person.id, username: person.nickname, more: true });
    expect(JSON.parse(String(user?.profile?.['_raw']))).toEqual(user?.profile?.['_json']);
  });

  test.each<[string, unknown]>([
    ['`_loadUserProfile`', '_loadUserProfile'],
    ['`userProfile`', 'userProfile'],
  ])('is the result of a stub of %s', async (_what, name) => {
    const stub = (_token: string, done: Done) => done(null, { id: 'stub' });
    const { user } = await logIn({ stub: (strategy) => void Object.assign(strategy, { [name as string]: stub }) });
    expect(user?.profile).toEqual({ id: 'stub' });
    const failing = (_token: string, done: Done) => done(new Error('no profile'));
    const failed = await logIn({ stub: (strategy) => void Object.assign(strategy, { [name as string]: failing }) });
    expect(failed.error.message).toBe('no profile');
  });

  const skips: [string, unknown, boolean][] = [
    ['true', true, true],
    ['false', false, false],
    ['a function that returns true', () => true, true],
    ['a function that returns false', () => false, false],
    ['a function of the token', (token: string) => token === `access-${person.id}`, true],
    ['a callback with true', (_token: string, done: Done) => void setImmediate(done, null, true), true],
    ['a callback with false', (_token: string, done: Done) => done(null, false), false],
  ];
  describe.each([true, false])('with OpenID Connect in the console: %p', (oidc) => {
    test.each(skips)('is `undefined` if skipUserProfile says so: %s', async (_what, skipUserProfile, skipped) => {
      Object.assign(kakao.bends, { oidc, scope: oidc ? 'openid profile_nickname' : 'profile_nickname' });
      const { user } = await logIn({ options: { skipUserProfile } });
      expect(user?.profileType).toBe(skipped ? 'undefined' : 'object');
      expect(kakao.requests.some(({ path }) => path === '/v2/user/me')).toBe(!skipped);
    });

    test('has `_json` of /v2/user/me in each form of passport-oauth2, and in that of Nest', async () => {
      Object.assign(kakao.bends, { oidc, scope: oidc ? 'openid profile_nickname account_email' : 'account_email' });
      const forms: [string, boolean, unknown][] = [
        ['four', false, (_a: 1, _r: 1, profile: object, done: Done) => done(null, { profile })],
        ['five', false, tells],
        ['none declared', false, (...given: unknown[]) => (given[3] as Done)(null, { profile: given[2] })],
        ['four, with the request', true, (_q: 1, _a: 1, _r: 1, profile: object, done: Done) => done(null, { profile })],
        [
          'five, with the request',
          true,
          (_q: 1, _a: 1, _r: 1, _t: 1, profile: object, done: Done) => done(null, { profile }),
        ],
        [
          'none declared, with the request',
          true,
          (...given: unknown[]) => (given[4] as Done)(null, { profile: given[3] }),
        ],
      ];
      for (const [form, passReqToCallback, verify] of forms) {
        const { user } = await logIn({ options: { passReqToCallback }, verify });
        expect([form, user?.profile]).toEqual([
          form,
          expect.objectContaining({
            provider: 'kakao',
            id: person.id,
            username: person.nickname,
            displayName: person.nickname,
            _json: expect.objectContaining({ kakao_account: expect.objectContaining({ email: person.email }) }),
          }),
        ]);
        expect(JSON.parse(String(user?.profile?.['_raw']))).toEqual(user?.profile?.['_json']);
      }
    });
  });

  test.each<[string, number]>([
    ['auto', 0],
    ['id_token', 0],
    ['user', 1],
  ])(
    'of a callback with five arguments needs one request less with `profile: %s`, which is intended',
    async (profile, loads) => {
      const { user } = await logIn({ options: { profile } });
      expect(user?.profile).toMatchObject({ id: person.id });
      expect(kakao.requests.filter(({ path }) => path === '/v2/user/me')).toHaveLength(loads);
    },
  );

  test('is not loaded for a callback with the whole login, if the ID token has everything', async () => {
    await logIn({ verify: (login: { profile: object }) => ({ profile: login.profile }) });
    expect(kakao.requests.filter(({ path }) => path === '/v2/user/me')).toHaveLength(0);
  });
});

describe('an error in code of the application that does not call back fails the login:', () => {
  const mine = new RangeError('mine');
  const rejects = (): Promise<never> => Promise.reject(mine);
  const throwing = (): never => {
    throw mine;
  };
  const superProfile = {
    Strategy: class extends KakaoStrategy {
      override userProfile(accessToken: string, done: Done): void {
        super.userProfile(accessToken, (error) => (error ? done(error) : throwing()));
      }
    },
  };

  test.each<[string, Case]>([
    ['`userProfile` rejects', { stub: (strategy) => void Object.assign(strategy, { userProfile: rejects }) }],
    ['`_loadUserProfile` rejects', { stub: (strategy) => void Object.assign(strategy, { _loadUserProfile: rejects }) }],
    ['`userProfile` throws', { stub: (strategy) => void Object.assign(strategy, { userProfile: throwing }) }],
    ['the callback that it passes to `super.userProfile` throws', superProfile],
    [
      '`skipUserProfile(accessToken, done)` rejects',
      { options: { skipUserProfile: (_token: 1, _done: 1) => rejects() } },
    ],
    ['`skipUserProfile()` rejects', { options: { skipUserProfile: rejects } }],
    ['`skipUserProfile()` throws', { options: { skipUserProfile: throwing } }],
    ['`getOAuthAccessToken` rejects', { stub: ({ _oauth2 }) => void (_oauth2['getOAuthAccessToken'] = rejects) }],
    [
      '`_createOAuthError` throws',
      {
        stub: (strategy) => {
          kakao.bends.token = { status: 401, body: { error: 'invalid_client', error_code: 'KOE010' } };
          Object.assign(strategy, { _createOAuthError: throwing });
        },
      },
    ],
  ])('%s', async (_what, given) => {
    const { status, error } = await logIn(given);
    expect([status, error]).toEqual([500, mine]);
  });

  test('`skipUserProfile` can be an async function', async () => {
    const skipUserProfile = () => Promise.resolve(true);
    expect((await logIn({ options: { skipUserProfile } })).user?.profileType).toBe('undefined');
  });
});

describe('what a callback passes to `done`', () => {
  const saying =
    (...said: unknown[]): Verify =>
    (...given) =>
      (given[3] as Done)(...said);
  const four = (verify: Verify) => Object.defineProperty(verify, 'length', { value: 4 });

  test.each<[string, unknown[], number, unknown, unknown]>([
    ['a string for the user', [null, 'member-1'], 200, 'member-1', {}],
    ['a number for the user', [null, 7], 200, 7, {}],
    ['true for the user', [null, true], 200, true, {}],
    ['info that is an object', [null, 'a', { scope: 'all' }], 200, 'a', { scope: 'all' }],
    ['info that is a string', [null, 'a', 'welcome'], 200, 'a', 'welcome'],
    ['undefined for the error', [undefined, 'a'], 200, 'a', {}],
  ])('%s', async (_what, said, status, user, authInfo) => {
    const got = await logIn({ verify: four(saying(...said)) });
    expect([got.status, got.user, got.authInfo]).toEqual([status, user, authInfo]);
  });

  test.each<[string, unknown[]]>([
    ['no user', [null, false]],
    ['no user and a string', [null, false, 'not a member']],
    ['no user and a Korean string', [null, false, '회원이 아닙니다']],
    ['no user and a message', [null, null, { message: '회원이 아닙니다' }]],
    ['nothing', []],
  ])('refuses with 401 for %s', async (_what, said) => {
    expect((await logIn({ verify: four(saying(...said)) })).status).toBe(401);
  });

  test.each<[string, unknown]>([
    ['a string', 'the database is away'],
    ['an object', { reason: 'away' }],
    ['a number', 5],
  ])('passes on an error that is not an Error unchanged: %s', async (_what, error) => {
    expect((await logIn({ verify: four(saying(error)) })).error).toEqual(error);
  });

  test('has the application’s `state` in addition to info that is an object', async () => {
    const verify = four(saying(null, 'a', { scope: 'all' }));
    const { authInfo } = await logIn({ verify, login: { state: { cart: 1 } } });
    expect(authInfo).toEqual({ scope: 'all', state: { cart: 1 } });
  });
});

describe('a verify callback that never answers', () => {
  const options = { verifyTimeout: 1 };
  let late: Done | undefined;
  const forms: [string, object, unknown][] = [
    ['four', {}, (_a: 1, _r: 1, _p: 1, done: Done) => void (late = done)],
    ['five', {}, (_a: 1, _r: 1, _t: 1, _p: 1, done: Done) => void (late = done)],
    ['async, without a result', {}, async (_a: 1, _r: 1, _p: 1, done: Done) => void (late = done)],
    ['none declared', {}, (...given: unknown[]) => void (late = given.at(-1) as Done)],
    ['(login, done)', {}, (_login: 1, done: Done) => void (late = done)],
    ['with the request', { passReqToCallback: true }, (_q: 1, _a: 1, _r: 1, _p: 1, done: Done) => void (late = done)],
    ['(login) with a promise', {}, (_login: 1) => new Promise((resolve) => (late = (_error, user) => resolve(user)))],
  ];

  test.each(forms)('causes a typed error, and a later answer is ignored: %s', async (_form, more, verify) => {
    const shop = await shopOf({ options: { ...options, ...more }, verify });
    const browser = shop.browser();
    const back = await browser.comeBack();
    const response = await browser.open(back);
    late?.(null, { id: 1 });
    const again = await browser.open(back);
    await shop.close();
    expect([response.status, again.status]).toEqual([500, 302]); // to Kakao, for another attempt
    expect(shop.errors).toMatchObject([{ kind: 'usage', code: 'verify_timeout', option: 'verify' }]);
    expect(String(shop.errors[0])).toContain('`verifyTimeout`');
  });
});

describe('a constructor function that inherits from the strategy, as in code before ES classes', () => {
  interface Maker {
    new (options: object, verify: unknown): KakaoStrategy;
    prototype: Partial<KakaoStrategy>;
  }
  /* oxlint-disable typescript/no-invalid-this -- such code uses it */
  const byCall = (Base: typeof KakaoStrategy): Maker => {
    function Own(this: KakaoStrategy, options: object, verify: unknown): void {
      Base.call(this, options, verify);
      this.name = 'own';
    }
    inherits(Own, Base);
    return Own as unknown as Maker;
  };
  const byApply = (Base: typeof KakaoStrategy): Maker => {
    function Own(this: KakaoStrategy, ...given: unknown[]): void {
      Base.apply(this, given);
      this.name = 'own';
    }
    Own.prototype = Object.create(Base.prototype);
    return Own as unknown as Maker;
  };
  /* oxlint-enable typescript/no-invalid-this */

  const Bases: [string, typeof KakaoStrategy][] = [
    ['KakaoStrategy', KakaoStrategy],
    ['Strategy', Strategy as never],
  ];

  describe.each(Bases)('%s', (_, Base) => {
    test.each([
      ['call', byCall],
      ['apply', byApply],
    ])('logs in when it uses %s, with the methods it overrides', async (_how, make) => {
      const Own = make(Base);
      Own.prototype.authorizationParams = () => ({ prompt: 'select_account' });
      let made: KakaoStrategy | undefined;
      const shop = await openShop({ kakao, make: (common) => (made = new Own(common, tells)) });
      const { query } = await shop.browser().begin();
      expect(query.get('prompt')).toBe('select_account');
      const answer = (await (await shop.browser().follow('/auth/kakao')).json()) as { user: Told };
      expect(answer.user.profile).toMatchObject({ provider: 'kakao', displayName: person.nickname });
      expect(made).toBeInstanceOf(Base);
      expect(made?.name).toBe('own');
      await shop.close();
    });

    test.each([
      ['call', () => Base.call({}, {}, tells)],
      ['apply', () => Base.apply(undefined, [{}, tells])],
    ])('explains what to do if %s gets an object that does not inherit from it', (_how, run) => {
      const error = expect.objectContaining({
        kind: 'usage',
        code: 'argument_malformed',
        message: expect.stringContaining('util.inherits'),
      });
      expect(run).toThrow(error);
    });

    test('refuses wrong options as usual', () => {
      const Own = byCall(Base);
      expect(() => new Own({ clientID: '' }, tells)).toThrow(expect.objectContaining({ option: 'clientID' }));
    });
  });
});
