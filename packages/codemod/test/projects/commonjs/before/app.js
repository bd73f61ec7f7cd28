const express = require("express");
const passport = require("passport");
const KakaoStrategy = require("passport-kakao").Strategy;

passport.use(
  KakaoStrategy(
    {
      clientID: process.env.KAKAO_CLIENT_ID,
      clientSecret: process.env.KAKAO_CLIENT_SECRET,
      callbackURL: process.env.KAKAO_CALLBACK_URL,
    },
    function (accessToken, refreshToken, profile, done) {
      // the name of the member
      var name = profile.username == "미연동 계정" ? null : profile.username;

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
  if (err.name === "TokenError") return res.redirect("/login");
  next(err);
});

module.exports = app;
