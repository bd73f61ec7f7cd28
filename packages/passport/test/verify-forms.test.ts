import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  KakaoStrategy,
  KakaoTokenStrategy,
  type KakaoLogin,
  type KakaoStrategyOptions,
  type VerifyDone,
} from '@kakao-login/passport';
import { PassportStrategy } from '@nestjs/passport';
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import passport from 'passport';
import { clientSecret, person, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { openShop } from './support/shop.js';

const named = { clientID: restApiKey, clientSecret, callbackURL: '/auth/kakao/callback', appId: '100001' };
/** The type of the constructors in JavaScript. */
type Untyped<T> = new (options: object, verify: unknown) => T;
const Kakao = KakaoStrategy as unknown as Untyped<KakaoStrategy>;
const Tokens = KakaoTokenStrategy as unknown as Untyped<KakaoTokenStrategy>;
const found = { id: person.id };

let kakao: Kakao;
let server: Server;
beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(() => kakao.close());

async function logIn(make: (options: KakaoStrategyOptions) => passport.Strategy) {
  const shop = await openShop({ kakao, make });
  const response = await shop.browser().follow('/auth/kakao');
  const body = response.status === 401 ? {} : ((await response.json()) as { user?: unknown });
  await shop.close();
  return { status: response.status, user: body.user, errors: shop.errors };
}

/** Sends a token to a strategy with this verify callback. */
async function send(verify: unknown, passReqToCallback = false) {
  const authenticator = new passport.Passport();
  authenticator.use(new Tokens({ ...named, hosts: kakao.url, passReqToCallback }, verify) as passport.Strategy);
  const app = express();
  app.get('/', authenticator.authenticate('kakao-token', { session: false }) as RequestHandler, (request, response) => {
    response.json(request.user);
  });
  app.use(((error: unknown, _request, response, _next) => {
    response.status(500).json((error as { option?: string }).option ?? String(error));
  }) satisfies ErrorRequestHandler);
  server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const headers = { authorization: `Bearer access-${person.id}`, connection: 'close' };
  const response = await fetch(url, { headers });
  const answer = [response.status, response.status === 401 ? undefined : await response.json()];
  await new Promise((resolve) => void server.close(resolve));
  return answer;
}

describe('an invalid number of parameters is an error at startup that lists the forms', () => {
  test.each<[string, Untyped<unknown>, boolean, unknown]>([
    ['(accessToken, refreshToken, profile)', Kakao, false, async (_a: 1, _r: 1, _p: 1) => found],
    ['six without the request', Kakao, false, (_q: 1, _a: 1, _r: 1, _t: 1, _p: 1, _done: 1) => found],
    ['(req)', Kakao, true, async (_req: 1) => found],
    ['four with the request', Kakao, true, (_q: 1, _a: 1, _r: 1, _p: 1) => found],
    ['(accessToken, refreshToken, profile)', Tokens, false, (_a: 1, _r: 1, _p: 1) => found],
    ['(login) if the request is first', Tokens, true, (_login: 1) => found],
  ])('%s', (_form, Strategy, passReqToCallback, verify) => {
    const start = passReqToCallback ? /\(req, login\)/ : /\(login, done\)/;
    const create = () => new Strategy({ ...named, passReqToCallback }, verify);
    expect(create).toThrow(start);
    expect(create).toThrow(expect.objectContaining({ kind: 'usage', code: 'option_malformed', option: 'verify' }));
  });

  test('each form is named once', () => {
    const create = () => new Tokens(named, (_a: 1, _r: 1, _p: 1) => found);
    expect(create).not.toThrow(/\(login, done\).*\(login, done\)/s);
  });

  test('a missing callback is reported for both', () => {
    expect(() => new Tokens(named, undefined)).toThrow(/second argument of KakaoTokenStrategy/);
    for (const Strategy of [Kakao, Tokens]) {
      const missing = expect.objectContaining({ kind: 'usage', code: 'option_missing', option: 'verify' });
      expect(() => new Strategy(named, undefined)).toThrow(missing);
    }
  });
});

describe('a callback with `done`', () => {
  const four = (returned: unknown) => async (_a: string, _r: string, _p: unknown, _done: unknown) => returned;

  test.each([found, false, null])(
    'does not log in by returning %p, and gets an error that says to call `done`',
    async (value) => {
      const { status, errors } = await logIn((options) => new Kakao(options, four(value)));
      expect([status, errors]).toEqual([
        500,
        [expect.objectContaining({ code: 'option_malformed', option: 'verify' })],
      ]);
      expect(await send(async (_login: unknown, _done: unknown) => value)).toEqual([500, 'verify']);
    },
  );

  test('can be async and call it later', async () => {
    const later = async (_login: unknown, done: (error: null, user: object) => void) => {
      setTimeout(() => done(null, found), 20);
    };
    expect(await logIn((options) => new Kakao(options, later))).toMatchObject({ status: 200, user: found });
    expect(await send(later)).toEqual([200, found]);
  });

  test('can declare no parameters and call it later', async () => {
    const later = (...given: unknown[]) => {
      const done = given.at(-1) as (error: null, user: object) => void;
      setTimeout(() => done(null, found), 20);
    };
    expect(await logIn((options) => new Kakao(options, later))).toMatchObject({ status: 200, user: found });
    expect(await send(later)).toEqual([200, found]);
  });

  test('can call it only once: the first call counts', async () => {
    const twice = async (_login: unknown, done: (error: null, user: false) => void) => {
      done(null, false);
      done(null, false);
      return found;
    };
    expect((await logIn((options) => new Kakao(options, twice))).status).toBe(401);
    expect((await send(twice))[0]).toBe(401);
  });

  test('gets the whole login, after the request if that is configured', async () => {
    const make = (options: KakaoStrategyOptions) =>
      new KakaoStrategy({ ...options, passReqToCallback: true }, (req: Request, login: KakaoLogin, done: VerifyDone) =>
        done(null, { path: req.path, id: login.profile.id }),
      );
    expect((await logIn(make)).user).toEqual({ path: '/auth/kakao/callback', id: person.id });
  });
});

describe('(req, login) without passReqToCallback', () => {
  test('never looks up a user without an ID', async () => {
    const verify = (_req: unknown, login: { id?: string; profile?: object }) => ({ id: login.id, ...login.profile });
    const { status, errors } = await logIn((options) => new Kakao(options, verify));
    expect([status, errors]).toEqual([500, [expect.objectContaining({ option: 'passReqToCallback' })]]);
    expect(await send(verify)).toEqual([500, 'passReqToCallback']);
    const promising = async (req: unknown, login: object) => verify(req, login);
    expect(await send(promising)).toEqual([500, 'passReqToCallback']);
  });
});

describe("Nest's PassportStrategy", () => {
  const mixins = {
    'with `true`': PassportStrategy(KakaoStrategy, 'kakao', true),
    'with 2': PassportStrategy(KakaoStrategy, 'kakao', 2),
  };
  test.each(Object.entries(mixins))('%s passes the whole login to `validate`', async (_how, Mixin) => {
    class ShopStrategy extends Mixin {
      validate(login: KakaoLogin): object {
        return { id: login.profile.id, scope: login.tokens.scope };
      }
    }
    const { user } = await logIn((options) => new ShopStrategy(options));
    expect(user).toEqual({ id: person.id, scope: kakao.bends.scope });
  });

  test('with `true` also passes the request first if that is configured', async () => {
    class ShopStrategy extends PassportStrategy(KakaoStrategy, 'kakao', true) {
      validate(req: Request, login: KakaoLogin): object {
        return { id: login.profile.id, path: req.path };
      }
    }
    const { user } = await logIn((options) => new ShopStrategy({ ...options, passReqToCallback: true }));
    expect(user).toEqual({ id: person.id, path: '/auth/kakao/callback' });
  });

  test('without a number passes the first three arguments of passport-oauth2', async () => {
    class ShopStrategy extends PassportStrategy(KakaoStrategy) {
      validate(_accessToken: string, _refreshToken: string, { id }: { id: string }): object {
        return { id };
      }
    }
    expect((await logIn((options) => new ShopStrategy(options))).user).toEqual(found);
  });
});
