import express, { type RequestHandler } from 'express';
import passport from 'passport';
import KakaoStrategy, { type KakaoProfile, type KakaoStrategyOptions } from '@kakao-login/passport';

const options: KakaoStrategyOptions = {
  clientID: process.env.KAKAO_CLIENT_ID!,
  clientSecret: process.env.KAKAO_CLIENT_SECRET!,
  callbackURL: process.env.KAKAO_CALLBACK_URL!,
  scope: ['account_email'],
  userAgent: 'shop/1.0',
};

// TODO(kakao-login): `customHeaders` and `userAgent` are not sent any more. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
passport.use(
  new KakaoStrategy(options, (_access: string, _refresh: string, profile: KakaoProfile, done: (e: unknown, user?: object) => void) => {
    // TODO(kakao-login): `profile.id` is a string now. If your database or your code needs a number, convert it: `Number(profile.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
    done(null, { id: profile.id, email: profile._json.kakao_account?.email });
  }),
);

export const app = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  res.json(req.user);
});
