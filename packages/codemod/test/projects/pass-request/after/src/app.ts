import express, { type Request, type RequestHandler } from 'express';
import passport from 'passport';
import { Strategy as KakaoStrategy, type Profile } from '@kakao-login/passport';

passport.use(
  new KakaoStrategy(
    {
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
      passReqToCallback: true,
    },
    (req: Request, accessToken: string, refreshToken: string, profile: Profile, done: (e: unknown, user?: object) => void) => {
      // TODO(kakao-login): `profile._json.id` is a string now. If your database or your code needs a number, convert it: `Number(profile._json.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
      done(null, { path: req.path, id: profile._json.id });
    },
  ),
);

export const app = express();
// TODO(kakao-login): `state` is a value of your own now, which Kakao does not see. Read it from `req.authInfo.state`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
app.get('/login', passport.authenticate('kakao', { session: false, state: 'from-the-cart' }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  // TODO(kakao-login): `query.state` is not your value any more. Read it from `req.authInfo.state`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  const from = req.query.state;
  res.json({ ...req.user, knowsState: from !== undefined });
});
