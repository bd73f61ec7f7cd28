import express, { type Express, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy as KakaoStrategy, type Profile, type StrategyOption } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

const options: StrategyOption = { ...kakaoConfig(), scopeSeparator: ',' };
const passport = new Passport();
passport.use(
  new KakaoStrategy(
    options,
    async (_accessToken: string, _refreshToken: string, profile: Profile, done: (error: any, user?: any) => void) => {
      const { provider, displayName, _json, _raw } = profile;
      await Promise.resolve();
      done(null, { provider, displayName, birthday: _json.kakao_account.birthday, raw: typeof JSON.parse(_raw).id });
    },
  ),
);

export const app: Express = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', (request, response, next) => {
  const answer = passport.authenticate('kakao', { session: false }, (error: any, user: any) => {
    if (error) return next(error);
    return response.json({ displayName: user.displayName, provider: user.provider, birthday: user.birthday });
  }) as RequestHandler;
  answer(request, response, next);
});
