/**
 * Kakao Login in plain Express: `npx tsc -b sample/express && node sample/dist/express/server.js`, then http://localhost:3000.
 * Kakao is the emulator, unless KAKAO_CLIENT_ID and KAKAO_CLIENT_SECRET are set.
 */
import { pathToFileURL } from 'node:url';
import { createKakaoEmulator } from '@kakao-login/emulator';
import { kakaoErrorHandler, KakaoStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type Express } from 'express';
import passport from 'passport';

export function createApp(options: KakaoStrategyOptions): Express {
  const authenticator = new passport.Passport();
  authenticator.use(
    new KakaoStrategy(options, ({ profile, state }) => ({ id: profile.id, name: profile.displayName, state })),
  );
  const kakao = (more: object = {}) =>
    authenticator.authenticate('kakao', { session: false, ...more }) as express.Handler;

  const app = express();
  app.get('/', (_request, response) => {
    response.send('<a href="/auth/kakao">카카오 로그인</a> <a href="/auth/kakao/again">다른 계정으로 로그인</a>');
  });
  app.get('/auth/kakao', kakao({ state: { returnTo: '/me' } }));
  app.get('/auth/kakao/again', kakao({ prompt: 'select_account' }));
  app.get('/auth/kakao/more', kakao({ scope: ['openid', 'gender', 'birthday'] }));
  app.get('/auth/kakao/callback', kakao(), (request, response) => {
    response.json(request.user); // here an application opens its own session
  });
  app.use(kakaoErrorHandler()); // a page with one button, or JSON for scripts
  return app;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { KAKAO_CLIENT_ID: clientID, KAKAO_CLIENT_SECRET: clientSecret, PORT = '3000' } = process.env;
  const callbackURL = `http://localhost:${PORT}/auth/kakao/callback`;
  const emulator =
    clientID === undefined ? await createKakaoEmulator({ port: 8787, redirectUris: [callbackURL] }) : undefined;
  const app = createApp(
    emulator === undefined
      ? { clientID: clientID ?? '', clientSecret, callbackURL }
      : {
          clientID: emulator.app.restApiKey,
          clientSecret: emulator.app.clientSecret,
          callbackURL,
          hosts: emulator.url,
        },
  );
  const server = app.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));
  process.once('SIGINT', () => {
    server.close();
    void emulator?.close();
  });
}
