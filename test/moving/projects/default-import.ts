import express, { type Express, type RequestHandler } from 'express';
import { Passport } from 'passport';
import type { VerifyCallback } from 'passport-oauth2';
import KakaoStrategy, {
  type KakaoProfile,
  type KakaoRawProfile,
  type KakaoStrategyOptions,
} from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

const emailOf = ({ kakao_account: account }: KakaoRawProfile) => account?.email ?? null;

const options: KakaoStrategyOptions = { ...kakaoConfig(), scope: ['account_email'], userAgent: 'shop/1.0' };
const passport = new Passport();
passport.use(
  new KakaoStrategy(
    options,
    (_accessToken: string, _refreshToken: string, profile: KakaoProfile, done: VerifyCallback) => {
      done(null, { id: profile.id, name: profile.username ?? 'nobody', email: emailOf(profile._json) });
    },
  ),
);

export const app: Express = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (request, response) => {
  response.json(request.user);
});
