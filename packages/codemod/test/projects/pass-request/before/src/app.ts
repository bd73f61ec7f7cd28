import express, { type Request, type RequestHandler } from 'express';
import passport from 'passport';
import { Strategy as KakaoStrategy, type Profile } from 'passport-kakao';

passport.use(
  new KakaoStrategy(
    {
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
      passReqToCallback: true,
    },
    (req: Request, accessToken: string, refreshToken: string, profile: Profile, done: (e: unknown, user?: object) => void) => {
      done(null, { path: req.path, id: profile._json.id });
    },
  ),
);

export const app = express();
app.get('/login', passport.authenticate('kakao', { session: false, state: 'from-the-cart' }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  const from = req.query.state;
  res.json({ ...req.user, knowsState: from !== undefined });
});
