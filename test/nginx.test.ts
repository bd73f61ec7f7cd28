import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKakaoEmulator, type KakaoEmulator } from '@kakao-login/emulator';
import { KakaoAuthGuard, KakaoModule, KakaoUser } from '@kakao-login/nestjs';
import type { KakaoLogin } from '@kakao-login/passport';
import { cookieHeader, keepCookies, type Cookies } from './support/cookies.js';
import { blocksOf } from './support/markdown.js';
import { describeWithNginx, startNginx, type Server } from './support/servers.js';

const callbackURL = 'https://shop.example/auth/kakao/callback';
const published = blocksOf('packages/docs/pages/en/recipes/deployment.md').find(({ language }) => language === 'nginx');
const tls = (name: string) => fileURLToPath(new URL(`bench/tls/${name}.pem`, import.meta.url));

/** The configuration of the recipe, with other ports and another certificate. */
const recipe = (service: string, port: number): string =>
  [
    [
      'listen 443 ssl;',
      `listen 127.0.0.1:${port} ssl; ssl_certificate ${tls('cert')}; ssl_certificate_key ${tls('key')};`,
    ],
    ['http://127.0.0.1:3000', service],
  ].reduce((text, [from = '', to = '']) => {
    if (!text.includes(from)) throw new Error(`The recipe has no "${from}".`);
    return text.replace(from, to);
  }, published?.code ?? '');

@Controller('auth/kakao')
@UseGuards(KakaoAuthGuard)
class LoginController {
  @Get()
  begin(): void {}

  @Get('callback')
  finish(@KakaoUser() { profile, returnTo }: KakaoLogin): object {
    return { name: profile.displayName, returnTo };
  }
}

interface Answer {
  status: number;
  location: string;
  setCookie: string[];
  body: string;
}

/** Sends a request for the site to nginx on this port. */
const visit = (port: number, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, agent: false, rejectUnauthorized: false };
    request({ ...options, headers: { host: 'shop.example', accept: 'text/html', ...headers } }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status, location: answered.location ?? '', setCookie: answered['set-cookie'] ?? [], body }),
      );
    })
      .on('error', reject)
      .end();
  });

describeWithNginx('behind nginx as the recipe configures it', () => {
  describe.each([
    ['`proxy: true`', { proxy: true }, 0],
    ['`trust proxy` of Express', {}, 1],
  ])('with %s', (_name, trust, proxies) => {
    let emulator: KakaoEmulator;
    let service: NestExpressApplication;
    let server: Server;

    beforeAll(async () => {
      emulator = await createKakaoEmulator({ redirectUris: [callbackURL] });
      const { restApiKey: clientID, clientSecret } = emulator.app;
      const login = { clientID, clientSecret, callbackURL: '/auth/kakao/callback', hosts: emulator.url };
      @Module({
        imports: [KakaoModule.forRoot({ ...login, ...trust, returnTo: true })],
        controllers: [LoginController],
      })
      class Service {}
      service = await NestFactory.create<NestExpressApplication>(Service, {
        logger: false,
        forceCloseConnections: true,
      });
      if (proxies > 0) service.set('trust proxy', proxies);
      await service.listen(0, '127.0.0.1');
      const address = await service.getUrl();
      server = await startNginx((port) => recipe(address, port));
    });
    afterAll(async () => {
      await server?.stop();
      await service?.close();
      await emulator?.close();
    });

    /** Starts a login with these headers, and returns the URL that it redirects to. */
    async function begin(cookies: Cookies, headers: Record<string, string> = {}, query = ''): Promise<string> {
      const begun = await visit(server.port, `/auth/kakao${query}`, { ...cookieHeader(cookies), ...headers });
      expect(begun).toMatchObject({ status: 302 });
      keepCookies(cookies, begun.setCookie);
      return begun.location;
    }
    async function finish(cookies: Cookies, authorizeUrl: string): Promise<Answer> {
      const { callbackUrl } = await emulator.signIn('moonlight@example.com', { authorizeUrl });
      const { origin, pathname, search } = new URL(callbackUrl);
      expect(origin + pathname).toBe(callbackURL);
      return visit(server.port, pathname + search, cookieHeader(cookies));
    }

    test('a user logs in, with a cookie for https', async () => {
      const cookies: Cookies = new Map();
      const authorizeUrl = await begin(cookies);
      expect(new URL(authorizeUrl).searchParams.get('redirect_uri')).toBe(callbackURL);
      expect([...cookies.keys()]).toEqual([expect.stringMatching(/^__Host-/)]);
      const { status, body } = await finish(cookies, authorizeUrl);
      expect([status, JSON.parse(body)]).toEqual([200, { name: '달빛' }]);
    });

    test.each<Record<string, string>>([
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-proto': 'http' },
      { 'x-forwarded-host': 'evil.example, shop.example', 'x-forwarded-for': '203.0.113.9, 203.0.113.10' },
      { forwarded: 'host=evil.example;proto=http' },
    ])('%j from a browser does not change the redirect URI', async (headers) => {
      const authorizeUrl = await begin(new Map(), headers);
      expect(new URL(authorizeUrl).searchParams.get('redirect_uri')).toBe(callbackURL);
    });

    test('logins in many tabs, each with the longest returnTo, fit into nginx’s buffers', async () => {
      const cookies: Cookies = new Map();
      const returnTo = `/${'a'.repeat(1023)}`;
      const query = `?returnTo=${returnTo}`;
      let authorizeUrl = '';
      for (let tab = 0; tab < 12; tab++) authorizeUrl = await begin(cookies, {}, query);
      const { status, body } = await finish(cookies, authorizeUrl);
      expect([status, JSON.parse(body)]).toEqual([200, { name: '달빛', returnTo }]);
    });
  });
});
