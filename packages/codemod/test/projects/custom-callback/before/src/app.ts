import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { Strategy, type Profile, type StrategyOption } from 'passport-kakao';

const options: StrategyOption = {
  clientID: process.env.KAKAO_CLIENT_ID!,
  clientSecret: process.env.KAKAO_CLIENT_SECRET!,
  callbackURL: process.env.KAKAO_CALLBACK_URL!,
};

async function verify(accessToken: string, refreshToken: string, profile: Profile, done: (error: any, user?: any) => void) {
  const { id, displayName, provider } = profile;
  done(null, { id, displayName, provider });
}

passport.use('kakao', new Strategy(options, verify));

export const app = express();

app.get('/login', passport.authenticate('kakao', { session: false, prompt: 'login' } as object) as RequestHandler);

app.get('/callback', (req, res, next) => {
  const answer = passport.authenticate('kakao', { session: false }, (error: any, user: any) => {
    if (error) return next(error);
    if (!user) return res.redirect('/login');
    return res.json(user);
  }) as RequestHandler;
  answer(req, res, next);
});
