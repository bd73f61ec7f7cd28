import express, { type Express, type RequestHandler } from 'express';
import { createDecoder, createSigner } from 'fast-jwt';
import { Passport } from 'passport';
import { Strategy as KakaoStrategy, type VerifyFunction } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

const sign = createSigner({ key: 'a-key-of-the-test' });

const verify: VerifyFunction = (accessToken, refreshToken, profile, done) => {
  const { nickname } = profile._json.properties;
  const jwt = sign({ sub: String(profile.id), nickname });
  return done(null, jwt, { kakao: [accessToken, refreshToken].every((token) => token.length > 20) });
};
const passport = new Passport();
passport.use('kakao', new KakaoStrategy(kakaoConfig(), verify));

export const app: Express = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (request, response) => {
  const { sub, nickname } = createDecoder()(request.user as unknown as string) as { sub: string; nickname: string };
  response.json({ sub, nickname, authInfo: request.authInfo });
});
