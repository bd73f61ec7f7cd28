import express, { type RequestHandler } from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy as KakaoStrategy, type Profile } from '@kakao-login/passport';
import { findMember, saveMember, type Member } from './members.js';

// Kakao
passport.use(
  new KakaoStrategy(
    {
      clientID: process.env.KAKAO_CLIENT_ID!,
      clientSecret: process.env.KAKAO_CLIENT_SECRET!,
      callbackURL: process.env.KAKAO_CALLBACK_URL!,
    },
    (accessToken, refreshToken, profile: Profile, done) => {
      const id = `kakao:${profile.id}`;
      // Users who never used Kakao Talk have no name.
      const name = profile.displayName === '' ? '손님' : profile.displayName;
      done(null, saveMember({ id, name, email: profile._json.kakao_account?.email }));
    },
  ),
);

passport.serializeUser((user, done) => done(null, (user as Member).id));
passport.deserializeUser((id: string, done) => done(null, findMember(id)));

export const app = express();
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: false }));
app.use(passport.session());

app.get('/login', passport.authenticate('kakao') as RequestHandler);
app.get(
  '/callback',
  passport.authenticate('kakao', { successRedirect: '/me', failureRedirect: '/' }) as RequestHandler,
);
app.get('/me', (req, res) => void res.json(req.user ?? null));
