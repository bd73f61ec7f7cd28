const express = require('express');
const passport = require('passport'),
  kakao = require('passport-kakao'),
  KakaoStrategy = kakao.Strategy;
// const { Strategy: NaverStrategy } = require('passport-kakao');

const wrap = (verify) => (accessToken, refreshToken, profile, done) =>
  verify(profile).then((user) => done(null, user), done);

const options = (path) => ({
  clientID: process.env.KAKAO_CLIENT_ID,
  clientSecret: process.env.KAKAO_CLIENT_SECRET,
  callbackURL: process.env.KAKAO_CALLBACK_URL + path,
});

class Members {
  constructor() {
    this.strategy = new KakaoStrategy(options('?link'), this.link.bind(this));
  }

  async link(accessToken, refreshToken, profile, done) {
    done(null, { linked: profile._json.id });
  }
}

passport.use('passport-kakao', new KakaoStrategy(options(''), wrap(async (profile) => ({ id: profile.id, name: profile.displayName }))));
passport.use('kakao-link', new Members().strategy);

const app = express();
app.get('/login', passport.authenticate('passport-kakao', { session: false, state: '/my' }));
app.get('/callback', passport.authenticate('passport-kakao', { session: false }), (req, res) => {
  const { state } = req.query;
  res.json({ ...req.user, knowsState: Boolean(state) });
});
module.exports = app;
