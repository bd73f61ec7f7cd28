import express, { type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy as KakaoStrategy, type Profile } from '@kakao-login/passport';
import { kakaoConfig } from '../config.js';

interface Member {
  id: string;
  name: string;
  email: string;
}

const members = new Map<string, Member>();

function findOrCreate(profile: Profile): Member {
  const member = {
    id: profile.id,
    name: profile.username || `user${profile.id}`,
    email: profile._json.kakao_account.email,
  };
  members.set(String(profile.id), member);
  return member;
}

const passport = new Passport();
passport.use(
  new KakaoStrategy(kakaoConfig(), (_accessToken, _refreshToken, profile, done) => {
    done(null, findOrCreate(profile));
  }),
);
passport.serializeUser((user, done) => done(null, (user as Member).id));
passport.deserializeUser((id: string, done) => done(null, members.get(String(id))));

export const app: Express = express();
app.use(session({ secret: 'a-secret-of-the-test', resave: false, saveUninitialized: false }));
app.use(passport.session());
app.get('/login', passport.authenticate('kakao') as RequestHandler);
app.get(
  '/callback',
  passport.authenticate('kakao', { successRedirect: '/me', failureRedirect: '/no' }) as RequestHandler,
);
app.get('/me', (request, response) => void response.json(request.user ?? null));
