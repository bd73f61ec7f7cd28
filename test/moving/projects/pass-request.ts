import express, { type Express, type Request, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy, type Profile, type StrategyOptionWithRequest } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

type Done = (error: unknown, user?: unknown, info?: unknown) => void;

class ShopStrategy extends Strategy {
  constructor(options: StrategyOptionWithRequest) {
    super(options, (req: Request, _accessToken: string, _refreshToken: string, profile: Profile, done: Done) => {
      const { thumbnail_image_url: picture } = profile._json.kakao_account.profile;
      done(null, { from: req.path, id: profile.id, picture: typeof picture });
    });
  }
}

const passport = new Passport();
passport.use(new ShopStrategy({ ...kakaoConfig(), passReqToCallback: true }));

export const app: Express = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (request, response) => {
  response.json(request.user);
});
