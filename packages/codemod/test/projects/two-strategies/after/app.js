const express = require('express');
const passport = require('passport'),
  kakao = require('@kakao-login/passport'),
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
    // TODO(kakao-login): `profile._json.id` is a string now. If your database or your code needs a number, convert it: `Number(profile._json.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
    done(null, { linked: profile._json.id });
  }
}

// TODO(kakao-login): `profile.id` is a string now. If your database or your code needs a number, convert it: `Number(profile.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
passport.use('passport-kakao', new KakaoStrategy(options(''), wrap(async (profile) => ({ id: profile.id, name: profile.displayName }))));
passport.use('kakao-link', new Members().strategy);

const app = express();
// TODO(kakao-login): `state` is a value of your own now, which Kakao does not see. Read it from `req.authInfo.state`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
app.get('/login', passport.authenticate('passport-kakao', { session: false, state: '/my' }));
app.get('/callback', passport.authenticate('passport-kakao', { session: false }), (req, res) => {
  // TODO(kakao-login): `query.state` is not your value any more. Read it from `req.authInfo.state`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  const { state } = req.query;
  res.json({ ...req.user, knowsState: Boolean(state) });
});
module.exports = app;
