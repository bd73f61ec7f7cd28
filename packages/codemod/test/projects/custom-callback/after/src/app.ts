import express, { type RequestHandler } from 'express';
import passport from 'passport';
import { Strategy, type Profile, type StrategyOption } from '@kakao-login/passport';

const options: StrategyOption = {
  clientID: process.env.KAKAO_CLIENT_ID!,
  clientSecret: process.env.KAKAO_CLIENT_SECRET!,
  callbackURL: process.env.KAKAO_CALLBACK_URL!,
};

async function verify(accessToken: string, refreshToken: string, profile: Profile, done: (error: any, user?: any) => void) {
  // TODO(kakao-login): `id` is a string now. If your database or your code needs a number, convert it: `Number(id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  const { id, displayName, provider } = profile;
  done(null, { id, displayName, provider });
}

passport.use('kakao', new Strategy(options, verify));

export const app = express();

// TODO(kakao-login): passport-kakao dropped `prompt`; it is sent to Kakao now. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
app.get('/login', passport.authenticate('kakao', { session: false, prompt: 'login' } as object) as RequestHandler);

app.get('/callback', (req, res, next) => {
  // TODO(kakao-login): When the user cancels, the first parameter is an error now (code `access_denied`, status 403). https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  const answer = passport.authenticate('kakao', { session: false }, (error: any, user: any) => {
    if (error) return next(error);
    if (!user) return res.redirect('/login');
    return res.json(user);
  }) as RequestHandler;
  answer(req, res, next);
});
