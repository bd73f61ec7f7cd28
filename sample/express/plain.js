/**
 * Kakao Login in Express, in plain JavaScript: `npm run build && node sample/express/plain.js`, then
 * http://localhost:3000. Kakao is the emulator, unless KAKAO_CLIENT_ID and KAKAO_CLIENT_SECRET are set.
 * Ports: PORT (3000), KAKAO_EMULATOR_PORT (8787). An empty variable counts as absent.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createKakaoEmulator } from '@kakao-login/emulator';
import { kakaoErrorHandler, KakaoStrategy } from '@kakao-login/passport';
import express from 'express';
import passport from 'passport';

/** Your keys, or an emulator on this machine that has registered the callback. */
async function kakaoKeys({ KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_EMULATOR_PORT }, callbackURL) {
  if (KAKAO_CLIENT_ID) return { clientID: KAKAO_CLIENT_ID, clientSecret: KAKAO_CLIENT_SECRET };
  const port = portOf('KAKAO_EMULATOR_PORT', KAKAO_EMULATOR_PORT || '8787');
  const { app, url } = await createKakaoEmulator({ port, redirectUris: [callbackURL] });
  return { clientID: app.restApiKey, clientSecret: app.clientSecret, hosts: url };
}

function portOf(name, text) {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65536) return Number(text);
  throw new Error(`${name}=${text} is not a port: give a number from 0 to 65535.`);
}

const escapeHtml = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

async function start(env) {
  const server = createServer().listen(portOf('PORT', env.PORT || '3000'));
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}`;
  const callbackURL = `${url}/auth/kakao/callback`;

  const options = { ...(await kakaoKeys(env, callbackURL)), callbackURL };
  passport.use(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id, name: profile.displayName })));
  const kakao = passport.authenticate('kakao', { session: false });

  const app = express();
  app.get('/', (request, response) => response.send('<a href="/auth/kakao">카카오 로그인</a>'));
  app.get('/auth/kakao', kakao);
  app.get('/auth/kakao/callback', kakao, (request, response) => {
    const { id, name } = request.user; // here an application opens its own session
    response.send(`${escapeHtml(name)} 님 (${id}), 반가워요`);
  });
  app.use(kakaoErrorHandler({ start: '/' }));
  server.on('request', app);
  console.log(url);
}

start(process.env).catch(({ code, port, message }) => {
  console.error(code === 'EADDRINUSE' ? `Port ${port} is taken: set PORT or KAKAO_EMULATOR_PORT.` : message);
  process.exit(1);
});
