/**
 * Kakao Login in plain Express: `npx tsc -b sample/express && node sample/dist/express/server.js`, then http://localhost:3000.
 * Kakao is the emulator, unless KAKAO_CLIENT_ID and KAKAO_CLIENT_SECRET are set.
 */
import { pathToFileURL } from 'node:url';
import { createKakaoEmulator } from '@kakao-login/emulator';
import { kakaoErrorHandler, KakaoStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type Express } from 'express';
import passport from 'passport';

const links = [
  ['/auth/kakao', '카카오 로그인'],
  ['/auth/kakao/again', '다른 계정으로 로그인'],
  ['/auth/kakao/more', '성별과 생일도 동의하고 로그인'],
].map(([path, text]) => `<p><a href="${path}">${text}</a></p>`);

const page = (text: string) => `<!doctype html><html lang="ko"><meta charset="utf-8"><title>카카오 로그인</title>
<meta name="viewport" content="width=device-width"><body style="font:1.1em/1.6 system-ui;max-width:30em;margin:3em auto;padding:0 1em;word-break:keep-all">
<main><h1>${text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</h1>${links.join('')}</main>`;

export function createApp(options: KakaoStrategyOptions): Express {
  const authenticator = new passport.Passport();
  authenticator.use(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id, name: profile.displayName })));
  const kakao = (more: object = {}) =>
    authenticator.authenticate('kakao', { session: false, ...more }) as express.Handler;

  const app = express();
  app.get('/', (_request, response) => void response.send(page('안녕하세요')));
  app.get('/auth/kakao', kakao());
  app.get('/auth/kakao/again', kakao({ prompt: 'select_account' }));
  app.get('/auth/kakao/more', kakao({ scope: ['openid', 'gender', 'birthday'] }));
  app.get('/auth/kakao/callback', kakao(), (request, response) => {
    const { id, name } = request.user as { id: string; name: string }; // here an application opens its own session
    response.send(page(`${name} 님 (${id}), 반가워요`));
  });
  app.use(kakaoErrorHandler({ start: '/' }));
  return app;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { KAKAO_CLIENT_ID: clientID, KAKAO_CLIENT_SECRET: clientSecret, PORT = '3000' } = process.env;
  const callbackURL = `http://localhost:${PORT}/auth/kakao/callback`;
  const emulator =
    clientID === undefined ? await createKakaoEmulator({ port: 8787, redirectUris: [callbackURL] }) : undefined;
  const app = createApp({
    clientID: emulator?.app.restApiKey ?? clientID ?? '',
    clientSecret: emulator?.app.clientSecret ?? clientSecret,
    callbackURL,
    hosts: emulator?.url,
  });
  const server = app.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));
  process.once('SIGINT', () => {
    server.close();
    void emulator?.close();
  });
}
