import express, { type RequestHandler } from 'express';
import { createDecoder, createSigner } from 'fast-jwt';
import passport from 'passport';
import * as kakao from '@kakao-login/passport';

const sign = createSigner({ key: 'secret' });

passport.use(
  new kakao.Strategy(
    {
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
    },
    (accessToken, refreshToken, profile, done) => {
      done(null, sign({ sub: String(profile.id), name: profile.username }) as never);
    },
  ),
);

export const app = express();
app.get('/login', passport.authenticate('kakao', { session: false }) as RequestHandler);
app.get('/callback', passport.authenticate('kakao', { session: false }) as RequestHandler, (req, res) => {
  const { sub, name } = createDecoder()(req.user as unknown as string) as { sub: string; name: string };
  res.json({ sub, name });
});
