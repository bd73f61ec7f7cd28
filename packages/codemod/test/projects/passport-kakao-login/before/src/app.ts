import express, { type RequestHandler } from 'express';
import passport from 'passport';
import KakaoStrategy, { type KakaoProfile, type KakaoStrategyOptions } from 'passport-kakao-login';

const options: KakaoStrategyOptions = {
  clientID: process.env.KAKAO_CLIENT_ID!,
  clientSecret: process.env.KAKAO_CLIENT_SECRET!,
  callbackURL: process.env.KAKAO_CALLBACK_URL!,
  scope: ['account_email'],
  userAgent: 'shop/1.0',
};

passport.use(
  new KakaoStrategy(options, (_access: string, _refresh: string, profile: KakaoProfile, done: (e: unknown, user?: object) => void) => {
    done(null, { id: profile.id, email: profile._json.kakao_account?.email });
  }),
);

export const app = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  res.json(req.user);
});
