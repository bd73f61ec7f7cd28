const express = require("express");
const passport = require("passport");
const KakaoStrategy = require("@kakao-login/passport").Strategy;

passport.use(
  new KakaoStrategy(
    {
      clientID: process.env.KAKAO_CLIENT_ID,
      clientSecret: process.env.KAKAO_CLIENT_SECRET,
      callbackURL: process.env.KAKAO_CALLBACK_URL,
    },
    function (accessToken, refreshToken, profile, done) {
      // the name of the member
      var name = profile.username == undefined ? null : profile.username;

      // TODO(kakao-login): `profile.id` is a string now. If your database or your code needs a number, convert it: `Number(profile.id)`. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
      return done(null, { id: profile.id, name: name });
    }
  )
);

const app = express();

app.get("/login", passport.authenticate("kakao", { session: false }));
app.get("/callback", passport.authenticate("kakao", { session: false }), function (req, res) {
  res.json(req.user);
});
app.use(function (err, req, res, next) {
  // TODO(kakao-login): Logins no longer fail with `TokenError`. Errors have `code` and `status`, such as `KOE320` and 401. https://kakao-login.github.io/kakao-login-node/en/recipes/migration#all-differences
  if (err.name === "TokenError") return res.redirect("/login");
  next(err);
});

module.exports = app;
