import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KakaoClient } from '@kakao-login/client';
import type { EmulatedApp } from '@kakao-login/emulator';

/**
 * A minimal service with Kakao Login: `/login` redirects to Kakao, `/callback` greets the user. The caller closes it.
 */
export async function startService(hosts: string, app: EmulatedApp): Promise<{ url: string; close: () => void }> {
  const { restApiKey, clientSecret } = app;
  const kakao = new KakaoClient({ clientId: restApiKey, clientSecret, hosts });
  const redirectUri = () => `http://localhost:${(server.address() as AddressInfo).port}/callback`;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', redirectUri());
    if (pathname === '/login') {
      const location = kakao.oauth.authorizationUrl({ redirectUri: redirectUri() });
      response.writeHead(302, { location }).end();
      return;
    }
    const greet = async (): Promise<string> => {
      const code = searchParams.get('code') ?? '';
      const { access_token: accessToken } = await kakao.oauth.exchangeCode({ code, redirectUri: redirectUri() });
      const { kakao_account: account } = await kakao.user.me({ accessToken });
      return `Hello ${account?.profile?.nickname}, your e-mail is ${account?.email ?? 'not shared'}`;
    };
    greet().then(
      (text) => response.setHeader('Content-Type', 'text/plain; charset=utf-8').end(text),
      () => response.writeHead(500).end('The login failed'),
    );
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return { url: redirectUri().replace('/callback', ''), close: () => server.close().closeAllConnections() };
}
