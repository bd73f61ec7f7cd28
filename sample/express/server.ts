/**
 * Kakao Login in plain Express: `npx tsc -b sample/express && node sample/dist/express/server.js`, then http://localhost:3000.
 * Kakao is the emulator, unless KAKAO_CLIENT_ID and KAKAO_CLIENT_SECRET are set. Ports: PORT, KAKAO_EMULATOR_PORT (8787).
 * An empty variable counts as absent.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

export const createStrategy = (options: KakaoStrategyOptions): KakaoStrategy =>
  new KakaoStrategy(options, ({ profile }) => ({ id: profile.id, name: profile.displayName }));

export function createApp(strategy: KakaoStrategy): Express {
  const auth = new passport.Passport().use(strategy);
  const kakao = (more: object = {}) => auth.authenticate('kakao', { session: false, ...more }) as express.Handler;

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

async function start({ KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, ...env }: NodeJS.ProcessEnv) {
  const [port, emulatorPort] = [portOf(env, 'PORT', 3000), portOf(env, 'KAKAO_EMULATOR_PORT', 8787)];
  const server = createServer().listen(port);
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const callbackURL = `${url}/auth/kakao/callback`;
  const emulated = { port: emulatorPort, redirectUris: [callbackURL] };
  const emulator = KAKAO_CLIENT_ID ? undefined : await createKakaoEmulator(emulated);
  const clientID = emulator?.app.restApiKey ?? KAKAO_CLIENT_ID ?? '';
  const clientSecret = emulator?.app.clientSecret ?? KAKAO_CLIENT_SECRET;
  const strategy = createStrategy({ clientID, clientSecret, callbackURL, hosts: emulator?.url });
  server.on('request', createApp(strategy));
  console.log(url);
  if (emulator === undefined) for (const note of strategy.redirectUriNotes) console.log(note);
}

function portOf(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name]?.trim() || String(fallback);
  if (/^\d{1,5}$/.test(text) && Number(text) < 65536) return Number(text);
  throw new Error(`${name}=${text} is not a port: give a number from 0 to 65535.`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await start(process.env).catch(({ code, port, message }: NodeJS.ErrnoException & { port?: number }) => {
    console.error(code === 'EADDRINUSE' ? `Port ${port} is taken: set PORT or KAKAO_EMULATOR_PORT.` : message);
    process.exit(1);
  });
}
