import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { Strategy as KakaoStrategy } from '@kakao-login/passport';

// TODO(kakao-login): Without `clientSecret`, login cookies are encrypted with a random key. If there are several instances, set `cookie.secret`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
const kakao = new KakaoStrategy(
  {
    clientID: process.env.KAKAO_CLIENT_ID!,
    clientSecret: '', // not used
    callbackURL: process.env.KAKAO_CALLBACK_URL!,
  },
  (accessToken, refreshToken, profile, done) => {
    done(null, { id: profile.id.toString(), name: profile.displayName });
  },
);
passport.use(kakao);

export const app = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  res.json(req.user);
});
