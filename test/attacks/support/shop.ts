import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { isKakaoError, kakaoErrorBody } from '@kakao-login/client';
import type { KakaoEmulator } from '@kakao-login/emulator';
import type { KakaoAuthenticateOptions, KakaoStrategyOptions } from '@kakao-login/passport';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import passport, { type Strategy } from 'passport';
import { Visitor } from './visitor.js';

export interface ShopSettings {
  /** Options of both routes; may be replaced between requests. */
  login?: KakaoAuthenticateOptions;
  callback?: KakaoAuthenticateOptions;
  /** Changes the application before its routes. */
  prepare?: (app: Express) => void;
}

/**
 * A service in Express with a login route `/auth/<name>` and a callback route for each strategy. All that it says, logs or
 * is told of errors ends up in `said`, so that a test can look for what must not be there.
 */
export async function openShop(
  make: (url: string) => Promise<Record<string, Strategy>> | Record<string, Strategy>,
  settings: ShopSettings = {},
) {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const said: string[] = [];
  const errors: unknown[] = [];
  const shop = {
    url,
    said,
    errors,
    settings,
    visitor: () => new Visitor(url),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };

  const authenticator = new passport.Passport();
  settings.prepare?.(app);
  const welcome: RequestHandler = (request, response) => {
    response.json({ user: request.user, authInfo: request.authInfo });
  };
  for (const [name, strategy] of Object.entries(await make(url))) {
    authenticator.use(name, strategy);
    const route =
      (which: 'login' | 'callback'): RequestHandler =>
      (request, response, next) => {
        const options = { session: false, ...shop.settings[which] };
        (authenticator.authenticate(name, options) as RequestHandler)(request, response, next);
      };
    app.get(`/auth/${name}`, route('login'), welcome);
    app.all(`/auth/${name}/callback`, route('callback'), welcome);
  }
  const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
    said.push(inspect(error, { depth: 8, showHidden: true }), JSON.stringify(error) ?? '');
    errors.push(error);
    // As Express's own last handler reads them.
    const {
      statusCode = 500,
      status = statusCode,
      message,
    } = error as Partial<Record<'status' | 'statusCode', number> & Error>;
    if (error instanceof Error) said.push(String(error.stack), error.message);
    const body = JSON.stringify(isKakaoError(error) ? kakaoErrorBody(error) : { error: message });
    said.push(body);
    response.status(status).type('json').end(body);
  };
  app.use(failed);
  return shop;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Keys of the emulator's first app, for a strategy. */
export function keysOf(emulator: KakaoEmulator): { clientID: string; clientSecret: string; hosts: string } {
  const { restApiKey, clientSecret } = emulator.app;
  return { clientID: restApiKey, clientSecret, hosts: emulator.url };
}

export type Options = Partial<KakaoStrategyOptions>;

/** A user agrees to the login behind an address; returns the address at which Kakao sends them back. */
export async function agree(emulator: KakaoEmulator, authorize: URL, person = 0, changes: object = {}): Promise<URL> {
  const query = authorize.searchParams;
  const parameter = (name: string, option = name) => {
    const value = query.get(name);
    return value === null ? {} : { [option]: value };
  };
  const clientId = query.get('client_id') ?? '';
  const app = emulator.apps.find(({ restApiKey }) => restApiKey === clientId);
  const { callbackUrl } = await emulator.signIn(emulator.people[person]!, {
    clientId,
    ...(app !== undefined && { app }),
    ...parameter('redirect_uri', 'redirectUri'),
    ...parameter('state'),
    ...parameter('nonce'),
    ...parameter('scope'),
    ...parameter('code_challenge', 'codeChallenge'),
    ...changes,
  });
  return new URL(callbackUrl);
}
