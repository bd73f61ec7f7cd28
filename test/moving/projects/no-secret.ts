import express, { type Express, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy as KakaoStrategy } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

const passport = new Passport();
passport.use(
  new KakaoStrategy({ ...kakaoConfig(), clientSecret: '' }, (_accessToken, _refreshToken, profile, done) => {
    done(null, { id: profile.id, name: profile.displayName });
  }),
);

export const app: Express = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (request, response) => {
  response.json(request.user);
});
