const { once } = require('node:events');
const { KakaoStrategy } = require('@kakao-login/passport');
const { KakaoVault } = require('@kakao-login/vault');
const express = require('express');
const { Passport } = require('passport');

/** Logs a user in to an Express application, and returns the text of the page. */
async function greeting(emulator) {
  const { restApiKey: clientID, clientSecret } = emulator.app;
  const callbackURL = '/auth/kakao/callback';
  const passport = new Passport();
  const options = { clientID, clientSecret, callbackURL, hosts: emulator.url };
  const strategy = new KakaoStrategy(options, async (login) => {
    await vault.save(login);
    return login.profile;
  });
  const vault = new KakaoVault({ client: strategy.client });
  passport.use(strategy);
  const app = express();
  app.get(
    ['/auth/kakao', callbackURL],
    passport.authenticate('kakao', { session: false }),
    async ({ user }, response) => {
      const { id } = await vault.forUser(user.id).user.me();
      response.send(`Hello ${user.displayName}, member ${id}`);
    },
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const start = `http://localhost:${server.address().port}/auth/kakao`;
    const redirectUri = `${start}/callback`;
    await emulator.configure({ redirectUris: [redirectUri] });
    const begun = await fetch(start, { redirect: 'manual' });
    const asked = new URL(begun.headers.get('location')).searchParams;
    const { callbackUrl } = await emulator.signIn('moonlight@example.com', {
      redirectUri,
      state: asked.get('state'),
      nonce: asked.get('nonce'),
      codeChallenge: asked.get('code_challenge'),
    });
    const cookie = begun.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    const page = await fetch(callbackUrl, { headers: { cookie: cookie.join('; ') } });
    return await page.text();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
module.exports = { greeting };
