import { expect, test } from '@jest/globals';
import type { KakaoProfile, TokenResponse } from '@kakao-login/client';
import {
  KakaoStrategy,
  type KakaoAuthenticateOptions,
  type KakaoLogin,
  type VerifyDone,
  type VerifyProfile,
} from '@kakao-login/passport';
import type { Request } from 'express';
import passport from 'passport';

const options = {
  clientID: '0123456789abcdef0123456789abcdef',
  clientSecret: 'Secret0123456789Secret0123456789',
  callbackURL: 'https://shop.example/auth/kakao/callback',
};

// What this file shows is shown by `npm run types`: each line below compiles, or is expected not to.
test('types say what may be asked for, and what comes back', () => {
  const strategies = [
    new KakaoStrategy(options, (login) => {
      const id: string = login.profile.id;
      const email: string | undefined = login.profile.verifiedEmail;
      // @ts-expect-error -- no such field
      void login.profile.e_mail;
      // @ts-expect-error -- the application's state is unknown until it is looked at
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
    // @ts-expect-error -- ids are text
    new KakaoStrategy(options, (_a: string, _r: string, profile: { id: number }, done: VerifyDone) =>
      done(null, profile),
    ),
  ];
  expect(() => {
    // @ts-expect-error -- callbackURL is needed
    strategies.push(new KakaoStrategy({ clientID: 'x' }, () => ({})));
  }).toThrow(/callbackURL/);
  expect(() => {
    // @ts-expect-error -- clientID, as in all of Passport
    strategies.push(new KakaoStrategy({ ...options, clientID: undefined, clientId: 'x' }, () => ({})));
  }).toThrow(/clientID/);

  const further: KakaoAuthenticateOptions[] = [
    { prompt: ['login', 'select_account'], scope: ['account_email', 'an_item_of_next_year'], state: { any: ['json'] } },
    { loginHint: 'a@example.com', serviceTerms: 'a,b', failureRedirect: '/', session: false },
    // @ts-expect-error -- a misspelt option
    { login_hint: 'a@example.com' },
    // @ts-expect-error -- not a number
    { prompt: 1 },
  ];
  expect(further).toHaveLength(4);
  passport.authenticate('kakao', { loginHint: 'a@example.com', prompt: ['login'], state: { cart: 1 } });
  passport.authenticate('kakao-wholesale', { serviceTerms: ['a'] });
  // @ts-expect-error -- not one of Kakao's
  passport.authenticate('kakao', { loginHunt: 'a@example.com' });
});
