import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Controller, Get, UseFilters, UseGuards } from '@nestjs/common';
import type { CanActivate } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { KakaoAuthGuard, KakaoExceptionFilter, KakaoLoginHandler, KakaoModule } from '@kakao-login/nestjs';
import type { KakaoModuleOptions } from '@kakao-login/nestjs';
import { KakaoXray, KakaoXrayModule } from '@kakao-login/nestjs/xray';
import type { KakaoXrayAttempt, KakaoXrayOptions } from '@kakao-login/nestjs/xray';
import { request } from 'node:http';
import { Browser } from './support/browser.js';
import { freePort, logIn } from './support/kakao.js';
import { platforms, start } from './support/start.js';
import type { Platform, Started } from './support/start.js';

@Controller('auth/kakao')
@UseGuards(KakaoAuthGuard)
@UseFilters(KakaoExceptionFilter)
class LoginController {
  @Get(['', 'callback'])
  get(): object {
    return {};
  }
}

let turnsAway = false;
class Members extends KakaoLoginHandler {
  handle(): object | false {
    return turnsAway ? false : {};
  }
}

/** A global guard that accepts no request. */
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

let emulator: KakaoEmulator;
let browser: Browser;
let port: number;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  turnsAway = false;
  port = await freePort();
  browser = new Browser();
  emulator = await createKakaoEmulator({ redirectUris: [`http://127.0.0.1:${port}/auth/kakao/callback`] });
  closing.push(
    () => emulator.close(),
    () => browser.close(),
  );
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function kakao(change: Partial<KakaoModuleOptions> = {}) {
  const { restApiKey: clientID, clientSecret } = emulator.app;
  const callbackURL = `http://127.0.0.1:${port}/auth/kakao/callback`;
  return KakaoModule.forRoot({
    clientID,
    clientSecret,
    callbackURL,
    hosts: emulator.url,
    loginHandler: Members,
    ...change,
  });
}

async function open(
  platform: Platform = 'express',
  { xray, change, prepare, guarded = false }: OpenOptions = {},
): Promise<Started> {
  const started = await start(
    platform,
    {
      imports: [kakao(change), KakaoXrayModule.forRoot(xray)],
      controllers: [LoginController],
      providers: guarded ? [{ provide: APP_GUARD, useClass: NobodyGuard }] : [],
    },
    { port, ...(prepare && { prepare }) },
  );
  closing.push(() => started.close());
  return started;
}
interface OpenOptions {
  xray?: KakaoXrayOptions;
  change?: Partial<KakaoModuleOptions>;
  prepare?: (app: Started['app']) => unknown;
  guarded?: boolean;
}

const attempts = ({ app }: Started): KakaoXrayAttempt[] => app.get(KakaoXray).attempts();
const stepsOf = (attempt?: KakaoXrayAttempt) => attempt?.legs.map(({ steps }) => steps.map(({ step }) => step));
const login = () => logIn(browser, `http://127.0.0.1:${port}/auth/kakao`, '1001', emulator.url);
const callsOf = (attempt?: KakaoXrayAttempt) =>
  attempt?.legs.flatMap(({ steps }) =>
    steps.flatMap(({ step, calls }) => calls.map(({ endpoint, status }) => [step, endpoint, status])),
  );

/** Sends a request with any `Host`, which `fetch` cannot do. */
const ask = (path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });

describe.each(platforms)('on %s, the X-ray', (platform) => {
  test('shows a login from the redirect to the result, with the calls of each step', async () => {
    const shop = await open(platform, { change: { profile: 'user' } });
    await login();
    const [attempt] = attempts(shop);
    expect(attempt).toMatchObject({ outcome: 'success', id: expect.stringMatching(/^[\w-]{16}$/) });
    expect(attempt?.legs.map(({ leg, outcome }) => [leg, outcome])).toEqual([
      ['login', 'redirect'],
      ['callback', 'success'],
    ]);
    expect(stepsOf(attempt)).toEqual([[], ['state', 'code', 'token', 'id_token', 'profile', 'handler']]);
    expect(callsOf(attempt)).toEqual([
      ['token', 'oauth.token', 200],
      ['id_token', 'oidc.jwks', 200],
      ['profile', 'user.me', 200],
    ]);
    expect(attempt?.legs[0]?.parameters).toMatchObject({ response_type: 'code', state: '•••', client_id: '•••' });
  });

  test('has a page and its JSON, even behind a global guard of the application', async () => {
    const shop = await open(platform, { guarded: true });
    await ask('/auth/kakao');
    const page = await fetch(`${shop.url}/kakao/xray`, { headers: { 'accept-language': 'en' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<html lang="en">');
    const json = await fetch(`${shop.url}/kakao/xray.json`);
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await json.json()).toEqual({ attempts: attempts(shop) });
  });

  test('can be at another path, behind a global prefix', async () => {
    await open(platform, { xray: { path: '/dev/logins/' }, prepare: (app) => app.setGlobalPrefix('api') });
    expect((await ask('/api/dev/logins')).body).toContain('href="logins.json"');
    expect((await ask('/api/dev/logins.json')).status).toBe(200);
    expect((await ask('/kakao/xray')).status).toBe(404);
  });
});

describe('a login that fails', () => {
  test('shows the step, Kakao’s code, and its meaning, in both languages', async () => {
    const shop = await open();
    emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE010' });
    await login();
    const [attempt] = attempts(shop);
    expect(attempt).toMatchObject({ outcome: 'refused' });
    const leg = attempt?.legs[1];
    expect(leg?.steps.map(({ step, failed }) => [step, failed])).toEqual([
      ['state', false],
      ['code', false],
      ['token', true],
    ]);
    expect(leg?.error).toMatchObject({ kind: 'auth', code: 'KOE010' });
    for (const language of ['ko', 'en'] as const) {
      const { body } = await ask('/kakao/xray', { 'accept-language': language });
      expect(body).toContain('KOE010');
      expect(body).toContain(leg?.error?.reason[language]);
    }
  });

  test('shows that your handler refused the user', async () => {
    const shop = await open();
    turnsAway = true;
    await login();
    const [attempt] = attempts(shop);
    expect(attempt).toMatchObject({ outcome: 'fail' });
    expect(attempt?.legs[1]?.steps.at(-1)).toMatchObject({ step: 'handler', failed: true });
  });

  test('shows a callback without a login of this browser', async () => {
    const shop = await open();
    await ask('/auth/kakao/callback?code=c&state=s');
    const [attempt] = attempts(shop);
    expect(attempt?.legs).toEqual([
      expect.objectContaining({ leg: 'callback', error: expect.objectContaining({ code: 'state_missing' }) }),
    ]);
  });

  test('is shown together with the login that recovers from it', async () => {
    const shop = await open();
    emulator.faults.add({ on: 'oauth.token', kind: 'error', code: 'KOE320' });
    await login();
    expect(attempts(shop)).toHaveLength(1);
    const [attempt] = attempts(shop);
    expect(attempt).toMatchObject({ outcome: 'success' });
    expect(attempt?.legs.map(({ leg, again = false }) => [leg, again])).toEqual([
      ['login', false],
      ['callback', true],
      ['callback', false],
    ]);
  });
});

test('a login of a user who is still at Kakao is shown as open, and the page explains what Kakao may show', async () => {
  const shop = await open();
  await ask('/auth/kakao');
  expect(attempts(shop)[0]).toMatchObject({ outcome: 'waiting' });
  const { body } = await ask('/kakao/xray', { 'accept-language': 'en' });
  expect(body).toContain('At Kakao');
  expect(body).toContain('KOE006');
});

test('a login has only its own calls, even with concurrent logins', async () => {
  const shop = await open('express', { change: { profile: 'user' } });
  const others = [new Browser(), new Browser()];
  const logins = [browser, ...others].map((one) =>
    logIn(one, `http://127.0.0.1:${port}/auth/kakao`, '1001', emulator.url),
  );
  await Promise.all(logins);
  for (const one of others) await one.close();
  const endpoints = attempts(shop).map((attempt) => callsOf(attempt)?.map(([, endpoint]) => endpoint));
  for (const made of endpoints) {
    expect(made?.filter((endpoint) => endpoint !== 'oidc.jwks')).toEqual(['oauth.token', 'user.me']);
  }
});

test('only the last logins are kept, each with few legs, with any requests', async () => {
  const shop = await open('express', { xray: { size: 3 } });
  for (let index = 0; index < 10; index += 1) await ask('/auth/kakao');
  expect(attempts(shop)).toHaveLength(3);
  for (let index = 0; index < 30; index += 1) await ask('/auth/kakao/callback?code=c&state=the-same');
  expect(attempts(shop)).toHaveLength(3);
  expect(attempts(shop)[0]?.legs).toHaveLength(10);
});

test('nothing that a browser sends is shown, escaped or not', async () => {
  await open();
  const script = '<script>alert(1)</script>';
  const words = encodeURIComponent(script);
  await ask(`/auth/kakao/callback?error=${words}&error_description=${words}&state=${words}`, { 'x-name': script });
  await ask(`/auth/kakao/callback?code=${words}&state=${words}`);
  for (const path of ['/kakao/xray', '/kakao/xray.json']) {
    const { body } = await ask(path);
    expect(body).not.toContain('alert');
    expect(body).toContain('•••');
  }
});

test('the page runs no script and loads nothing', async () => {
  const shop = await open();
  const { headers } = await fetch(`${shop.url}/kakao/xray`);
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

describe('the language of the page', () => {
  test.each([
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['en-US,en', 'en'],
    ['fr', 'en'],
    ['', 'ko'],
  ])('for %p is %s', async (accepted, language) => {
    await open();
    expect((await ask('/kakao/xray', { 'accept-language': accepted })).body).toContain(`<html lang="${language}">`);
  });

  test('is the one of the application', async () => {
    const cookie: KakaoXrayOptions['language'] = ({ headers }) => (headers.cookie === 'language=en' ? 'en' : undefined);
    await open('express', { xray: { language: cookie } });
    expect((await ask('/kakao/xray', { cookie: 'language=en' })).body).toContain('<html lang="en">');
    expect((await ask('/kakao/xray')).body).toContain('<html lang="ko">');
  });
});

describe('the X-ray is not for production', () => {
  const environment = process.env['NODE_ENV'];
  afterEach(() => {
    process.env['NODE_ENV'] = environment;
  });

  test.each(['production', 'Production', ' production ', 'prod'])('NODE_ENV=%p prevents the start', async (value) => {
    process.env['NODE_ENV'] = value;
    for (const module of [KakaoXrayModule.forRoot(), KakaoXrayModule.forRoot({ hosts: ['shop.example.com'] })]) {
      await expect(start('express', { imports: [kakao(), module] })).rejects.toMatchObject({
        kind: 'usage',
        code: 'context_unsupported',
        option: 'KakaoXrayModule',
      });
    }
  });

  test.each<[string, Partial<KakaoModuleOptions>]>([
    ['the redirect URI', { callbackURL: 'https://shop.example.com/auth/kakao/callback' }],
    ['one redirect URI of several', { callbackURLs: ['https://shop.example.com/cb'] }],
    ['a host that only starts like this machine', { callbackURL: 'http://127.0.0.1.shop.example.com/cb' }],
  ])('a service that others can reach prevents the start with any NODE_ENV: %s', async (_what, change) => {
    for (const value of ['', 'staging', 'development']) {
      process.env['NODE_ENV'] = value;
      await expect(open('express', { change })).rejects.toMatchObject({ kind: 'usage', option: 'hosts' });
    }
  });

  test('a host in the options can be reached by others', async () => {
    process.env['NODE_ENV'] = 'staging';
    const host = 'staging.shop.example';
    await open('express', { change: { callbackURL: `https://${host}/cb` }, xray: { hosts: [host] } });
    const headers = { host, 'x-forwarded-for': '203.0.113.7' };
    expect((await ask('/kakao/xray', headers)).status).toBe(200);
    expect((await ask('/kakao/xray', { ...headers, host: 'other.shop.example' })).status).toBe(404);
  });

  test.each<[string, Record<string, string>]>([
    ['a name that resolves to this machine', { host: 'evil.example' }],
    ['a name that ends like this machine', { host: 'evil-localhost' }],
    ['an invalid host name', { host: 'a b@c' }],
    ['a proxy on this machine', { host: 'localhost', 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy with the standard header', { host: '127.0.0.1', forwarded: 'for=203.0.113.7' }],
  ])('a request with %s gets 404, and the log says once what to do', async (_way, headers) => {
    const shop = await open();
    for (const path of ['/kakao/xray', '/kakao/xray.json', '/kakao/xray']) {
      expect(await ask(path, headers)).toEqual({ status: 404, body: 'Not Found' });
    }
    expect(shop.log.filter((line) => line.includes('"hosts" of KakaoXrayModule'))).toHaveLength(1);
  });

  test.each(['localhost', 'localhost:3000', 'shop.localhost', '127.0.0.1', '127.1.2.3:80', '[::1]:3000'])(
    'a request for %s from this machine gets the page',
    async (host) => {
      await open();
      expect((await ask('/kakao/xray', { host })).status).toBe(200);
    },
  );
});

test.each<[string, object]>([
  ['path', { path: 'https://shop.example/xray' }],
  ['path', { path: 'xray/:id' }],
  ['hosts', { hosts: 'localhost' }],
  ['hosts', { hosts: ['https://shop.example'] }],
  ['hosts', { hosts: ['shop.example:8080'] }],
  ['size', { size: 0 }],
  ['size', { size: 1e9 }],
  ['language', { language: 'ko' }],
])('a wrong option is refused with its name: %s', (option, options) => {
  expect(() => KakaoXrayModule.forRoot(options)).toThrow(
    expect.objectContaining({ kind: 'usage', code: 'option_malformed', option }),
  );
});

test.each([null, 'kakao/xray', 7, [], () => ({})])('options that are not an object are refused: %p', (options) => {
  expect(() => KakaoXrayModule.forRoot(options as never)).toThrow(
    expect.objectContaining({ kind: 'usage', code: 'option_malformed', option: 'KakaoXrayModule' }),
  );
});

test('the module without forRoot prevents the start, and the error says how to import it', async () => {
  await expect(start('express', { imports: [KakaoXrayModule] })).rejects.toThrow(/KakaoXrayModule\.forRoot/);
});

test('a stopped application no longer listens', async () => {
  const shop = await open();
  await closing.pop()?.();
  const other = await start('express', { imports: [kakao()], controllers: [LoginController] }, { port });
  closing.push(() => other.close());
  await ask('/auth/kakao');
  expect(attempts(shop)).toEqual([]);
});
