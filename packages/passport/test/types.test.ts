import { expect, test } from '@jest/globals';
import type { ConsentItem, KakaoProfile, Prompt, TokenResponse } from '@kakao-login/client';
import {
  KakaoStrategy,
  pauseKakaoAutoLogin,
  type KakaoAuthenticateOptions,
  type KakaoLogin,
  type KakaoTokenLogin,
  type VerifyDone,
  type VerifyParams,
  type VerifyProfile,
} from '@kakao-login/passport';
import type { Request } from 'express';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import passport from 'passport';

const options = {
  clientID: '0123456789abcdef0123456789abcdef',
  clientSecret: 'Secret0123456789Secret0123456789',
  callbackURL: 'https://shop.example/auth/kakao/callback',
};

type IsAny<T> = 0 extends 1 & T ? true : false;
/** Strings that an editor suggests, although any other string is allowed. */
type Proposed<T> = T extends string ? (string extends T ? never : T) : never;
type Authenticate = Parameters<KakaoStrategy['authenticate']>[1] & {};

/** Compiles only if none of these types is `any`. */
const known = {
  options: false as IsAny<Authenticate>,
  scope: false as IsAny<Authenticate['scope']>,
  state: false as IsAny<Authenticate['state']>,
  callbackURL: false as IsAny<Authenticate['callbackURL']>,
  profile: false as IsAny<Parameters<VerifyProfile>[2]>,
  profileField: false as IsAny<KakaoProfile[keyof KakaoProfile]>,
  params: false as IsAny<Parameters<VerifyParams>[2]>,
  idToken: false as IsAny<TokenResponse['id_token']>,
  done: false as IsAny<Parameters<VerifyDone>[0]>,
  claims: false as IsAny<KakaoLogin['claims']>,
  user: false as IsAny<KakaoLogin['user']>,
  loginState: false as IsAny<KakaoLogin['state']>,
  tokenClaims: false as IsAny<KakaoTokenLogin['claims']>,
} as const;

/** Compiles only if the methods for use outside a Passport route accept the requests of every framework. */
const takesRequestsOf = (
  strategy: KakaoStrategy,
  ofExpress: Request,
  ofFastify: FastifyRequest,
  ofNode: IncomingMessage & { res: ServerResponse },
): unknown[] => [
  ...[ofExpress, ofFastify, ofNode].map((request) => strategy.simpleLogin(request, { scope: 'openid' })),
  ...[ofExpress, ofFastify, ofNode].map((request) => pauseKakaoAutoLogin(request)),
  // @ts-expect-error -- not a request
  strategy.simpleLogin({ state: 'cart' }),
];

// `npm run types` runs the actual test: each line below compiles, or is expected not to.
test('types describe the options and the results', () => {
  const strategies = [
    new KakaoStrategy(options, (login) => {
      const id: string = login.profile.id;
      const email: string | undefined = login.profile.verifiedEmail;
      // @ts-expect-error -- no such field
      void login.profile.e_mail;
      // @ts-expect-error -- the type of the application's state is unknown
      void login.state.cart;
      return { id, email };
    }),
    new KakaoStrategy({ ...options, passReqToCallback: true }, (req, login) => ({
      path: req.path,
      id: login.profile.id,
    })),
    new KakaoStrategy(options, (_a: string, _r: string, profile: KakaoProfile, done: VerifyDone) =>
      done(null, { id: profile.id }),
    ),
    new KakaoStrategy(options, (_a: string, _r: string, params: TokenResponse, _p: KakaoProfile, done: VerifyDone) =>
      done(null, { until: params.expires_in }),
    ),
    new KakaoStrategy(
      { ...options, passReqToCallback: true },
      (_req: Request, _a: string, _r: string, profile: KakaoProfile, done: VerifyDone) =>
        done(null, { id: profile.id }),
    ),
    // @ts-expect-error -- the request comes first only with passReqToCallback
    new KakaoStrategy(options, (_req: Request, _login: KakaoLogin) => ({})),
    new KakaoStrategy(options, ((_a, _r, { id }, done) => done(null, { id })) satisfies VerifyProfile),
    // @ts-expect-error -- IDs are strings
    new KakaoStrategy(options, (_a: string, _r: string, profile: { id: number }, done: VerifyDone) =>
      done(null, profile),
    ),
  ];
  expect(() => {
    // @ts-expect-error -- callbackURL is required
    strategies.push(new KakaoStrategy({ clientID: 'x' }, () => ({})));
  }).toThrow(/callbackURL/);
  expect(() => {
    // @ts-expect-error -- the name is clientID, as in Passport
    strategies.push(new KakaoStrategy({ ...options, clientID: undefined, clientId: 'x' }, () => ({})));
  }).toThrow(/clientID/);

  const further: KakaoAuthenticateOptions[] = [
    { prompt: ['login', 'select_account'], scope: ['account_email', 'an_item_of_next_year'], state: { any: ['json'] } },
    { loginHint: 'a@example.com', serviceTerms: 'a,b', failureRedirect: '/', session: false },
    // @ts-expect-error -- a misspelled option
    { login_hint: 'a@example.com' },
    // @ts-expect-error -- not a number
    { prompt: 1 },
  ];
  expect(further).toHaveLength(4);
  expect(Object.values(known)).not.toContain(true);
  const prompts: Proposed<Prompt>[] = ['login', 'none', 'create', 'select_account'];
  const items: Proposed<ConsentItem>[] = ['openid', 'account_email', 'profile_nickname', 'phone_number'];
  // @ts-expect-error -- not a value that an editor suggests
  prompts.push('a_prompt_of_next_year');
  // @ts-expect-error -- not a value that an editor suggests
  items.push('an_item_of_next_year');
  const ofNextYear: KakaoAuthenticateOptions = { prompt: 'a_prompt_of_next_year', scope: 'an_item_of_next_year' };
  expect([prompts.length, items.length, ofNextYear.scope]).toEqual([5, 5, 'an_item_of_next_year']);
  expect(takesRequestsOf).toHaveLength(4);
  passport.authenticate('kakao', { loginHint: 'a@example.com', prompt: ['login'], state: { cart: 1 } });
  passport.authenticate('kakao-wholesale', { serviceTerms: ['a'] });
  passport.authenticate('wholesale', { loginHint: 'a@example.com' });
  passport.authenticate(['kakao', 'kakao-token'], { loginHint: 'a@example.com' });
  passport.authorize('kakao', { loginHint: 'a@example.com', returnTo: '/me' });
  passport.authorize('kakao', { scope: 'openid' }, (_error, _user) => undefined);
  // @ts-expect-error -- not an option of Kakao Login
  passport.authorize('kakao', { loginHunt: 'a@example.com' });
  // @ts-expect-error -- not an option of Kakao Login
  passport.authenticate('kakao', { loginHunt: 'a@example.com' });
});
