import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { KakaoStrategy, KakaoTokenStrategy, type KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import session from 'express-session';
import passport from 'passport';
import { clientSecret, restApiKey, startKakao, type Kakao } from './support/kakao.js';
import { Browser } from './support/browser.js';
import { openShop } from './support/shop.js';

const forged = '/auth/kakao/callback?code=x&state=y';
let kakao: Kakao;
const servers: Server[] = [];

beforeAll(async () => {
  kakao = await startKakao();
});
afterEach(() => kakao.reset());
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  }
  await kakao.close();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A session of `express-session` whose store is disconnected. The request continues without `req.session`. */
function awaySession(): RequestHandler {
  const store = new session.MemoryStore();
  const middleware = session({ secret: 'a'.repeat(32), resave: false, saveUninitialized: false, store });
  store.emit('disconnect');
  return middleware;
}

describe("an error thrown by Passport reaches the application's error handler:", () => {
  test.each([
    ['failureMessage without a session', { failureMessage: true, failureRedirect: '/login' }, []],
    ['failureMessage while the session store is disconnected', { failureMessage: true }, [awaySession()]],
    ['failureFlash without flash', { failureFlash: true }, []],
  ])('%s', async (_what, callback, before) => {
    const shop = await openShop({ kakao, callback, ...(before.length > 0 && { before }) });
    const response = await shop.browser().open(forged);
    expect([response.status, shop.errors]).toEqual([500, [expect.any(TypeError)]]);
    await shop.close();
  });

  test('a redirect on a response of node:http, which has no such method', async () => {
    const authenticator = new passport.Passport();
    const url: string = await listen((request, response) => {
      Object.assign(request, { res: response });
      const options = { session: false, successRedirect: '/me' };
      const kakaoLogin = authenticator.authenticate('kakao', options) as unknown as RequestHandler;
      kakaoLogin(request as never, response as never, (error?: unknown) => response.writeHead(500).end(String(error)));
    });
    const options = { clientID: restApiKey, clientSecret, callbackURL: `${url}/callback`, hosts: kakao.url };
    authenticator.use(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id })));
    const response = await new Browser(url).follow('/');
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('redirect')]);
  });
});

describe("the application's own callback", () => {
  const mine = new RangeError('no such page');
  type Callback = (response: express.Response, next: express.NextFunction) => passport.AuthenticateCallback;

  async function openForged(callback: Callback, strategy = 'kakao') {
    const authenticator = new passport.Passport();
    const options = { clientID: restApiKey, clientSecret, callbackURL: '/auth/kakao/callback', hosts: kakao.url };
    authenticator.use(new KakaoStrategy(options, ({ profile }) => ({ id: profile.id })));
    authenticator.use(new KakaoTokenStrategy(options, ({ id }) => ({ id })));
    const app = express();
    app.get('/auth/kakao/callback', (request, response, next) => {
      const handler = authenticator.authenticate(strategy, callback(response, next)) as RequestHandler;
      return handler(request, response, next);
    });
    const errors: unknown[] = [];
    app.use(((error: unknown, _request, response, _next) => {
      errors.push(error);
      response.status(500).send('sorry');
    }) satisfies ErrorRequestHandler);
    const response = await fetch((await listen(app)) + forged);
    return { status: response.status, text: await response.text(), errors };
  }

  test.each(['kakao', 'kakao-token'])('that throws is called once more with its own error (%s)', async (strategy) => {
    let told = 0;
    const callback: Callback = (_response, next) => (error) => {
      told += 1;
      if (error === mine) return next(error);
      throw mine;
    };
    expect(await openForged(callback, strategy)).toEqual({ status: 500, text: 'sorry', errors: [mine] });
    expect(told).toBe(2);
  });

  test.each(['kakao', 'kakao-token'])(
    'that does not handle an error still results in a response (%s)',
    async (strategy) => {
      const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
      const callback: Callback = (response) => (_error, user) => void response.send((user as { id: string }).id.trim());
      expect(await openForged(callback, strategy)).toEqual({ status: 500, text: '', errors: [] });
      expect(warn.mock.calls).toEqual([[expect.stringMatching(/^TypeError at .*throwing-handlers/)]]);
      warn.mockRestore();
    },
  );

  test.each(['kakao', 'kakao-token'])('that throws after its response does not change it (%s)', async (strategy) => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    let told = 0;
    const callback: Callback = (response) => () => {
      told += 1;
      response.send('hello');
      throw mine;
    };
    expect(await openForged(callback, strategy)).toEqual({ status: 200, text: 'hello', errors: [] });
    expect([told, warn.mock.calls.length]).toEqual([1, 1]);
    warn.mockRestore();
  });
});

test.each([undefined, null, ''])('a verify callback that throws %p does not log in', async (thrown) => {
  const make = (options: KakaoStrategyOptions) =>
    new KakaoStrategy(options, (_login): false => {
      throw thrown;
    });
  const shop = await openShop({ kakao, make });
  const response = await shop.browser().follow('/auth/kakao');
  expect([response.status, shop.errors]).toEqual([500, [expect.any(Error)]]);
  await shop.close();
});
