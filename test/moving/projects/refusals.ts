import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy as KakaoStrategy } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

const passport = new Passport();
passport.use(
  new KakaoStrategy(kakaoConfig(), (_accessToken, _refreshToken, profile, done) => {
    if (profile._json.kakao_account.email.startsWith('moonlight')) return done(null, false, 'members only');
    return done('the database is down');
  }),
);

export const app: Express = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', (request, response, next) => {
  const answer = passport.authenticate('kakao', { session: false }, (error: unknown, user: unknown, info: unknown) => {
    if (error) return next(error);
    return response.status(user ? 200 : 401).json({ user, info });
  }) as RequestHandler;
  answer(request, response, next);
});
const failed: ErrorRequestHandler = (error, _request, response, _next) => void response.status(500).json({ error });
app.use(failed);
