import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { KakaoStrategy, type KakaoProfile, type StrategyOption } from './kakao.js';

type Done = (error: unknown, user?: object) => void;

export class Social {
  private static readonly options: StrategyOption = {
    clientID: process.env.KAKAO_CLIENT_ID!,
    clientSecret: process.env.KAKAO_CLIENT_SECRET!,
    callbackURL: process.env.KAKAO_CALLBACK_URL!,
  };

  readonly strategy = new KakaoStrategy({ ...Social.options }, this.verify.bind(this));

  private verify(_access: string, _refresh: string, profile: KakaoProfile, done: Done) {
    const { id, _json } = profile;
    done(null, { id, email: _json?.kakao_account?.email ?? null });
  }
}

passport.use(new Social().strategy);

export const app = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  res.json(req.user);
});
